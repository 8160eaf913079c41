import { assetIdOfSegment } from './asset-id.js';

/**
 * Path of a request without its query, the same however its segments were percent-encoded (or wrapped as `~…`): what an
 * Idempotency-Key is scoped to.
 */
export function normalisedPath(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path
    .split('/')
    .map((segment) => encodeURIComponent(assetIdOfSegment(decoded(segment))))
    .join('/');
}

/** The router has refused what cannot be decoded before; what reaches this as such stays as it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
