import type { ProductionData } from '@clearance/domain';
import { foldCase, RULING_SCOPE, type ApprovalTerms } from '@clearance/policy';
import { noteAskers } from '../evaluate/stale.js';
import type { Applied, ApplyContext } from './context.js';

/** Whatever was made by the tool is looked at again. */
export function ruled({ db, distiller }: ApplyContext, { event, id }: Applied): void {
  const { ruling, tool, expiresAt } = event.data as ProductionData['tool-use-ruled'];
  const terms: ApprovalTerms = {
    id: ruling,
    kind: 'ruling',
    scope: RULING_SCOPE,
    endsAt: expiresAt,
    by: foldCase(event.meta.actor.subject),
  };
  db.q('INSERT OR IGNORE INTO tool_ruling (id, production, n, terms) VALUES (?, ?, ?, ?)').run(
    ruling,
    id,
    event.n,
    JSON.stringify(terms),
  );
  distiller.settings.forget();
  noteAskers(db, `tool:${tool}`, id, event.n);
}

/** The first revocation counts, and only one by the production that ruled. */
export function revoked({ db, distiller }: ApplyContext, { event, id }: Applied): void {
  const { ruling, effectiveAt } = event.data as ProductionData['tool-ruling-revoked'];
  const row = db
    .q(
      `SELECT r.terms AS terms, e.data AS data FROM tool_ruling r JOIN event e ON e.n = r.n
       WHERE r.id = ? AND r.production = ? AND r.revoked_n IS NULL`,
    )
    .get(ruling, id) as { terms: string; data: string } | undefined;
  if (row === undefined) return;
  const terms = JSON.parse(row.terms) as ApprovalTerms;
  const { tool } = JSON.parse(row.data) as ProductionData['tool-use-ruled'];
  const sooner = effectiveAt !== null && (terms.endsAt === null || effectiveAt < terms.endsAt);
  db.q('UPDATE tool_ruling SET revoked_n = ?, terms = ? WHERE id = ?').run(
    event.n,
    JSON.stringify(sooner ? { ...terms, endsAt: effectiveAt } : terms),
    ruling,
  );
  distiller.settings.forget();
  noteAskers(db, `tool:${tool}`, id, event.n);
}
