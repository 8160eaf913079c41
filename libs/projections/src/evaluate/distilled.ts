import { isRegistered } from '@clearance/domain';
import { distill, type LedgerFault, type OwnState } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Claims } from './claims.js';
import { assetStateOf } from './dossiers.js';
import { resolverOf } from './resolver.js';
import type { Setting } from './setting.js';

/**
 * What a content says by itself as the tables stand, distilled in memory; null for one without facts. For whoever reads while
 * the stored row waits to be distilled anew (evaluate/stale.ts), or asks what another policy would say.
 */
export function distilledNow(
  db: ReadModelDatabase,
  production: string,
  cid: number,
  setting: Setting,
  logTime: string,
): OwnState | null {
  const rows = new Claims(db).ofContent(cid);
  const states = rows.map((row) => assetStateOf(db, row));
  if (states.every((state) => !isRegistered(state) && state.revision < 0)) return null;
  const { display } = db.q('SELECT display FROM content WHERE cid = ?').get(cid) as { display: string };
  const { policy, registry, rulings, usages } = setting;
  return distill({
    content: display,
    claims: states,
    resolver: resolverOf(db, production, cid),
    logTime,
    faults: [...rows.flatMap((row) => faultsOf(db, row)), ...setting.faults],
    pack: policy,
    registry,
    rulings,
    usages,
  });
}

/** What is wrong with the log of one claim, in log order. */
export function faultsOf(
  db: ReadModelDatabase,
  { sid, production, id }: { readonly sid: number; readonly production: string; readonly id: string },
): LedgerFault[] {
  const rows = db
    .q(
      'SELECT f.message AS message, e.revision AS revision FROM fault f JOIN event e ON e.n = f.n WHERE f.sid = ? ORDER BY f.n',
    )
    .all(sid) as { message: string; revision: number }[];
  const stream = `asset-${production}/${id}`;
  return rows.map(({ message, revision }) => ({ message, evidence: { stream, revision } }));
}
