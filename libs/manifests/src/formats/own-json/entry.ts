import { ALIAS_SCHEMES, parseDigest, type AliasScheme, type DigestAlgorithm, type Digests } from '@clearance/domain';
import { algorithmNamed } from '../../algorithms.js';
import type { FindingsLog } from '../../findings-log.js';
import type { ListedEntry } from '../../item-collector.js';
import type { ManifestLimits } from '../../limits.js';
import type { ItemAlias } from '../../types.js';

export type EntryKind = 'items' | 'files';

/**
 * Validates one entry of the ledger's own forms: `{path, size?, digests, aliases?}`, or `{path, size, digests, error?}`
 * of what was found on disk. Unknown members are refused, so that a misspelt one never passes as absent.
 * @param pointer where the entry stands, as a JSON pointer; faults name the member below it
 */
export function readEntry(
  value: unknown,
  kind: EntryKind,
  pointer: string,
  line: number | null,
  limits: ManifestLimits,
  log: FindingsLog,
): ListedEntry | null {
  const faults: Fault[] = [];
  const entry = isObject(value) ? entryOf(value, kind, limits, faults) : null;
  if (entry === null && faults.length === 0) faults.push({ at: '', message: 'an object is wanted' });
  const path = isObject(value) && typeof value['path'] === 'string' ? value['path'] : null;
  for (const { at, message, code } of faults) {
    log.refuse(code ?? 'malformed-entry', `${pointer}${at}: ${message}`, { line, path });
  }
  return faults.length > 0 || entry === null ? null : { ...entry, line };
}

interface Fault {
  readonly at: string;
  readonly message: string;
  readonly code?: 'malformed-digest';
}
type JsonObject = Readonly<Record<string, unknown>>;

const MEMBERS: Readonly<Record<EntryKind, readonly string[]>> = {
  items: ['path', 'size', 'digests', 'aliases'],
  files: ['path', 'size', 'digests', 'error'],
};

function entryOf(value: JsonObject, kind: EntryKind, limits: ManifestLimits, faults: Fault[]): ListedEntry | null {
  for (const member of Object.keys(value)) {
    if (!MEMBERS[kind].includes(member)) faults.push({ at: below('', member), message: 'an unknown member' });
  }
  const path = value['path'];
  if (typeof path !== 'string') {
    faults.push({ at: '/path', message: 'a string is wanted' });
    return null;
  }
  const error = kind === 'files' ? errorOf(value['error'], limits, faults) : undefined;
  const size = sizeOf(value['size'], kind === 'files' && error === undefined, faults);
  const { digests, unindexed } = digestsOf(value['digests'], faults);
  if (kind === 'files' && error === undefined && Object.keys(digests).length === 0) {
    faults.push({ at: '/digests', message: 'a file that was read has at least one digest' });
  }
  const aliases = kind === 'items' ? aliasesOf(value['aliases'], limits, faults) : [];
  return { path, size, digests, unindexed, aliases, error };
}

function sizeOf(value: unknown, required: boolean, faults: Fault[]): number | null {
  if ((value === undefined || value === null) && !required) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  faults.push({ at: '/size', message: 'a whole number of bytes is wanted' });
  return null;
}

function digestsOf(value: unknown, faults: Fault[]): { digests: Digests; unindexed: string[] } {
  const digests: Partial<Record<DigestAlgorithm, string>> = {};
  const unindexed: string[] = [];
  // An item known by name alone is a legal question; the answer is never a release.
  if (value === undefined || value === null) return { digests, unindexed };
  if (!isObject(value)) {
    faults.push({ at: '/digests', message: 'an object of digests by algorithm is wanted' });
    return { digests, unindexed };
  }
  for (const [word, text] of Object.entries(value)) {
    const at = below('/digests', word);
    const { algorithm } = algorithmNamed(word);
    if (typeof text !== 'string') faults.push({ at, message: 'a string is wanted' });
    else if (algorithm === null) unindexed.push(word);
    else if (algorithm !== word) faults.push({ at, message: `this algorithm is spelt ${algorithm}` });
    else {
      const digest = parseDigest(algorithm, text);
      if (digest === null) faults.push({ at, message: `this is no ${algorithm} digest`, code: 'malformed-digest' });
      else digests[algorithm] = digest;
    }
  }
  return { digests, unindexed };
}

function aliasesOf(value: unknown, limits: ManifestLimits, faults: Fault[]): ItemAlias[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    faults.push({ at: '/aliases', message: 'a list is wanted' });
    return [];
  }
  return value.flatMap((alias: unknown, index): ItemAlias[] => {
    const at = `/aliases/${index}`;
    if (!isObject(alias) || Object.keys(alias).some((member) => member !== 'scheme' && member !== 'value')) {
      faults.push({ at, message: 'exactly {scheme, value} is wanted' });
      return [];
    }
    const { scheme, value: text } = alias;
    if (!isAliasScheme(scheme)) {
      faults.push({ at: `${at}/scheme`, message: `one of ${ALIAS_SCHEMES.join(', ')} is wanted` });
      return [];
    }
    if (typeof text !== 'string' || text === '' || text.length > limits.aliasLength || !text.isWellFormed()) {
      faults.push({ at: `${at}/value`, message: `1 to ${limits.aliasLength} characters are wanted` });
      return [];
    }
    return [{ scheme, value: text }];
  });
}

function errorOf(value: unknown, limits: ManifestLimits, faults: Fault[]): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && value.isWellFormed())
    return value.slice(0, limits.aliasLength).toWellFormed();
  faults.push({ at: '/error', message: 'a text is wanted' });
  return undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAliasScheme(value: unknown): value is AliasScheme {
  return typeof value === 'string' && (ALIAS_SCHEMES as readonly string[]).includes(value);
}

/** RFC 6901. */
function below(pointer: string, member: string): string {
  return `${pointer}/${member.slice(0, 100).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
