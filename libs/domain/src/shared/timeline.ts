/** What holds at a time, and until when; `until: null` = nothing known will change it. Times in the ledger's form. */
export interface Standing<T> {
  readonly value: T;
  readonly until: string | null;
}

/** Something that says since when it holds; null = since ever. `n` decides between two that hold since the same time. */
export interface Since {
  readonly since: string | null;
  readonly n: number;
}

/** The entry that holds at a time: the one that began last; of two that began together, the one recorded last. */
export function holdingAt<T extends Since>(entries: readonly T[], at: string): T | null {
  return entries.reduce<T | null>((held, entry) => {
    if (entry.since !== null && entry.since > at) return held;
    return held === null || isAfter(entry, held) ? entry : held;
  }, null);
}

/** The first of these times after `at`; null where none is. */
export function nextAfter(times: readonly (string | null)[], at: string): string | null {
  return times.reduce<string | null>(
    (first, time) => (time !== null && time > at && (first === null || time < first) ? time : first),
    null,
  );
}

/** Whether something is suspended at a time; of a suspension and its end that begin together, the one recorded last counts. */
export function suspensionAt(
  changes: readonly (Since & { readonly suspends: boolean })[],
  at: string,
): Standing<boolean> {
  return {
    value: holdingAt(changes, at)?.suspends ?? false,
    until: nextAfter(
      changes.map(({ since }) => since),
      at,
    ),
  };
}

function isAfter(a: Since, b: Since): boolean {
  if (a.since === b.since) return a.n > b.n;
  if (a.since === null || b.since === null) return b.since === null;
  return a.since > b.since;
}
