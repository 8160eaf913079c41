import { contradictingAlgorithms, type Digests } from '@clearance/domain';
import type { FindingsLog } from './findings-log.js';
import type { ManifestLimits } from './limits.js';
import { pathIdentity, readPath } from './paths.js';
import type { ItemAlias, ItemRole, ManifestItem } from './types.js';

/** An entry as listed; the collector checks its path and joins it with others of the same path. */
export interface ListedEntry {
  readonly path: string;
  readonly size?: number | null;
  readonly digests?: Digests;
  readonly aliases?: readonly ItemAlias[];
  readonly role?: ItemRole;
  readonly failed?: boolean;
  readonly error?: string;
  readonly line?: number | null;
  /** Digests that are listed but cannot be looked up, as words for a message: `sha512`, `xxh3`. */
  readonly unindexed?: readonly string[];
  /** Digests that the manifest lists without vouching for them. */
  readonly unverified?: readonly string[];
}

/**
 * Gathers the items of one manifest, whatever its format: one item a path. Entries of one path that agree are joined
 * (a list by md5 followed by one by sha1); entries that contradict each other make the manifest ambiguous.
 */
export class ItemCollector {
  readonly #log: FindingsLog;
  readonly #limits: ManifestLimits;
  readonly #byPath = new Map<string, Gathered>();
  #listed = 0;

  constructor(log: FindingsLog, limits: ManifestLimits) {
    this.#log = log;
    this.#limits = limits;
  }

  /** False once no further entry can be taken. */
  add(entry: ListedEntry): boolean {
    const line = entry.line ?? null;
    this.#listed += 1;
    if (this.#listed > this.#limits.entries) {
      this.#log.refuse('too-many-entries', `the manifest lists more than ${this.#limits.entries} entries`, { line });
      return false;
    }
    const path = this.#path(entry.path, line);
    if (path !== null) this.#take(path, entry, line);
    return !this.#log.exhausted;
  }

  /** The items in the order in which their paths were first listed. Says what is wrong with each, once. */
  finish(): ManifestItem[] {
    const items = [...this.#byPath.values()];
    for (const gathered of items) this.#report(gathered);
    if (items.length === 0 && !this.#log.refused) this.#log.problem('empty-manifest', 'the manifest lists no files');
    return items.map((gathered) => gathered.item);
  }

  #path(listed: string, line: number | null): string | null {
    const bytes = Buffer.byteLength(listed);
    if (bytes > this.#limits.pathBytes) {
      this.#log.refuse('path-too-long', `a path of ${bytes} bytes; the limit is ${this.#limits.pathBytes}`, { line });
      return null;
    }
    const reading = readPath(listed);
    if (reading.ok) return reading.path;
    this.#log.refuse('unsafe-path', `${reading.reason}: ${JSON.stringify(listed)}`, {
      line,
      path: listed.toWellFormed(),
    });
    return null;
  }

  #take(path: string, entry: ListedEntry, line: number | null): void {
    const key = pathIdentity(path);
    const known = this.#byPath.get(key);
    if (known === undefined) {
      this.#byPath.set(key, {
        item: itemOf(path, entry, line),
        unindexed: entry.unindexed ?? [],
        unverified: entry.unverified ?? [],
      });
      return;
    }
    const conflict = conflictBetween(known.item, path, entry);
    if (conflict !== null) {
      this.#log.refuse('duplicate-path', `listed before${at(known.item.line)}, ${conflict}`, { line, path });
      return;
    }
    this.#log.note('repeated-path', `listed before${at(known.item.line)} and joined with it`, { line, path });
    this.#byPath.set(key, {
      item: joined(known.item, itemOf(path, entry, line)),
      unindexed: [...known.unindexed, ...(entry.unindexed ?? [])],
      unverified: [...known.unverified, ...(entry.unverified ?? [])],
    });
  }

  #report({ item, unindexed, unverified }: Gathered): void {
    const place = { line: item.line, path: item.path };
    if (item.failed) {
      this.#log.problem('failed-verification', 'the manifest says that this file failed verification', place);
    }
    if (item.error !== undefined) this.#log.problem('unreadable-file', `the file was not read: ${item.error}`, place);
    // A digest that is of no use matters only where nothing else identifies the file.
    const alone = Object.keys(item.digests).length === 0;
    for (const word of new Set(unindexed)) {
      const message = `the ledger does not index ${word}`;
      if (alone) this.#log.problem('unindexed-digest', `${message}, and no other digest is listed`, place);
      else this.#log.note('unindexed-digest', message, place);
    }
    for (const word of new Set(unverified)) {
      const message = `${word} is listed as neither original nor verified and is not used`;
      if (alone) this.#log.problem('unverified-digest', `${message}; no other digest is listed`, place);
      else this.#log.note('unverified-digest', message, place);
    }
  }
}

interface Gathered {
  readonly item: ManifestItem;
  readonly unindexed: readonly string[];
  readonly unverified: readonly string[];
}

function itemOf(path: string, entry: ListedEntry, line: number | null): ManifestItem {
  return {
    path,
    size: entry.size ?? null,
    digests: entry.digests ?? {},
    aliases: entry.aliases ?? [],
    role: entry.role ?? 'content',
    failed: entry.failed ?? false,
    ...(entry.error === undefined ? {} : { error: entry.error }),
    line,
  };
}

function conflictBetween(known: ManifestItem, path: string, entry: ListedEntry): string | null {
  if (known.path !== path) return 'in another Unicode form (NFC/NFD): one file or two is not decidable';
  const digests = contradictingAlgorithms(known.digests, entry.digests ?? {});
  if (digests.length > 0) return `with another ${digests.join(', ')}`;
  const size = entry.size ?? null;
  if (size !== null && known.size !== null && size !== known.size) return `with another size (${known.size} bytes)`;
  if ((entry.role ?? 'content') !== known.role) return `as ${known.role}`;
  return null;
}

function joined(a: ManifestItem, b: ManifestItem): ManifestItem {
  const error = a.error ?? b.error;
  const news = b.aliases.filter(
    (alias) => !a.aliases.some((have) => have.scheme === alias.scheme && have.value === alias.value),
  );
  return {
    path: a.path,
    size: a.size ?? b.size,
    digests: { ...b.digests, ...a.digests },
    aliases: [...a.aliases, ...news],
    role: a.role,
    failed: a.failed || b.failed,
    ...(error === undefined ? {} : { error }),
    line: a.line,
  };
}

function at(line: number | null): string {
  return line === null ? '' : ` on line ${line}`;
}
