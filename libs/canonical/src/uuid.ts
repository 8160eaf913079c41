import { hash } from 'node:crypto';

/** The namespace of every name-based UUID the ledger makes. Changing it would change every event id ever derived. */
export const CLEARANCE_NAMESPACE = '6f1f6b0e-2a36-5d0c-9c6e-0f4f6b7e51a4';

/**
 * A UUID v5 (RFC 9562) over the given parts. Each part is preceded by its length, so that ("ab","c") and ("a","bc")
 * are different names.
 * @throws RangeError for a part with half a surrogate pair: as UTF-8 it could not be told from another such part
 */
export function uuidFrom(...parts: readonly string[]): string {
  const name = parts.map((part) => `${part.length}:${part}`).join('|');
  if (!name.isWellFormed()) throw new RangeError('a name-based UUID needs well-formed text');
  // Every event takes several of these; a general library spends most of its time on reading the namespace again.
  const digest = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'hex');
  const variant = VARIANT[Number.parseInt(digest.charAt(16), 16) & 0b11] ?? '';
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

const NAMESPACE = Buffer.from(CLEARANCE_NAMESPACE.replaceAll('-', ''), 'hex');
/** The two bits 10 before the two that stay. */
const VARIANT = ['8', '9', 'a', 'b'];
