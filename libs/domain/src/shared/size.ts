/** No event that the ledger writes is larger than this, as JSON in UTF-8 (architecture.md, manifest chunks and held items). */
export const MAX_EVENT_BYTES = 512 * 1024;
/** What one append may hold; below the store's own limit so that the envelopes fit too. */
export const MAX_APPEND_BYTES = 768 * 1024;

export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** The longest head of a list whose JSON, elements and commas, takes at most so many bytes. */
export function headWithin<T>(entries: readonly T[], bytes: number): readonly T[] {
  let used = 0;
  for (const [index, entry] of entries.entries()) {
    used += jsonBytes(entry) + 1;
    if (used > bytes) return entries.slice(0, index);
  }
  return entries;
}

/**
 * Cuts events that are each harmless alone (E4) into consecutive appends. A single event larger than the limit makes an append
 * of its own, for the store to judge.
 */
export function inAppends<E>(events: readonly E[], bytes = MAX_APPEND_BYTES): E[][] {
  const appends: E[][] = [];
  let used = 0;
  for (const event of events) {
    const size = jsonBytes(event);
    const open = appends.at(-1);
    if (open !== undefined && used + size <= bytes) {
      open.push(event);
      used += size;
    } else {
      appends.push([event]);
      used = size;
    }
  }
  return appends;
}
