import type { ConcernKind, ReleasedData } from './events.js';
import type { Act } from '../shared/act.js';
import type { ConcernRecord, DeliveryState, DeliveryStatus, ReleaseRecord } from './state.js';

/** A release that was granted. */
export type GrantedRelease = ReleaseRecord & {
  readonly outcome: { readonly kind: 'released'; readonly act: Act<ReleasedData> };
};

/** Worst first. */
const BY_WEIGHT: readonly ConcernKind[] = ['compromised', 'affected', 'questioned'];

/** D4: the newest granted release, unless the delivery was recalled or replaced. */
export function liveRelease(state: DeliveryState): GrantedRelease | null {
  if (state.recalled !== null || state.replaced !== null) return null;
  return state.releases.findLast(isGranted) ?? null;
}

/** D2: a release requested and not yet answered. */
export function openRelease(state: DeliveryState): ReleaseRecord | null {
  return state.releases.find((release) => release.outcome === null) ?? null;
}

/** Concerns of a release that were not closed, of one kind or of all. Those of a release that is not live concern nobody. */
export function openConcerns(release: ReleaseRecord, kind?: ConcernKind): ConcernRecord[] {
  return release.concerns.filter((concern) => concern.closed === null && (kind === undefined || concern.kind === kind));
}

/**
 * D4, D5: what the delivery is now. A compromised one becomes `released` again by a newer release only. One with an event
 * that cannot be read is unknown, unless it has come to an end: nothing can be said after that.
 */
export function statusOf(state: DeliveryState): DeliveryStatus {
  if (state.recalled !== null) return 'recalled';
  if (state.replaced !== null) return 'replaced';
  if (state.unread > 0) return 'unknown';
  const live = liveRelease(state);
  if (live === null) return 'open';
  const kinds = new Set(openConcerns(live).map((concern) => concern.kind));
  return BY_WEIGHT.find((kind) => kinds.has(kind)) ?? 'released';
}

function isGranted(release: ReleaseRecord): release is GrantedRelease {
  return release.outcome?.kind === 'released';
}
