import { Reference, type Entry } from '../reference/index.js';

/** One reference for each point of a log that is asked about. */
export function referenceAt(entries: readonly Entry[]): (n: number) => Reference {
  const known = new Map<number, Reference>();
  return (n) => {
    const reference = known.get(n) ?? new Reference(entries.filter((entry) => entry.n <= n));
    known.set(n, reference);
    return reference;
  };
}
