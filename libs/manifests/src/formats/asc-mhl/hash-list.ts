import { parseDigest, type DigestAlgorithm } from '@clearance/domain';
import { algorithmNamed } from '../../algorithms.js';
import type { FindingsLog } from '../../findings-log.js';
import { ItemCollector, type ListedEntry } from '../../item-collector.js';
import type { ManifestLimits } from '../../limits.js';
import type { XmlElement } from '../../text/xml.js';
import type { ManifestItem } from '../../types.js';

/** The files of one generation. Directory hashes and the root hash describe folders and are not items. */
export function readHashList(root: XmlElement, limits: ManifestLimits, log: FindingsLog): ManifestItem[] {
  const items = new ItemCollector(log, limits);
  for (const part of root.children()) {
    if (part.name === 'hashes') readHashes(part, items, log);
    else if (part.name === 'processinfo') noteIgnorePatterns(part, log);
    else if (part.name === 'references') readReferences(part, items, log);
    else if (part.name === 'hash') log.refuse('malformed-entry', 'a <hash> outside <hashes>', { line: part.line });
    else if (!KNOWN_PARTS.has(part.name))
      log.note('unexpected-element', `<${part.name}> is not read`, { line: part.line });
    if (log.exhausted) break;
  }
  return items.finish();
}

/** The one path of an entry, or null after saying why there is none. */
export function pathOf(entry: XmlElement, log: FindingsLog): { path: string; element: XmlElement } | null {
  const [element, second] = entry.children('path');
  if (element === undefined || second !== undefined) {
    const fault = element === undefined ? 'has no <path>' : 'has more than one <path>';
    log.refuse('malformed-entry', `<${entry.name}> ${fault}`, { line: entry.line });
    return null;
  }
  return { path: element.text, element };
}

const KNOWN_PARTS = new Set(['creatorinfo', 'metadata']);
const NOT_DIGESTS = new Set(['path', 'previousPath', 'metadata']);

function readHashes(hashes: XmlElement, items: ItemCollector, log: FindingsLog): void {
  for (const child of hashes.children()) {
    if (child.name === 'hash') {
      const entry = readEntry(child, log);
      if (entry !== null && !items.add(entry)) return;
    } else if (child.name !== 'directoryhash') {
      // Read past, it could hide files that the list is about.
      log.refuse('malformed-entry', `<${child.name}> inside <hashes> is not known`, { line: child.line });
    }
    if (log.exhausted) return;
  }
}

function readEntry(hash: XmlElement, log: FindingsLog): ListedEntry | null {
  const named = pathOf(hash, log);
  if (named === null) return null;
  const { path } = named;
  const line = hash.line;
  const size = sizeOf(named.element);
  if (size === undefined) {
    log.refuse('malformed-entry', 'the size is not a whole number of bytes', { line, path });
    return null;
  }
  const digests: Partial<Record<DigestAlgorithm, string>> = {};
  const unindexed: string[] = [];
  const unverified: string[] = [];
  let failed = false;
  for (const child of hash.children()) {
    if (child.name === 'previousPath')
      log.note('renamed', `formerly ${JSON.stringify(child.text)}`, { line: child.line, path });
    if (NOT_DIGESTS.has(child.name)) continue;
    const action = child.attribute('action');
    const { word, algorithm } = algorithmNamed(child.name);
    // A failed entry carries the digest of the altered bytes: it must never find an asset.
    if (action === 'failed') failed = true;
    else if (action !== 'original' && action !== 'verified') unverified.push(word);
    else if (algorithm === null) unindexed.push(word);
    else {
      const text = child.text.trim();
      const value = parseDigest(algorithm, text);
      const known = digests[algorithm];
      if (value === null) {
        const message = `${JSON.stringify(text.slice(0, 100))} is no ${word} digest`;
        log.refuse('malformed-digest', message, { line: child.line, path });
      } else if (known !== undefined && known !== value) {
        log.refuse('contradicting-digests', `two ${word} digests for one file`, { line: child.line, path });
      } else digests[algorithm] = value;
    }
  }
  return { path, size, digests, failed, line, unindexed, unverified };
}

/** null = not stated, undefined = not a size. */
function sizeOf(path: XmlElement): number | null | undefined {
  const text = path.attribute('size');
  if (text === null) return null;
  const size = /^\d{1,16}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(size) ? size : undefined;
}

function noteIgnorePatterns(processInfo: XmlElement, log: FindingsLog): void {
  for (const pattern of processInfo.children('ignore').flatMap((ignore) => ignore.children('pattern'))) {
    log.note('ignore-pattern', `files that match ${JSON.stringify(pattern.text)} were left out`, {
      line: pattern.line,
    });
  }
}

/**
 * Nested histories: files below the named folder are listed in that other manifest only. The reference is a structural
 * item and a problem, which goes away when the named manifest is read beside this one.
 */
function readReferences(references: XmlElement, items: ItemCollector, log: FindingsLog): void {
  for (const reference of references.children('hashlistreference')) {
    const named = pathOf(reference, log);
    if (named === null) continue;
    const { path } = named;
    const line = reference.line;
    const text = reference.children('c4')[0]?.text.trim() ?? '';
    const c4 = parseDigest('c4', text);
    if (c4 === null)
      log.note('malformed-digest', `${JSON.stringify(text.slice(0, 100))} is no c4 digest`, { line, path });
    log.problem('references-manifest', 'files of this folder are listed in another manifest', { line, path });
    if (!items.add({ path, role: 'structural', digests: c4 === null ? {} : { c4 }, line })) return;
  }
}
