import {
  releasesIn,
  type Concern,
  type ConcernKind,
  type Entry,
  type Reference,
  type Release,
} from '../reference/index.js';

/**
 * D4, D5: what is wrong with what was announced of releases, in words; nothing where all is well. At rest everything that
 * makes a live release fail is named by exactly one open concern of its kind, and nothing else is.
 */
export function concernFaults(log: readonly Entry[], at: (n: number) => Reference): string[] {
  return releasesIn(log).flatMap((release) => [
    ...(release.live ? missing(release, at(lastOf(log)).failing(release)) : []),
    ...strays(release, log, at),
    ...repeated(release),
  ]);
}

/** What is judged may be the events of one production alone, under the places that they have in the whole log. */
const lastOf = (log: readonly Entry[]): number => log.at(-1)?.n ?? 0;

function missing({ decision, concerns }: Release, failing: ReadonlyMap<string, ConcernKind>): string[] {
  return [...failing].flatMap(([key, kind]) => {
    const open = concerns.filter(
      (concern) => concern.key === key && concern.closed === null && !isOvertaken(concern, concerns),
    );
    // A compromise stands until there is a new release, whatever the finding has become since.
    const fits = open.length === 1 && (open[0]!.kind === kind || open[0]!.kind === 'compromised');
    return fits
      ? []
      : [`${decision}: ${key} is ${kind}, and announced: ${open.map((each) => each.kind).join(', ') || 'nothing'}`];
  });
}

function strays(release: Release, log: readonly Entry[], at: (n: number) => Reference): string[] {
  const now = release.live ? at(lastOf(log)).failing(release) : null;
  return release.concerns.flatMap((concern) => {
    const name = `${release.decision}: ${concern.kind} ${concern.key} at ${concern.n}`;
    if (!wasTrue(release, concern, at)) return [`${name} was never so`];
    if (concern.kind === 'compromised')
      return concern.closed === null ? [] : [`${name} was closed, which a compromise never is`];
    const standing = now === null || now.has(concern.key);
    const open = concern.closed === null && !isOvertaken(concern, release.concerns);
    return open && !standing ? [`${name} is over and not closed`] : [];
  });
}

/** A compromise takes the place of a milder concern about the same key, which is then not closed any more. */
function isOvertaken({ key, kind, n }: Concern, concerns: readonly Concern[]): boolean {
  return (
    kind !== 'compromised' && concerns.some((later) => later.key === key && later.kind === 'compromised' && later.n > n)
  );
}

/** It was so of some item at some point after the release and before it was announced. */
function wasTrue(release: Release, { kind, key, n, position }: Concern, at: (n: number) => Reference): boolean {
  const is = (point: number) =>
    at(point)
      .failingItems(release)
      .some((each) => each.key === key && each.kind === kind);
  if (position >= release.n && position < n && is(position)) return true;
  for (let point = n - 1; point >= release.n; point -= 1) if (is(point)) return true;
  return false;
}

function repeated({ decision, concerns }: Release): string[] {
  return concerns.flatMap((concern, index) => {
    const again = concerns
      .slice(index + 1)
      .find(
        (later) =>
          later.key === concern.key &&
          later.kind === concern.kind &&
          (concern.closed === null || concern.closed > later.n),
      );
    return again === undefined
      ? []
      : [`${decision}: ${concern.kind} ${concern.key} was announced at ${concern.n} and again at ${again.n}`];
  });
}
