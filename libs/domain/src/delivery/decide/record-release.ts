import type { OverrideData, VerdictData } from '../../asset/events.js';
import { boundedVerdict, interruptedVerdict, verdictFault, type VerdictBasis } from '../../asset/verdict.js';
import { withinCauses } from '../../check/bounds.js';
import type { HeldItem } from '../../check/events.js';
import type { ManifestRefData } from '../../manifest/events.js';
import { accepted, refused, type Decision } from '../../shared/decision.js';
import { invalidRequest, notFound } from '../../shared/guards.js';
import { headWithin } from '../../shared/size.js';
import type { DeliveryEvent, ReleasedData, ReleaseRefusedData } from '../events.js';
import type { DeliveryState } from '../state.js';

export const MAX_HELD = 1_000;
export const MAX_HELD_BYTES = 256 * 1024;

export interface ReleaseVerdict {
  readonly verdict: Omit<VerdictData, 'decision'> & { readonly verdictDigest: string };
  /** Items that are held, and in a release those that were overridden. */
  readonly held: readonly HeldItem[];
  readonly manifests: readonly ManifestRefData[];
}

/** D2: no verdict was reached in time; what it was to rest on is known all the same. */
export interface InterruptedRelease {
  readonly interrupted: VerdictBasis;
}

/**
 * D1, D2: the outcome of a requested release, once; no event where it is recorded. It is interrupted where no verdict was
 * reached in time, and where the delivery was recalled or replaced since, or holds an event that cannot be read: then there
 * is nothing that may be released, and a hold with nothing held would be untrue.
 */
export function decideRecordRelease(
  state: DeliveryState,
  decision: string,
  outcome: ReleaseVerdict | InterruptedRelease,
): Decision<DeliveryEvent> {
  const release = state.releases.find((candidate) => candidate.decision === decision);
  if (release === undefined) return refused(notFound(`The release ${decision}`));
  if (release.outcome !== null) return accepted<DeliveryEvent>();
  const { check, validUntil } = release.requested.data;
  if ('interrupted' in outcome) return accepted(interrupted(decision, check, outcome.interrupted));
  const verdict = { ...outcome.verdict, decision };
  const fault = verdictFault(
    verdict,
    { decision, n: release.requested.n },
    { verdict: verdict.verdict, interrupted: false },
  );
  if (fault !== null) return refused(fault);
  if (verdict.verdict === 'hold') return accepted(held(verdict, check, outcome.held));
  // A hold recorded as a go must never reach the log.
  if (outcome.held.some((item) => item.overridden !== true))
    return refused(invalidRequest('/held', 'must be empty but for what was overridden, where the verdict is release'));
  if (state.recalled !== null || state.replaced !== null || state.unread > 0)
    return accepted(interrupted(decision, check, verdict));
  const until = firstEnd(validUntil, verdict.overrides ?? []);
  return accepted(released(verdict, { check, validUntil: until, manifests: outcome.manifests }, outcome.held));
}

/** A release attests nothing beyond the end of a broken glass that it rests on. */
function firstEnd(asked: string | null, overrides: readonly OverrideData[]): string | null {
  const [first] = [...(asked === null ? [] : [asked]), ...overrides.map(({ expiresAt }) => expiresAt)].sort();
  return first ?? null;
}

function interrupted(decision: string, check: string, { use, policies, engine }: VerdictBasis): DeliveryEvent {
  const verdict = interruptedVerdict(decision, { use, policies, engine });
  return { type: 'release-refused', data: { ...verdict, check, code: 'interrupted', verdictDigest: null } };
}

function released(
  verdict: VerdictData & { readonly verdictDigest: string },
  basis: Pick<ReleasedData, 'check' | 'validUntil' | 'manifests'>,
  items: readonly HeldItem[],
): DeliveryEvent {
  const overridden = headWithin(items.slice(0, MAX_HELD), MAX_HELD_BYTES);
  const data = boundedVerdict<ReleasedData>({
    ...verdict,
    ...basis,
    ...(overridden.length === 0 ? {} : { overridden }),
  });
  if (overridden.length === 0) return { type: 'released', data };
  return { type: 'released', data: { ...data, overridden: withinCauses(overridden, data.causes.length) } };
}

function held(
  verdict: VerdictData & { readonly verdictDigest: string },
  check: string,
  items: readonly HeldItem[],
): DeliveryEvent {
  const first = headWithin(items.slice(0, MAX_HELD), MAX_HELD_BYTES);
  const data = boundedVerdict<ReleaseRefusedData>({ ...verdict, check, code: 'held', held: first });
  return { type: 'release-refused', data: { ...data, held: withinCauses(first, data.causes.length) } };
}
