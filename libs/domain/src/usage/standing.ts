import type { Act } from '../shared/act.js';
import { foldedSubject } from '../shared/people.js';
import type { UsageApprovedData } from './events.js';
import type { UsageState } from './fold.js';

export const USAGE_STATES = ['proposed', 'pending-quorum', 'approved', 'rejected', 'expired', 'revoked'] as const;
export type UsageStatus = (typeof USAGE_STATES)[number];

/** What the policy in force says about the kind of approval that a usage asks for. */
export interface UsageQuorum {
  /** How many people have to approve it. */
  readonly needed: number;
  /** Milliseconds after which an approval of this kind has ended, whatever it says; null = never. */
  readonly maxAge: number | null;
}

export interface UsageStanding {
  readonly status: UsageStatus;
  /** Different people whose approval is in force. */
  readonly have: number;
}

/** How a usage stands at a time (RFC 3339 UTC ms). */
export function usageStandingAt(state: UsageState, { needed, maxAge }: UsageQuorum, at: string): UsageStanding {
  const have = approversAt(state, maxAge, at).size;
  const standing = (status: UsageStatus): UsageStanding => ({ status, have });
  if (state.rejected !== null) return standing('rejected');
  if (isRevokedAt(state, at)) return standing('revoked');
  if (state.approvals.length === 0) return standing('proposed');
  if (have === 0 || isOver(state, at)) return standing('expired');
  return standing(have >= needed ? 'approved' : 'pending-quorum');
}

/** F6: whoever proposed a usage does not approve it. Different people whose approval is in force, folded. */
export function approversAt({ proposed, approvals }: UsageState, maxAge: number | null, at: string): Set<string> {
  const proposer = proposed === null ? null : foldedSubject(proposed.by);
  const inForce = approvals.filter((act) => approvalEnds(act, maxAge).every((end) => isBefore(at, end)));
  const people = new Set(inForce.map(({ by }) => foldedSubject(by)));
  if (proposer !== null) people.delete(proposer);
  return people;
}

/** When an approval ends by itself: what it says, and what its kind says. Milliseconds; NaN for what cannot be read. */
export function approvalEnds({ data, recordedAt }: Act<UsageApprovedData>, maxAge: number | null): number[] {
  return [
    ...(data.expiresAt === null ? [] : [Date.parse(data.expiresAt)]),
    ...(maxAge === null ? [] : [Date.parse(recordedAt) + maxAge]),
  ];
}

function isRevokedAt({ revoked }: UsageState, at: string): boolean {
  if (revoked === null) return false;
  const { effect, effectiveAt } = revoked.data;
  return effect === 'ab-initio' || !isBefore(at, Date.parse(effectiveAt ?? revoked.recordedAt));
}

function isOver({ proposed }: UsageState, at: string): boolean {
  const until = proposed?.data.scope.window?.until ?? null;
  return until !== null && !isBefore(at, Date.parse(until));
}

/** An end that cannot be read has passed: it blocks. */
function isBefore(at: string, end: number): boolean {
  return Date.parse(at) < end;
}
