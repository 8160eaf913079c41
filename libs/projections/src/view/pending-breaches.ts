import type { ConcernCause, ConcernKind, FindingKey } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';

/** A breach of a live release that is to be announced, or whose end is. */
export interface BreachRow {
  readonly decision: string;
  readonly production: string;
  readonly delivery: string;
  readonly rule: string;
  readonly root: string;
  readonly element: string;
  readonly kind: ConcernKind;
  readonly outcome: string;
  readonly message: string;
  readonly evidence: string;
  readonly paths: string;
  readonly announced: number;
  readonly gone: number;
}

/** Most rows given at once. */
const MOST_ROWS = 5_000;

/** D4, D5: what the sentinel has to say of live releases, grouped by release and kind. */
export function pendingBreaches(db: ReadModelDatabase): BreachRow[] {
  return db
    .q(
      `SELECT b.*, r.production AS production, r.delivery AS delivery FROM breach b JOIN release r ON r.decision = b.decision
       WHERE r.live = 1 AND ((b.announced = 0 AND (b.gone = 0 OR b.kind = 'compromised'))
         OR (b.announced = 1 AND b.gone = 1 AND b.kind <> 'compromised'))
       ORDER BY b.decision, b.kind, b.rule, b.root, b.element LIMIT ${MOST_ROWS}`,
    )
    .all() as BreachRow[];
}

export function breachKey(row: BreachRow): FindingKey {
  return { rule: row.rule, root: row.root, element: row.element === '' ? null : row.element };
}

export function breachCause(row: BreachRow): ConcernCause {
  return {
    key: breachKey(row),
    message: row.message,
    outcome: row.outcome,
    evidence: JSON.parse(row.evidence) as ConcernCause['evidence'],
    paths: JSON.parse(row.paths) as string[],
  };
}
