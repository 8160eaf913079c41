import type { ActData } from '@clearance/domain';
import { dataOf, isFact, type Entry } from './entries.js';

/** Which facts of a content stand, and whom they keep from deciding about it. */
export interface Standing {
  /** Facts that were not retracted. */
  readonly facts: readonly Entry[];
  readonly retracted: readonly Entry[];
  /** Retractions that count, with what they took away. */
  readonly retractions: readonly { readonly n: number; readonly facts: readonly Entry[] }[];
  /** F6: nobody of these approves, lifts, confirms or accepts here. */
  readonly makers: ReadonlySet<string>;
}

/** F7. */
const RETRACTABLE = [
  'derived-from',
  'generated-by-tool',
  'facts-declared',
  'origin-detected',
  'aliased',
  'superseded',
  'made-under',
];

/**
 * F6, F7: an acceptance counts where the acceptor is neither the proposer nor a maker. A retracted fact names its maker no
 * longer, only its sender: so one acceptance can make another one count, and they are gone through until none is added. None
 * counts for what it took away itself.
 */
export function standingOf(entries: readonly Entry[]): Standing {
  const all = entries.filter(isFact);
  const gone = new Set<Entry>();
  const retractions: { n: number; facts: Entry[] }[] = [];
  const makers = () =>
    new Set(all.flatMap((fact) => [fact.by, ...(fact.behalf === null || gone.has(fact) ? [] : [fact.behalf])]));
  let waiting = entries.filter(({ type }) => type === 'fact-retracted');
  for (;;) {
    const named = makers();
    const free = waiting.filter((entry) => !named.has(entry.by) && entry.by !== proposerOf(entry, entries));
    if (free.length === 0) break;
    waiting = waiting.filter((entry) => !free.includes(entry));
    for (const entry of free) {
      const { events } = dataOf<ActData['fact-retracted']>(entry);
      const facts = all.filter(
        ({ stream, id, type }) => stream === entry.stream && events.includes(id) && RETRACTABLE.includes(type),
      );
      for (const fact of facts) gone.add(fact);
      retractions.push({ n: entry.n, facts });
    }
  }
  return { facts: all.filter((fact) => !gone.has(fact)), retracted: [...gone], retractions, makers: makers() };
}

function proposerOf(acceptance: Entry, entries: readonly Entry[]): string | null {
  const { retraction } = dataOf<ActData['fact-retracted']>(acceptance);
  const proposal = entries.find(
    (entry) =>
      entry.stream === acceptance.stream &&
      entry.type === 'retraction-proposed' &&
      dataOf<ActData['retraction-proposed']>(entry).retraction === retraction,
  );
  return proposal?.by ?? null;
}
