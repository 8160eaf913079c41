import {
  emptyProduction,
  emptyToken,
  evolveProduction,
  evolveToken,
  type AccessData,
  type ProductionData,
} from '@clearance/domain';
import { pinnedPolicies } from '../evaluate/live-release.js';
import { dropUnpinned } from '../evaluate/pinned-states.js';
import { activeEngine, engineSaid } from '../engine.js';
import { noteAskers, noteEverything, noteProduction } from '../evaluate/stale.js';
import type { Applied, ApplyContext } from './context.js';
import { revoked, ruled } from './tool-rulings.js';

export function applyProduction(context: ApplyContext, applied: Applied): void {
  const { db, distiller } = context;
  const { event, id } = applied;
  // Throws where the event cannot be read, before anything of it is applied: it is set aside then.
  evolveProduction(emptyProduction(id), event);
  if (event.type === 'opened') {
    const data = event.data as ProductionData['opened'];
    db.q('INSERT OR IGNORE INTO production (id, title, state, opened_at, opened_by, n) VALUES (?, ?, ?, ?, ?, ?)').run(
      id,
      data.title,
      'open',
      event.meta.recordedAt,
      event.meta.actor.subject,
      event.n,
    );
  }
  if (event.type === 'worklist-assigned') {
    const { item, owner } = event.data as ProductionData['worklist-assigned'];
    db.q('INSERT OR REPLACE INTO assignment (production, item, owner) VALUES (?, ?, ?)').run(id, item, owner);
  }
  if (event.type === 'policy-adopted') {
    const { packs } = event.data as ProductionData['policy-adopted'];
    db.q('UPDATE production SET policy = ?, policy_n = ? WHERE id = ?').run(
      packs.length === 0 ? null : JSON.stringify(packs),
      event.n,
      id,
    );
    distiller.settings.forget();
    dropUnpinned(db, id, pinnedPolicies(db, id));
    noteProduction(db, id, event.n);
  }
  if (event.type === 'share-granted') shared(context, applied);
  if (event.type === 'tool-use-ruled') ruled(context, applied);
  if (event.type === 'tool-ruling-revoked') revoked(context, applied);
  if (event.type === 'closed')
    db.q("UPDATE production SET state = 'closed', closed_at = ?, n = ? WHERE id = ?").run(
      event.meta.recordedAt,
      event.n,
      id,
    );
}

/** L6: whoever has named what is shared looks at it again. */
function shared({ db }: ApplyContext, { event, id }: Applied): void {
  const { share, to, assets, digests } = event.data as ProductionData['share-granted'];
  const inserted = db
    .q('INSERT OR IGNORE INTO share (id, production, to_production, n) VALUES (?, ?, ?, ?)')
    .run(share, id, to, event.n);
  if (inserted.changes === 0) return;
  const add = (kind: 'asset' | 'digest', name: string) =>
    db
      .q('INSERT OR IGNORE INTO shared (to_production, production, kind, name) VALUES (?, ?, ?, ?)')
      .run(to, id, kind, name);
  for (const asset of assets) {
    add('asset', asset);
    noteAskers(db, `foreign:${id}/${asset}`, to, event.n);
    const known = db
      .q(
        `SELECT g.algorithm AS algorithm, g.value AS value FROM asset a JOIN digest g ON g.sid = a.sid AND g.member = 0
         WHERE a.production = ? AND a.id = ?`,
      )
      .all(id, asset) as { algorithm: string; value: string }[];
    for (const { algorithm, value } of known) noteAskers(db, `digest:${algorithm}:${value}`, to, event.n);
  }
  for (const each of digests) {
    for (const [algorithm, value] of Object.entries(each)) {
      if (value === undefined) continue;
      add('digest', `${algorithm}:${value}`);
      noteAskers(db, `digest:${algorithm}:${value}`, to, event.n);
    }
  }
}

/** What cannot be read may be what says by which rules the production is judged: nothing in it is known any more. */
export function loseProduction({ db, distiller }: ApplyContext, { event, id }: Applied, reason: string): void {
  db.q('UPDATE production SET fault = coalesce(fault, ?), policy_n = coalesce(policy_n, ?) WHERE id = ?').run(
    `an event of the production could not be read: ${reason}`,
    event.n,
    id,
  );
  distiller.settings.forget();
  noteProduction(db, id, event.n);
}

/**
 * From here on another engine is active. One that this program does not know never comes here: the projector ends before it.
 * Engines only go up.
 */
export function applyLedger({ db, distiller }: ApplyContext, { event }: Applied): void {
  const engine = engineSaid(event);
  if (typeof engine !== 'number') return;
  const before = activeEngine(db);
  if (event.type === 'created' ? engine < before : engine <= before) return;
  db.setMeta('engine', String(engine));
  db.setMeta('engineSince', String(event.n));
  if (engine === before) return;
  distiller.settings.forget();
  noteEverything(db, event.n);
}

export function applyAccess({ db }: ApplyContext, { event, id }: Applied): void {
  // Throws where the event cannot be read: it is set aside then, and with it what the token may do.
  evolveToken(emptyToken(id), event);
  if (event.type === 'token-issued') {
    const data = event.data as AccessData['token-issued'];
    db.q(
      `INSERT OR IGNORE INTO token (id, name, hash, subject, kind, grants, restricted, issued_at, issued_by, expires_at, n)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      data.token,
      data.name ?? null,
      data.hash,
      data.subject,
      data.kind,
      JSON.stringify(data.grants),
      data.restrict === null ? null : JSON.stringify(data.restrict),
      event.meta.recordedAt,
      event.meta.actor.subject,
      data.expiresAt,
      event.n,
    );
  }
  if (event.type === 'token-revoked')
    db.q('UPDATE token SET revoked_at = ? WHERE id = ?').run(event.meta.recordedAt, id);
}

/** What cannot be read may be what ends the token. */
export function endToken({ db }: ApplyContext, { event, id }: Applied): void {
  db.q('UPDATE token SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?').run(event.meta.recordedAt, id);
}
