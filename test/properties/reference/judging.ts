import type { Use } from '@clearance/domain';
import { covers, hasEndedSince } from './acts.js';
import type { Content } from './contents.js';
import type { Arrival } from './paths.js';
import type { Finding } from './own.js';

export interface Judged {
  readonly state: string;
  readonly open: readonly Finding[];
  readonly cleared: readonly Finding[];
}
export type ConcernKind = 'compromised' | 'affected' | 'questioned';

/** In the other classes the base rules are notices, which never count. */
const BINDING = ['final', 'marketing', 'dub'];
/** F2, as far as the base rules get: of them only the temporary mark denies. */
const STATES = [
  ['unknown', 'unknown'],
  ['deny', 'temporary'],
  ['approval', 'needs-approval'],
] as const;

/** F2, F5: a finding is open where some path brings no approval that covers the use. */
export function judge(arrivals: readonly Arrival[], use: Use, now: number): Judged {
  if (!BINDING.includes(use.class)) return { state: 'clear', open: [], cleared: [] };
  const findings = byKey(arrivals);
  const isCovered = ({ met }: Arrival) => [...met].some(([approval, at]) => covers(approval, at, use, now));
  const open = findings.filter((paths) => !paths.every(isCovered)).map(([path]) => path!);
  const cleared = findings.filter((paths) => paths.every(isCovered)).map(([path]) => path!);
  const state = STATES.find(([outcome]) => open.some((finding) => finding.outcome === outcome));
  return { state: state?.[1] ?? (cleared.length > 0 ? 'approved' : 'clear'), open, cleared };
}

/** D5: what an open finding is to a release that rests on it. */
export function concernOf(
  finding: Finding,
  arrivals: readonly Arrival[],
  use: Use,
  released: number,
  now: number,
): ConcernKind {
  if (finding.outcome === 'unknown') return 'questioned';
  const paths = arrivals.filter(({ rule, root }) => rule === finding.rule && root === finding.root);
  const heldUntilAnEnd = paths.every(({ met }) =>
    [...met].some(
      ([approval, at]: readonly [Parameters<typeof covers>[0], Content]) =>
        covers(approval, at, use, now) || hasEndedSince(approval, at, use, released, now),
    ),
  );
  return heldUntilAnEnd ? 'affected' : 'compromised';
}

export const keyOf = ({ rule, root }: { readonly rule: string; readonly root: string }): string => `${rule} ${root}`;

function byKey(arrivals: readonly Arrival[]): Arrival[][] {
  return [...Map.groupBy(arrivals, keyOf).values()];
}
