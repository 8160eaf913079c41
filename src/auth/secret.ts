import { randomBytes } from 'node:crypto';
import { sha256Hex } from '@clearance/canonical';

/** A new token secret: `clr_` and 256 random bits. It is shown once; only its hash is kept. */
export function newSecret(): string {
  return `clr_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 of the whole secret. The secret is random and long, so a plain hash is as good as a slow one. */
export const hashOfSecret = (secret: string) => sha256Hex(secret);
