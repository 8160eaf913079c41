import { ItemCollector } from '../../item-collector.js';
import { decodeText } from '../../text/decode.js';
import { readJson } from '../../text/json.js';
import type { ManifestReader } from '../reader.js';
import { readEntry } from './entry.js';

/** `{"items": [{path, size?, digests, aliases?}]}` or the bare list: what a check takes as JSON (rule D3). */
export const itemsReader: ManifestReader = {
  format: 'items',
  name: 'items',
  version: 2,

  recognises(head) {
    return /^\uFEFF?\s*(\[\s*(\{\s*"(path|size|digests|aliases)"|\])|\{\s*"items"\s*:)/.test(head.text);
  },

  read(source, limits, log) {
    const items = new ItemCollector(log, limits);
    const decoded = decodeText(source.bytes);
    if (!decoded.ok) {
      log.refuse('unreadable-manifest', decoded.reason, { line: decoded.line });
      return [];
    }
    const json = readJson(decoded.text, limits.depth);
    if (!json.ok) {
      log.refuse(json.code, json.reason, { line: json.line });
      return [];
    }
    const list = listIn(json.value);
    if (list === null) {
      log.refuse('malformed-entry', 'a list of items, or an object with the one member "items", is wanted');
      return [];
    }
    for (const [index, value] of list.values.entries()) {
      const entry = readEntry(value, 'items', `${list.pointer}/${index}`, null, limits, log);
      if (entry !== null && !items.add(entry)) break;
      if (log.exhausted) break;
    }
    return items.finish();
  },
};

function listIn(value: unknown): { values: readonly unknown[]; pointer: string } | null {
  if (Array.isArray(value)) return { values: value, pointer: '' };
  if (typeof value !== 'object' || value === null) return null;
  const { items, ...others } = value as { readonly items?: unknown };
  return Array.isArray(items) && Object.keys(others).length === 0 ? { values: items, pointer: '/items' } : null;
}
