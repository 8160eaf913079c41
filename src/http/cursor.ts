import { createHash } from 'node:crypto';
import { Problem } from '../ledger/ports.js';

/**
 * Cursors are opaque to callers and bound to what they page through: the list and its filters. They hold the key of the
 * last item given, so that pages neither skip nor repeat what does not itself move.
 */
export type CursorKey = readonly (string | number)[];

/** `filter`: everything that selects and orders the list (path, filters, sort), not cursor, limit or minPosition. */
export function cursorFor(filter: Readonly<Record<string, unknown>>, key: CursorKey): string {
  return Buffer.from(JSON.stringify([fingerprint(filter), ...key])).toString('base64url');
}

/** The key in a cursor; null where there is none. @throws Problem invalid-cursor */
export function keyOfCursor(cursor: string | undefined, filter: Readonly<Record<string, unknown>>): CursorKey | null {
  if (cursor === undefined) return null;
  const parts = parse(cursor);
  if (parts === null)
    throw new Problem('invalid-cursor', 'This is no cursor of the ledger; take `next` of the page before.');
  const [bound, ...key] = parts;
  if (bound !== fingerprint(filter)) {
    throw new Problem('invalid-cursor', 'The cursor belongs to a list with other filters; start again without it.');
  }
  return key;
}

function parse(cursor: string): (string | number)[] | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const valid =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((part) => typeof part === 'string' || typeof part === 'number');
  return valid ? (value as (string | number)[]) : null;
}

function fingerprint(filter: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest('base64url').slice(0, 16);
}
