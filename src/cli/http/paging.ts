import { undecidedError } from '../exit/errors.js';
import type { LedgerClient, Query } from './client.js';
import { isRecord, type Json } from './read.js';

/** Every item of a list, page by page. A page that is no page ends it with 3: a list cut short must not look whole. */
export async function* allItems(client: LedgerClient, path: string, query: Query = {}): AsyncGenerator<Json> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const { body } = await client.call('GET', path, { query: { ...query, cursor } });
    const page = readPage(body);
    yield* page.items;
    cursor = page.next;
    if (cursor !== null && seen.has(cursor)) {
      throw undecidedError('unreadable-answer', 'the list comes back to a page it already gave');
    }
    if (cursor !== null) seen.add(cursor);
  } while (cursor !== null);
}

/** @throws CliError 3 where the body is no page. */
export function readPage(body: unknown): { items: readonly Json[]; next: string | null } {
  const page = isRecord(body) ? body : {};
  const { items, next } = page;
  if (
    !Array.isArray(items) ||
    !items.every(isRecord) ||
    (typeof next !== 'string' && next !== null && next !== undefined)
  ) {
    throw undecidedError('unreadable-answer', 'the ledger answered something that is no page of a list');
  }
  return { items, next: next ?? null };
}
