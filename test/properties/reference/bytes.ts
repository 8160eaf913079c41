import { sha256Hex } from '@clearance/canonical';
import type { Digests, FactData } from '@clearance/domain';
import { dataOf, type Entry } from './entries.js';

/** I1: by these claims are one content and items are released. */
export const CRYPTOGRAPHIC = ['sha256', 'sha1', 'md5', 'c4'] as const;

/** Digests as `algorithm:value`. */
export const valuesOf = (digests: Digests): string[] =>
  Object.entries(digests).map(([algorithm, value]) => `${algorithm}:${value}`);

export const isCryptographic = (value: string): boolean =>
  (CRYPTOGRAPHIC as readonly string[]).includes(value.slice(0, value.indexOf(':')));

/** Every digest of a claim's bytes. A sequence whose members are all listed has the digest of that list. */
export function digestsOf(claim: readonly Entry[]): string[] {
  const said = claim
    .filter(({ type }) => type === 'bytes-identified')
    .flatMap((entry) => valuesOf(dataOf<FactData['bytes-identified']>(entry).digests));
  const whole = listsOf(claim)
    .filter((list) => list.complete && list.members.every(({ digests }) => digests.sha256 !== undefined))
    .map(({ members }) => `sha256:${listDigest(members)}`);
  return [...new Set([...said, ...whole])];
}

/** Digests of the single files of a sequence, whether or not it is whole. */
export function memberDigestsOf(claim: readonly Entry[]): string[] {
  return claim
    .filter(({ type }) => type === 'members-identified')
    .flatMap((entry) => dataOf<FactData['members-identified']>(entry).members)
    .flatMap(({ digests }) => valuesOf(digests));
}

/** base-bytes-unknown: members were listed, and no list of them is whole. */
export function membersMissing(claim: readonly Entry[]): boolean {
  const lists = listsOf(claim);
  return lists.length > 0 && !lists.some(({ complete }) => complete);
}

/** I2: when the first cryptographic digest became known; Infinity where none is. */
export function bytesKnownAt(claim: readonly Entry[]): number {
  for (const { n } of claim) {
    const until = claim.filter((entry) => entry.n <= n);
    if (digestsOf(until).some(isCryptographic)) return n;
  }
  return Infinity;
}

type Member = FactData['members-identified']['members'][number];

/** One list a source. */
function listsOf(claim: readonly Entry[]): { readonly members: readonly Member[]; readonly complete: boolean }[] {
  const said = claim.filter(({ type }) => type === 'members-identified');
  return [...new Set(said.map(({ source }) => source))].map((source) => {
    const parts = said
      .filter((entry) => entry.source === source)
      .map((entry) => dataOf<FactData['members-identified']>(entry));
    const numbers = [...new Set(parts.map(({ part }) => part))].sort((a, b) => a - b);
    return {
      members: numbers.flatMap((number) => parts.find(({ part }) => part === number)!.members),
      complete: numbers.length >= parts[0]!.parts,
    };
  });
}

/** What `sha256sum` prints of the members, in the order of their names. */
function listDigest(members: readonly Member[]): string {
  const lines = members.map(({ name, digests }) => ({ name, line: `${digests.sha256}  ${name}\n` }));
  return sha256Hex(
    lines
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ line }) => line)
      .join(''),
  );
}
