import { Problem } from '../ledger/ports.js';

/**
 * The Idempotency-Key of a request: 1 to 128 visible ASCII characters, quoted or bare; null where there is none.
 * @throws Problem invalid-request
 */
export function idempotencyKeyOf(header: string | readonly string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header !== 'string') throw fault('must be given once');
  const text = header.trim();
  const key = text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) throw fault('must be 1 to 128 visible ASCII characters, quoted or bare');
  return key;
}

function fault(message: string): Problem {
  return new Problem('invalid-request', `Idempotency-Key ${message}.`, {}, [
    { parameter: 'Idempotency-Key', in: 'header', message, code: 'idempotency-key' },
  ]);
}
