import type { EventMetadata, OverrideData, OverrideGrantedData } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';

/** A decision that rests on more is held: by then somebody who may approve has to look. */
export const MAX_OVERRIDES = 25;
const NAMED_FINDINGS = 10;

/** Counts, for one decision, the items that went through under each broken glass. */
export class Overrides {
  private readonly items = new Map<string, number>();

  constructor(private readonly db: ReadModelDatabase) {}

  /** One item let through by these approvals. */
  add(approvals: Iterable<string>): void {
    for (const approval of new Set(approvals)) this.items.set(approval, (this.items.get(approval) ?? 0) + 1);
  }

  /** In the order of their ids, so that one verdict is always the same text. */
  all(): OverrideData[] {
    return [...this.items]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, MAX_OVERRIDES)
      .map(([approval, items]) => this.of(approval, items));
  }

  get tooMany(): boolean {
    return this.items.size > MAX_OVERRIDES;
  }

  private of(approval: string, items: number): OverrideData {
    const row = this.db
      .q(
        `SELECT a.id AS asset, e.data AS data, e.meta AS meta FROM approval r
         JOIN event e ON e.n = r.n JOIN asset a ON a.sid = r.sid WHERE r.id = ?`,
      )
      .get(approval) as { asset: string; data: string; meta: string } | undefined;
    if (row === undefined) throw new Error(`the approval ${approval} that let something through is not there`);
    const { justification, expiresAt, findings } = JSON.parse(row.data) as OverrideGrantedData;
    const { actor, recordedAt } = JSON.parse(row.meta) as EventMetadata;
    return {
      approval,
      asset: row.asset,
      by: actor.subject,
      justification,
      grantedAt: recordedAt,
      expiresAt,
      findings: findings.slice(0, NAMED_FINDINGS),
      findingCount: findings.length,
      items,
    };
  }
}
