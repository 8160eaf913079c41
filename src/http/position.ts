import { Problem } from '../ledger/ports.js';

/**
 * A point of the ledger in a query parameter: the ordinal n in digits.
 * @throws Problem invalid-request. Native positions (`@commit/prepare`) belong to a store that has them; the embedded
 * store's positions are the ordinals themselves.
 */
export function parsePoint(parameter: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = text.startsWith('@')
    ? 'is a native position, which this store does not have: give the ordinal'
    : 'must be a position: digits only';
  throw new Problem('invalid-request', `${parameter} ${message}.`, {}, [
    { parameter, in: 'query', message, code: 'position' },
  ]);
}
