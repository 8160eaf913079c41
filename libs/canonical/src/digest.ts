import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** SHA-256 as 64 lower-case hex digits. Text is hashed as UTF-8. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex');
}

/** SHA-256 over the RFC 8785 form of a value: what rule E1 calls contentDigest. */
export function contentDigestOf(value: unknown): string {
  return sha256Hex(canonicalJson(value));
}
