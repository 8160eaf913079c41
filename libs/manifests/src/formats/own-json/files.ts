import type { FindingsLog } from '../../findings-log.js';
import { ItemCollector, type ListedEntry } from '../../item-collector.js';
import type { ManifestLimits } from '../../limits.js';
import { decodeText, linesOf } from '../../text/decode.js';
import { readJson } from '../../text/json.js';
import type { ManifestReader } from '../reader.js';
import { readEntry } from './entry.js';

/** NDJSON of what was found below a folder: `{path, size, digests, error?}` a line. */
export const filesReader: ManifestReader = {
  format: 'files',
  name: 'files',
  version: 2,

  recognises(head) {
    return /^\uFEFF?\s*\{[^\n]*"path"\s*:/.test(head.text) && !/^\uFEFF?\s*\{\s*"items"\s*:/.test(head.text);
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
      if (text.trim() === '') continue;
      const entry = readLine(text, line, limits, log);
      if (entry !== null && !items.add(entry)) break;
      if (log.exhausted) break;
    }
    return items.finish();
  },
};

function readLine(text: string, line: number, limits: ManifestLimits, log: FindingsLog): ListedEntry | null {
  if (text.length > limits.lineLength) {
    log.refuse('too-large', `a line of ${text.length} characters; the limit is ${limits.lineLength}`, { line });
    return null;
  }
  const json = readJson(text, limits.depth);
  if (json.ok) return readEntry(json.value, 'files', '', line, limits, log);
  log.refuse(json.code === 'too-deep' ? 'too-deep' : 'malformed-line', json.reason, { line });
  return null;
}
