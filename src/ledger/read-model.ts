import type { DedupRow, ProductionRow, TokenRow } from '@clearance/projections';

/** Which tokens a list asks for; absent members ask for all. */
export interface TokenFilter {
  readonly subject?: string;
  /** Tokens with a grant in this production or for all of them. */
  readonly production?: string;
}

/**
 * What access control, commands and intake ask of the read model. Synchronous: each is one look-up by key in a local
 * file, and a promise each would cost more than the look-up. Rows are those of everything up to `Watermarks.factsAt`.
 */
export abstract class ReadModel {
  /** Runs work whose every look into the read model, until it returns, sees the same point: cheaper than one by one. */
  abstract atOnePoint<T>(work: () => T): T;
  /** E3, E5: what was recorded under a dedup key, in whichever stream. */
  abstract dedup(key: string): DedupRow | null;
  /** The same for many keys at one point of the read model: far cheaper than one by one. In the order of the keys. */
  abstract dedups(keys: readonly string[]): readonly (DedupRow | null)[];
  /** The keys of the events after the n-th, at most so many events, in their order; fewer than `most` are all there are. */
  abstract keysAfter(n: number, most: number): readonly { readonly n: number; readonly dedup: string }[];
  /** By the SHA-256 of the whole secret, 64 lower-case hex digits. */
  abstract tokenByHash(hash: string): TokenRow | null;
  abstract token(id: string): TokenRow | null;
  /** In the order they were issued. */
  abstract tokens(filter: TokenFilter): readonly TokenRow[];
  abstract production(id: string): ProductionRow | null;
  /** By id. */
  abstract productions(): readonly ProductionRow[];
}
