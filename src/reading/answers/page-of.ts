import { positionOf, type ReadModelDatabase } from '@clearance/projections';
import type { Page } from '../../http/answer.js';
import { cursorFor } from '../../http/cursor.js';

/** What was found, in log order, as a page of the list that `bound` stands for. `next`: ordinal to go on after; null on the last one. */
export function pageOf<T>(
  db: ReadModelDatabase,
  { bound }: { readonly bound: Readonly<Record<string, unknown>> },
  { items, next }: { readonly items: readonly T[]; readonly next: number | null },
): Page<T> {
  return { items, next: next === null ? null : cursorFor(bound, [next]), position: positionOf(db) };
}
