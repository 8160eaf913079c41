import type { CheckData, ManifestData, ManifestItemData, Use } from '@clearance/domain';
import { digestsOf, isCryptographic, memberDigestsOf, valuesOf } from './bytes.js';
import type { Content } from './contents.js';
import { dataOf, type Entry } from './entries.js';
import { keyOf, type Judged } from './judging.js';

/** What is known of one item. `content`: the one that it is, or that it claims to be; null where that is none or several. */
export interface Identified {
  readonly content: Content | null;
  /** Codes of an item that its identity holds; null where it does not. */
  readonly code: 'ambiguous' | 'digest-mismatch' | 'weak-match-only' | 'unregistered' | 'bytes-unknown' | null;
}

/** Items of a check in the order of its manifests. */
export function itemsOf(check: Entry, log: readonly Entry[]): ManifestItemData[] {
  return dataOf<CheckData['check-requested']>(check).manifests.flatMap(({ id }) =>
    log
      .filter(
        ({ category, production, name, type, n }) =>
          category === 'manifest' && production === check.production && name === id && type === 'chunk' && n < check.n,
      )
      .flatMap((entry) => dataOf<ManifestData['chunk']>(entry).items ?? []),
  );
}

/** I1: which content an item is. Only a cryptographic digest may release. */
export function identify(item: ManifestItemData, contents: readonly Content[]): Identified {
  const wanted = valuesOf(item.digests);
  const found = new Set(
    wanted.filter(isCryptographic).flatMap((value) => {
      const whole = contents.filter((content) => digestsIn(content).includes(value));
      return whole.length > 0 ? whole : contents.filter((content) => membersIn(content).includes(value));
    }),
  );
  if (found.size > 1) return { content: null, code: 'ambiguous' };
  const [content] = found;
  if (content !== undefined) {
    const whole = wanted.some((value) => isCryptographic(value) && digestsIn(content).includes(value));
    return whole && contradicts(wanted, content) ? { content, code: 'digest-mismatch' } : { content, code: null };
  }
  if (wanted.length === 0) return { content: null, code: 'unregistered' };
  const weak = contents.filter(
    (each) =>
      item.size !== null &&
      sizesIn(each).includes(item.size) &&
      wanted.some((value) => !isCryptographic(value) && digestsIn(each).includes(value)),
  );
  if (weak.length > 1) return { content: null, code: 'ambiguous' };
  if (weak[0] === undefined) return { content: null, code: 'unregistered' };
  return { content: weak[0], code: contradicts(wanted, weak[0]) ? 'digest-mismatch' : 'weak-match-only' };
}

/** A verdict on a whole package, in a form that can be compared. */
export interface PackageVerdict {
  readonly verdict: 'release' | 'hold';
  /** By path: the code of an item that is held for its identity, else an empty text. */
  readonly held: Readonly<Record<string, string>>;
  /** `rule root` of everything that is open in some item. */
  readonly causes: readonly string[];
}

export function judgePackage(
  items: readonly ManifestItemData[],
  contents: readonly Content[],
  judge: (content: Content, use: Use) => Judged,
  use: Use,
): PackageVerdict {
  const held: Record<string, string> = {};
  const causes = new Set<string>();
  for (const item of items) {
    const { content, code } = identify(item, contents);
    const open = content === null ? [] : judge(content, use).open;
    if (code !== null || open.length > 0) held[item.path] = code ?? '';
    for (const finding of open) causes.add(keyOf(finding));
  }
  const clear = Object.keys(held).length === 0 && items.length > 0;
  return { verdict: clear ? 'release' : 'hold', held, causes: [...causes].sort() };
}

const claimOf = ({ entries }: Content, claim: string) => entries.filter(({ name }) => name === claim);
const digestsIn = (content: Content) => content.claims.flatMap((claim) => digestsOf(claimOf(content, claim)));
const membersIn = (content: Content) => content.claims.flatMap((claim) => memberDigestsOf(claimOf(content, claim)));

/** Another value of an algorithm that some claim has. */
function contradicts(wanted: readonly string[], content: Content): boolean {
  const algorithm = (value: string) => value.split(':')[0];
  return digestsIn(content).some((known) =>
    wanted.some((value) => algorithm(value) === algorithm(known) && value !== known),
  );
}

/** Histories state no size but that of files that are known by a weak digest. */
function sizesIn({ entries }: Content): number[] {
  return entries
    .filter(({ type }) => type === 'bytes-identified')
    .flatMap((entry) => dataOf<{ readonly size?: number }>(entry).size ?? []);
}
