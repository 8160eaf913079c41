/** No event that the ledger writes is larger than this, as JSON in UTF-8 (architecture.md, manifest chunks and held items). */
export const MAX_EVENT_BYTES = 512 * 1024;

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
