import { v5 } from 'uuid';

/** The namespace of every name-based UUID the ledger makes. Changing it would change every event id ever derived. */
export const CLEARANCE_NAMESPACE = '6f1f6b0e-2a36-5d0c-9c6e-0f4f6b7e51a4';

/**
 * A UUID v5 (RFC 9562) over the given parts. Each part is preceded by its length, so that ("ab","c") and ("a","bc")
 * are different names.
 */
export function uuidFrom(...parts: readonly string[]): string {
  return v5(parts.map((part) => `${part.length}:${part}`).join('|'), CLEARANCE_NAMESPACE);
}
