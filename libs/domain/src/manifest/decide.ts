import { accepted, type Decision } from '../shared/decision.js';
import type { ManifestChunkData, ManifestEvent, ManifestItemData, ManifestSealedData } from './events.js';
import type { ManifestState } from './fold.js';

/** D3: JSON of one chunk, in bytes of UTF-8, with room for its other members. */
const MAX_CHUNK_BYTES = 512 * 1024 - 1_024;
/** Base64 makes 4 characters of 3 bytes. */
const RAW_BYTES = Math.floor(MAX_CHUNK_BYTES / 4) * 3;

/** A manifest in chunks: its raw bytes first, then its items in the order given. Parts are numbered from 1. */
export function chunksOf(raw: Uint8Array, items: readonly ManifestItemData[]): ManifestChunkData[] {
  const chunks: Omit<ManifestChunkData, 'part'>[] = [];
  for (let at = 0; at < raw.length; at += RAW_BYTES) {
    chunks.push({ raw: Buffer.from(raw.subarray(at, at + RAW_BYTES)).toString('base64') });
  }
  let open: ManifestItemData[] = [];
  let from = 0;
  let bytes = 0;
  const flush = () => {
    if (open.length > 0) chunks.push({ from, items: open });
    from += open.length;
    open = [];
    bytes = 0;
  };
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes + size > MAX_CHUNK_BYTES) flush();
    open.push(item);
    bytes += size;
  }
  flush();
  return chunks.map((chunk, index) => ({ part: index + 1, ...chunk }));
}

/**
 * The next events of a manifest that is being stored: each call gives one chunk, at last `sealed`; nothing once it is
 * sealed. What another request or replica has stored meanwhile is left out (E3), for equal ids mean equal bytes.
 */
export function decideStoreManifest(
  state: ManifestState,
  chunks: readonly ManifestChunkData[],
  sealed: ManifestSealedData,
): Decision<ManifestEvent> {
  if (state.sealed !== null) return accepted<ManifestEvent>();
  const next = chunks[state.parts];
  return next === undefined ? accepted({ type: 'sealed', data: sealed }) : accepted({ type: 'chunk', data: next });
}
