import type { DigestAlgorithm } from '@clearance/domain';

/** What a word for a digest means: an algorithm of the index, or one the ledger knows by name only. */
export interface AlgorithmWord {
  /** As written. */
  readonly word: string;
  /** null: not indexed, so the digest cannot find an asset. */
  readonly algorithm: DigestAlgorithm | null;
}

/** Reads `SHA256`, `SHA2-256`, `md5`, `XXH128` and the like. Every word nobody indexes, known or not, gives null. */
export function algorithmNamed(word: string): AlgorithmWord {
  return { word, algorithm: INDEXED.get(word.toLowerCase().replaceAll(/[-_ ]/g, '')) ?? null };
}

/** The algorithm that a bare hex digest is by, judged by its length and the name of the list it stands in. */
export function algorithmByLength(
  hexDigits: number,
  listName: string,
): { ok: true; value: AlgorithmWord } | { ok: false; reason: string } {
  const fitting = BY_LENGTH.get(hexDigits);
  if (fitting === undefined) return { ok: false, reason: `no known digest has ${hexDigits} hex digits` };
  const hints = hintsIn(listName);
  const agreed = hints.filter((hint) => fitting.includes(hint));
  if (agreed.length > 1) {
    return { ok: false, reason: `the name of the list allows ${agreed.join(' and ')} for ${hexDigits} hex digits` };
  }
  if (hints.length > 0 && agreed.length === 0) {
    return {
      ok: false,
      reason: `the name of the list says ${hints.join(', ')}, which has not ${hexDigits} hex digits`,
    };
  }
  const word = agreed[0] ?? fitting[0]!;
  return { ok: true, value: algorithmNamed(word) };
}

/** True where the file name alone says "list of checksums". */
export function namesChecksumList(name: string): boolean {
  const file = fileNameOf(name).toLowerCase();
  return /(^|[^a-z])(check|md5|sha\d+|xxh\d*|b2|b3)sums?(\.|$)/.test(file) || /\.(md5|sha\d*|xxh\d+|c4|b3)$/.test(file);
}

const INDEXED: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['sha256', 'sha256'],
  ['sha2256', 'sha256'],
  ['sha1', 'sha1'],
  ['md5', 'md5'],
  ['xxh64', 'xxh64'],
  ['xxh128', 'xxh128'],
  ['c4', 'c4'],
]);

/** Most usual first. Others of the same length count only where the name of the list says so. */
const BY_LENGTH: ReadonlyMap<number, readonly string[]> = new Map([
  [8, ['crc32', 'xxh32']],
  [16, ['xxh64', 'xxh3']],
  [32, ['md5', 'xxh128']],
  [40, ['sha1', 'ripemd160']],
  [56, ['sha224', 'sha3-224', 'sha512-224']],
  [64, ['sha256', 'sha3-256', 'sha512-256', 'blake3', 'blake2s']],
  [96, ['sha384', 'sha3-384']],
  [128, ['sha512', 'sha3-512', 'blake2b']],
]);

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/sha-?3-?(224|256|384|512)/, 'sha3-$1'],
  [/sha-?512[-_/](224|256)/, 'sha512-$1'],
  [/sha-?(?:2-)?(224|256|384|512)/, 'sha$1'],
  [/sha-?1(?!\d)/, 'sha1'],
  [/(?:ripemd|rmd)-?160/, 'ripemd160'],
  [/md5/, 'md5'],
  [/xxh128/, 'xxh128'],
  [/xxh64/, 'xxh64'],
  [/xxh32/, 'xxh32'],
  [/xxh3(?!2)/, 'xxh3'],
  [/blake3|b3sum/, 'blake3'],
  [/blake2s/, 'blake2s'],
  [/blake2b|b2sum/, 'blake2b'],
  [/crc-?32/, 'crc32'],
];

function hintsIn(listName: string): string[] {
  let rest = fileNameOf(listName).toLowerCase();
  const found = new Set<string>();
  for (const [pattern, name] of HINTS) {
    for (const match of rest.matchAll(new RegExp(`(?<![a-z0-9])(?:${pattern.source})`, 'g'))) {
      found.add(name.replace('$1', match[1] ?? ''));
      // Taken out, so that what "sha512-256" says is not read as "sha512" once more.
      rest = rest.replaceAll(match[0], ' ');
    }
  }
  return [...found];
}

function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
