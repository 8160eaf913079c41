import { createHash, type KeyObject } from 'node:crypto';

const KEY_ID_BYTES = 16;

/** Name of a public key: the first 16 bytes of the SHA-256 of its SPKI DER form, 32 lower-case hex digits. */
export function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest().subarray(0, KEY_ID_BYTES).toString('hex');
}
