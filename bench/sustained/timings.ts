import { percentile } from '../support/stats.js';

/** Answers of one kind. */
export interface Timing {
  readonly kind: string;
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Answers that were no success, by status. */
  readonly refused: Readonly<Record<string, number>>;
}

/** Milliseconds of answers by kind, as they come in. */
export class Timings {
  private readonly ms = new Map<string, number[]>();
  private readonly refused = new Map<string, Record<string, number>>();

  add(kind: string, { status, ms }: { readonly status: number; readonly ms: number }): void {
    const known = this.ms.get(kind) ?? [];
    known.push(ms);
    this.ms.set(kind, known);
    if (status < 300) return;
    const refused = this.refused.get(kind) ?? {};
    refused[String(status)] = (refused[String(status)] ?? 0) + 1;
    this.refused.set(kind, refused);
  }

  each(): Timing[] {
    return [...this.ms].map(([kind, ms]) => timing(kind, ms, this.refused.get(kind) ?? {}));
  }

  all(kind: string): Timing {
    const refused: Record<string, number> = {};
    for (const counts of this.refused.values())
      for (const [status, count] of Object.entries(counts)) refused[status] = (refused[status] ?? 0) + count;
    return timing(kind, [...this.ms.values()].flat(), refused);
  }
}

function timing(kind: string, ms: readonly number[], refused: Timing['refused']): Timing {
  if (ms.length === 0) return { kind, count: 0, p50: 0, p99: 0, max: 0, refused };
  return {
    kind,
    count: ms.length,
    p50: percentile(ms, 0.5),
    p99: percentile(ms, 0.99),
    max: percentile(ms, 1),
    refused,
  };
}
