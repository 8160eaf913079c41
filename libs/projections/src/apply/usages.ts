import { emptyUsage, evolveUsage, type UsageData } from '@clearance/domain';
import { foldCase, type ApprovalTerms } from '@clearance/policy';
import { noteAskers, noteMadeUnder } from '../evaluate/stale.js';
import { usageOf } from '../evaluate/usage-book.js';
import type { Applied, ApplyContext } from './context.js';
import { register } from './registers.js';

/** An event of a usage: what its approvals are worth, and which contents have to be looked at again. */
export function applyUsage(context: ApplyContext, applied: Applied): void {
  const { db, distiller } = context;
  const { event, production, id } = applied;
  // Throws where the event cannot be read, before anything of it is applied: it is set aside then.
  evolveUsage(emptyUsage(production, id), event);
  register(context, 'usage', applied);
  distiller.settings.forget();
  switch (event.type) {
    case 'conformance-confirmed':
      noteMadeUnder(db, production, id, (event.data as UsageData['conformance-confirmed']).digests, event.n);
      return;
    case 'conformance-revoked':
      noteMadeUnder(db, production, id, revokedDigests(context, applied), event.n);
      return;
    case 'approved':
      approved(context, applied);
      break;
    case 'revoked':
      revoked(context, applied);
      break;
    default:
  }
  noteAskers(db, `usage:${id}`, production, event.n);
}

/** What was set aside may be what ends the usage: it clears nothing any more. */
export function distrustUsage({ db, distiller }: ApplyContext, { production, id, event }: Applied): void {
  distiller.settings.forget();
  noteAskers(db, `usage:${id}`, production, event.n);
}

/** An approval of what nobody proposed, as far as can be read, has no terms and clears nothing. */
function approved({ db }: ApplyContext, { event, production, id }: Applied): void {
  const state = usageOf(db, production, id);
  if (state === null || state.proposed === null) return;
  const { approval, expiresAt } = event.data as UsageData['approved'];
  const { kind, scope } = state.proposed.data;
  const by = foldCase(event.meta.actor.subject);
  const terms: ApprovalTerms = { id: approval, kind, scope, endsAt: expiresAt, by };
  db.q('INSERT OR IGNORE INTO usage_approval (id, production, usage, n, terms) VALUES (?, ?, ?, ?, ?)').run(
    approval,
    production,
    id,
    event.n,
    JSON.stringify(terms),
  );
}

function revoked({ db }: ApplyContext, { event, production, id }: Applied): void {
  const { effect, effectiveAt } = event.data as UsageData['revoked'];
  if (effect !== 'from') return;
  const end = effectiveAt ?? event.meta.recordedAt;
  const rows = db.q('SELECT id, terms FROM usage_approval WHERE production = ? AND usage = ?').all(production, id) as {
    id: string;
    terms: string;
  }[];
  for (const row of rows) {
    const terms = JSON.parse(row.terms) as ApprovalTerms;
    const endsAt = terms.endsAt !== null && terms.endsAt < end ? terms.endsAt : end;
    db.q('UPDATE usage_approval SET terms = ? WHERE id = ?').run(JSON.stringify({ ...terms, endsAt }), row.id);
  }
}

function revokedDigests({ db }: ApplyContext, { event, production, id }: Applied): readonly string[] {
  const { conformance } = event.data as UsageData['conformance-revoked'];
  const state = usageOf(db, production, id);
  return state?.conformances.find(({ data }) => data.conformance === conformance)?.data.digests ?? [];
}
