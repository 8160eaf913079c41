import type { ReadModelDatabase } from '../database.js';

/** P2: the ordinal up to which the base rows of this snapshot hold everything, as answers state it. */
export function positionOf(db: ReadModelDatabase): string {
  return db.meta('factsAt') ?? '0';
}

/** Log time T(n) of this snapshot, RFC 3339 UTC ms. Rows are judged at it, never at a clock's now. */
export function logTimeOf(db: ReadModelDatabase): string {
  return db.meta('logTime') ?? '0000-01-01T00:00:00.000Z';
}
