import { namesChecksumList } from '../../algorithms.js';
import { ItemCollector } from '../../item-collector.js';
import { decodeText, linesOf } from '../../text/decode.js';
import type { ManifestReader } from '../reader.js';
import { isCommentLine, readChecksumLine } from './line.js';

/** Lists written by sha256sum, md5sum, shasum, xxhsum, c4, `md5 -r`, `cksum --tag`, `openssl dgst`. */
export const checksumListReader: ManifestReader = {
  format: 'checksum-list',
  name: 'checksum-list',
  version: 1,

  recognises(head) {
    const first = linesOf(head.text).find((line) => !isCommentLine(line));
    if (first === undefined) return namesChecksumList(head.name);
    if (/^\s*[<{[]/.test(first)) return false;
    return namesChecksumList(head.name) || readChecksumLine(first, head.name).ok;
  },

  read(source, limits, log) {
    const items = new ItemCollector(log, limits);
    const decoded = decodeText(source.bytes);
    if (!decoded.ok) {
      log.refuse('unreadable-manifest', decoded.reason, { line: decoded.line });
      return [];
    }
    let line = 0;
    for (const text of linesOf(decoded.text)) {
      line += 1;
      if (isCommentLine(text)) continue;
      const entry = readChecksumLine(text, source.name);
      if (!entry.ok) log.refuse(entry.code, entry.reason, { line });
      else if (!items.add({ path: entry.path, digests: entry.digests, unindexed: entry.unindexed, line })) break;
      if (log.exhausted) break;
    }
    return items.finish();
  },
};
