import type { Grant, PinnedPack, Restriction } from '@clearance/domain';

/** How far the read model has come. Ordinals n; 0 = nothing yet. */
export interface Progress {
  /** P2: base rows hold everything up to here. */
  readonly factsAt: number;
  /** P2: states of a production hold everything up to here; a production that is absent has never been dirty. */
  readonly stateAt: ReadonlyMap<string, number>;
}

export interface DedupRow {
  readonly dedup: string;
  readonly contentDigest: string;
  readonly stream: string;
  /** Type, revision and ordinal of the last event recorded under the key; `events` = how many there are. */
  readonly type: string;
  readonly revision: number;
  readonly n: number;
  readonly events: number;
}

export interface TokenRow {
  readonly id: string;
  readonly name: string | null;
  readonly subject: string;
  readonly kind: 'person' | 'service';
  readonly grants: readonly Grant[];
  readonly restrict: Restriction | null;
  readonly issuedAt: string;
  readonly issuedBy: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly n: number;
}

export interface ProductionRow {
  readonly id: string;
  readonly title: string | null;
  readonly state: 'open' | 'closed';
  readonly openedAt: string;
  readonly openedBy: string;
  readonly closedAt: string | null;
  /** In force besides the base rules. */
  readonly packs: readonly PinnedPack[];
  readonly n: number;
}
