import { parseDigest } from '@clearance/domain';
import { algorithmByLength, algorithmNamed, type AlgorithmWord } from '../../algorithms.js';
import type { Digests } from '@clearance/domain';

/** One line of a checksum list. `digests` is empty where the algorithm is not indexed. */
export type ChecksumLine =
  | { readonly ok: true; readonly path: string; readonly digests: Digests; readonly unindexed: readonly string[] }
  | { readonly ok: false; readonly code: 'malformed-line' | 'malformed-digest'; readonly reason: string };

/**
 * Reads the three dialects: GNU coreutils (`<hex>  path`, `<hex> *path`, a leading backslash for escaped names, and the
 * variants with one space or a tab), BSD and `--tag` (`SHA256 (path) = <hex>`), OpenSSL (`SHA2-256(path)= <hex>`).
 * @param listName the list's own file name, which may say what bare hex digests are
 */
export function readChecksumLine(line: string, listName: string): ChecksumLine {
  const escaped = line.startsWith('\\');
  const split = splitLine(escaped ? line.slice(1) : line);
  if (split === null)
    return malformed('this is no line of a checksum list (digest and path, or ALGORITHM (path) = digest)');
  const path = escaped ? unescapeName(split.path) : split.path;
  if (path === null) return malformed('the escaped name holds a backslash that is not \\\\, \\n or \\r');
  if (path === '-') return malformed('the digest is of standard input, no file is named');
  const algorithm = algorithmOf(split, listName);
  if (!algorithm.ok) return malformed(algorithm.reason);
  return withDigest(path, algorithm.value, split.digest);
}

/** Blank lines and `#` comments, as coreutils has them. */
export function isCommentLine(line: string): boolean {
  return line.trim() === '' || line.startsWith('#');
}

interface Split {
  readonly path: string;
  readonly digest: string;
  /** The tag before the path; null in GNU lines. */
  readonly tag: string | null;
}

function splitLine(line: string): Split | null {
  const gnu = GNU.exec(line);
  if (gnu !== null) return { digest: gnu[2]!, path: gnu[3]!, tag: gnu[1] === undefined ? null : 'XXH3' };
  const tag = TAG.exec(line);
  const close = line.lastIndexOf(')');
  if (tag === null || close < tag[0].length) return null;
  const digest = TAIL.exec(line.slice(close));
  const path = line.slice(tag[0].length, close);
  return digest === null || path === '' ? null : { path, digest: digest[1]!, tag: tag[1]! };
}

/** xxhsum writes `XXH3_` before its 64-bit XXH3, which has the length of XXH64. */
const GNU = /^(XXH3_)?([0-9A-Fa-f]{8,}|c4[1-9A-HJ-NP-Za-km-z]{88})(?: [ *]?|\t)([^]+)$/;
const TAG = /^([A-Za-z][A-Za-z0-9_./-]{0,31}) ?\(/;
const TAIL = /^\) ?= ?([^\s]+)$/;

function algorithmOf(
  split: Split,
  listName: string,
): { ok: true; value: AlgorithmWord } | { ok: false; reason: string } {
  if (split.tag !== null) return { ok: true, value: algorithmNamed(split.tag) };
  if (split.digest.startsWith('c4') && split.digest.length === 90) return { ok: true, value: algorithmNamed('c4') };
  return algorithmByLength(split.digest.length, listName);
}

function withDigest(path: string, { word, algorithm }: AlgorithmWord, text: string): ChecksumLine {
  if (algorithm === null) return { ok: true, path, digests: {}, unindexed: [word] };
  const value = parseDigest(algorithm, text);
  if (value === null) {
    return {
      ok: false,
      code: 'malformed-digest',
      reason: `${JSON.stringify(text.slice(0, 100))} is no ${word} digest`,
    };
  }
  return { ok: true, path, digests: { [algorithm]: value }, unindexed: [] };
}

function unescapeName(name: string): string | null {
  if (/\\(?![\\nr])/.test(name.replaceAll('\\\\', ''))) return null;
  return name.replace(/\\([\\nr])/g, (_whole, letter: string) =>
    letter === 'n' ? '\n' : letter === 'r' ? '\r' : '\\',
  );
}

function malformed(reason: string): ChecksumLine {
  return { ok: false, code: 'malformed-line', reason };
}
