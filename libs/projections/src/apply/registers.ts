import {
  emptyConsent,
  emptyGroup,
  emptyPolicy,
  emptyTool,
  emptyVendor,
  evolveConsent,
  evolveGroup,
  evolvePolicy,
  evolveTool,
  evolveVendor,
  type ConsentData,
  type PackPublishedData,
} from '@clearance/domain';
import { noteAskers } from '../evaluate/stale.js';
import type { Applied, ApplyContext } from './context.js';

/* Each reads the event before anything of it is applied, and throws where it cannot: it is set aside then. */

export function applyTool(context: ApplyContext, applied: Applied): void {
  evolveTool(emptyTool(applied.id), applied.event);
  register(context, 'tool', applied);
  reconsiderTool(context, applied);
}

export function applyVendor(context: ApplyContext, applied: Applied): void {
  evolveVendor(emptyVendor(applied.id), applied.event);
  register(context, 'vendor', applied);
  reconsiderVendor(context, applied);
}

export function applyConsent(context: ApplyContext, applied: Applied): void {
  const { event, production, id } = applied;
  evolveConsent(emptyConsent(production, id), event);
  const group = event.type === 'recorded' ? (event.data as ConsentData['recorded']).group : null;
  register(context, 'consent', applied, group);
  reconsiderConsent(context, applied);
}

export function applyGroup(context: ApplyContext, applied: Applied): void {
  const { event, production, id } = applied;
  evolveGroup(emptyGroup(production, id), event);
  register(context, 'group', applied);
  reconsiderGroup(context, applied);
}

export function applyPolicy(context: ApplyContext, applied: Applied): void {
  const { event, id } = applied;
  evolvePolicy(emptyPolicy(id), event);
  register(context, 'policy', applied);
  if (event.type !== 'pack-published') return;
  const { version, digest } = event.data as PackPublishedData;
  context.db
    .q('INSERT OR IGNORE INTO pack (id, version, digest, n) VALUES (?, ?, ?, ?)')
    .run(id, version, digest, event.n);
}

/* Whoever rests on the entry is judged again: by what the event says, or, where it was set aside, as on nothing known. */

export function reconsiderTool(context: ApplyContext, applied: Applied): void {
  changed(context, `tool:${applied.id}`, null, applied);
}

export function reconsiderVendor(context: ApplyContext, applied: Applied): void {
  changed(context, `vendor:${applied.id}`, null, applied);
}

export function reconsiderConsent(context: ApplyContext, applied: Applied): void {
  changed(context, `consent:${applied.id}`, applied.production, applied);
}

export function reconsiderGroup(context: ApplyContext, applied: Applied): void {
  const { production, id } = applied;
  const members = context.db
    .q("SELECT id FROM register WHERE category = 'consent' AND production = ? AND member_of = ?")
    .all(production, id) as { id: string }[];
  for (const consent of members) changed(context, `consent:${consent.id}`, production, applied);
}

/** Where the stream of an entry is found by its id. */
export function register(
  { db }: ApplyContext,
  category: string,
  { production, id, sid, event }: Applied,
  memberOf: string | null = null,
): void {
  db.q('INSERT OR IGNORE INTO register (category, production, id, sid, n, member_of) VALUES (?, ?, ?, ?, ?, ?)').run(
    category,
    production,
    id,
    sid,
    event.n,
    memberOf,
  );
}

function changed({ db, distiller }: ApplyContext, asked: string, production: string | null, { event }: Applied): void {
  distiller.settings.forget();
  noteAskers(db, asked, production, event.n);
}
