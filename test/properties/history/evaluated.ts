import type { Desk } from './desk.js';

export interface EvaluatedRow {
  /** `|rule|rule|`: what is open. */
  readonly rules: string;
  readonly compliant: number;
}

/** What a ledger has of each asset of a production, as it was evaluated last. */
export function evaluatedIn(at: {
  readonly desk: Pick<Desk, 'db'>;
  readonly production: string;
}): Map<string, EvaluatedRow> {
  const { db } = at.desk;
  const rows = db
    .q(
      `SELECT a.id AS id, '|' || c.rules || '|' AS rules, c.compliant AS compliant FROM asset a JOIN content c ON c.cid = a.cid
       WHERE a.production = ? AND a.registered = 1 AND c.classes IS NOT NULL`,
    )
    .all(at.production) as (EvaluatedRow & { id: string })[];
  return new Map(rows.map((row) => [row.id, row]));
}
