import { bytesKnownAt, digestsOf, isCryptographic } from './bytes.js';
import { isReadable, type Entry } from './entries.js';
import { standingOf, type Standing } from './standing.js';

/** I1, I2: claims with a common cryptographic digest, under the one whose digest was known first. */
export interface Content extends Standing {
  readonly production: string;
  readonly display: string;
  readonly claims: readonly string[];
  /** Every event about it that can be read, of all claims, in log order. */
  readonly entries: readonly Entry[];
  /** Events that cannot be read, and such as came under a key that another stream had with other content (E3). */
  readonly faults: readonly Entry[];
}

/** Contents of one production by the id of any of their claims. */
export function contentsOf(production: string, log: readonly Entry[]): Map<string, Content> {
  const about = log.filter((entry) => entry.category === 'asset' && entry.production === production);
  const claims = Map.groupBy(about.filter(isReadable), ({ name }) => name);
  const contents = new Map<string, Content>();
  for (const id of claims.keys()) {
    if (contents.has(id)) continue;
    const members = joined(id, claims).sort((a, b) => bytesKnownAt(claims.get(a)!) - bytesKnownAt(claims.get(b)!));
    const entries = members.flatMap((member) => claims.get(member)!).sort((a, b) => a.n - b.n);
    const faults = about.filter((entry) => members.includes(entry.name) && (!isReadable(entry) || isReuse(entry, log)));
    const content: Content = {
      production,
      display: members[0]!,
      claims: members,
      entries,
      faults,
      ...standingOf(entries),
    };
    for (const member of members) contents.set(member, content);
  }
  return contents;
}

/** The claim and all that share a digest with it, or with one that does, and so on. */
function joined(id: string, claims: ReadonlyMap<string, readonly Entry[]>): string[] {
  const members = new Set([id]);
  const digests = new Map([...claims].map(([name, entries]) => [name, digestsOf(entries).filter(isCryptographic)]));
  for (let before = 0; before < members.size;) {
    before = members.size;
    for (const other of claims.keys()) {
      const shares = [...members].some((member) =>
        digests.get(member)!.some((value) => digests.get(other)!.includes(value)),
      );
      if (shares) members.add(other);
    }
  }
  return [...members];
}

function isReuse(entry: Entry, log: readonly Entry[]): boolean {
  return log.some(
    ({ key, content, stream, n }) =>
      n < entry.n && key === entry.key && stream !== entry.stream && content !== entry.content,
  );
}
