import type { ApprovalRecord, FindingKey, Scope } from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import { foldCase } from '../four-eyes.js';
import { compareKeys, compareText, sameKey, sortedUnique } from '../order.js';
import { instant, timeText } from '../time.js';
import type { OwnApproval, OwnConfirmation } from '../types.js';
import type { Resolver } from './resolver.js';

/** What has become of an approval. Only `active`, pending and `expired` ones (and dated revocations) can still matter to a release. */
export interface ApprovalStanding {
  /** `void`: by a maker or submitter, or for other bytes. `revoked`: from the start, or from a date that is reached. */
  readonly state: 'active' | 'pending-conditions' | 'expired' | 'revoked' | 'void';
  /** The keys it clears while it is in force, mapped to contents and sorted; those of the approver's own making left out. */
  readonly keys: readonly FindingKey[];
  readonly endsAt: string | null;
  /** Start of its window, while log time has not reached it. */
  readonly beginsAt: string | null;
  /** Ids of the conditions that nobody who may has evidenced, in their order. Until there are none it clears nothing. */
  readonly openConditions: readonly string[];
}
export interface StandingContext {
  readonly dossier: Dossier;
  readonly resolver: Resolver;
  /** T(n), RFC 3339. */
  readonly logTime: string;
  /** Milliseconds after which an approval of a kind has ended, whatever it says; null or absent = never. */
  readonly maxAgeOf?: (kind: string) => number | null;
}

/** F6: an act by a submitter of the content is void, and void for each root the actor had a hand in. */
export function approvalStanding(record: ApprovalRecord, context: StandingContext): ApprovalStanding {
  const { logTime } = context;
  const keys = mayAct(record, context) ? clearedKeys(record, context) : [];
  const ends = endOf(record, context.maxAgeOf?.(record.data.kind) ?? null);
  const standing = {
    keys,
    endsAt: ends === null ? null : ends.text,
    beginsAt: beginOf(record.data.scope, logTime),
    openConditions: conditionsOpen(record, context),
  };
  if (keys.length === 0) return { state: 'void', ...standing };
  if (record.revoked !== null && record.revoked.data.effect === 'ab-initio') return { state: 'revoked', ...standing };
  if (ends !== null && hasEndedAt(ends, logTime)) return { state: ends.revoked ? 'revoked' : 'expired', ...standing };
  return { state: standing.openConditions.length > 0 ? 'pending-conditions' : 'active', ...standing };
}

/** Approvals given at this content that may still clear something, sorted by id. */
export function ownApprovals(context: StandingContext): OwnApproval[] {
  return context.dossier.claims
    .flatMap((claim) => claim.approvals)
    .flatMap((record): OwnApproval[] => {
      const { state, keys, endsAt, beginsAt, openConditions } = approvalStanding(record, context);
      if (state === 'void' || record.revoked?.data.effect === 'ab-initio') return [];
      const { approval: id, kind, reach, scope } = record.data;
      const ended = state === 'expired' || state === 'revoked';
      return [
        {
          id,
          kind,
          reach,
          scope,
          keys,
          ended,
          endsAt,
          // One that has ended will not begin: nothing falls due on that day, so nobody would take the word back.
          ...(beginsAt === null || ended ? {} : { beginsAt }),
          ...(openConditions.length === 0 ? {} : { pending: true as const }),
          evidence: { stream: record.stream, revision: record.revision },
        },
      ];
    })
    .sort((a, b) => compareText(a.id, b.id));
}

/** Valid confirmations given at this content, in log order of each claim; roots mapped to contents and sorted. */
export function ownConfirmations(context: StandingContext): OwnConfirmation[] {
  const { dossier, resolver } = context;
  return dossier.claims
    .flatMap((claim) => claim.confirmations)
    .filter((act) => mayAct(act, context))
    .flatMap((act): OwnConfirmation[] => {
      const roots = sortedUnique(act.data.roots.map((root) => resolver.displayOf(root))).filter(
        (root) => !isMaker(act.by, root, context),
      );
      if (roots.length === 0) return [];
      return [{ of: resolver.displayOf(act.data.of), roots, evidence: { stream: act.stream, revision: act.revision } }];
    });
}

/** Log times after now at which one of the approvals begins or ends, or something else does, sorted. */
export function dueTimes(approvals: readonly OwnApproval[], logTime: string, others: readonly string[] = []): string[] {
  if (approvals.length === 0 && others.length === 0) return [];
  const now = instant(logTime);
  const times = approvals
    .flatMap(({ endsAt, beginsAt, ended }) => (ended ? [] : [endsAt, beginsAt ?? null]))
    .concat(others)
    .flatMap((text) => (text === null ? [] : [instant(text)]))
    .filter((time) => time > now);
  return [...new Set(times)].sort((a, b) => a - b).map(timeText);
}

/** Acts bind to bytes: the digest named must be this content's, and the actor none of its submitters (F6). */
function mayAct(
  act: { readonly by: string; readonly data: { readonly digest: { readonly sha256: string } } },
  { dossier }: StandingContext,
): boolean {
  return dossier.digests.sha256.includes(act.data.digest.sha256) && !dossier.submitters.includes(foldCase(act.by));
}

function isMaker(by: string, root: string, { dossier, resolver }: StandingContext): boolean {
  const submitters = root === dossier.content ? dossier.submitters : resolver.submittersOf(root);
  return submitters.includes(foldCase(by));
}

/** F1: keys are compared after mapping ids to contents. F6: an approver clears nothing of their own making. */
function clearedKeys(record: ApprovalRecord, context: StandingContext): FindingKey[] {
  return record.data.findings
    .map(({ rule, root, element }): FindingKey => ({
      rule,
      root: context.resolver.displayOf(root),
      element: element ?? null,
    }))
    .filter((key) => !isMaker(record.by, key.root, context))
    .sort(compareKeys)
    .filter((key, i, keys) => {
      const before = keys[i - 1];
      return before === undefined || !sameKey(key, before);
    });
}

/** F6: what was evidenced by somebody with a hand in the content or in a root is void. */
function conditionsOpen({ data, evidenced }: ApprovalRecord, context: StandingContext): string[] {
  const { conditions = [] } = data;
  if (conditions.length === 0) return [];
  const { dossier, resolver } = context;
  const roots = sortedUnique(data.findings.map(({ root }) => resolver.displayOf(root)));
  const counts = ({ by }: { readonly by: string }) =>
    !dossier.submitters.includes(foldCase(by)) && !roots.some((root) => isMaker(by, root, context));
  const shown = new Set(evidenced.filter(counts).map((act) => act.data.condition));
  return conditions.map(({ id }) => id).filter((id) => !shown.has(id));
}

function endOf({ data, recordedAt, revoked }: ApprovalRecord, maxAge: number | null): End | null {
  const revokedFrom = revoked === null ? null : (revoked.data.effectiveAt ?? revoked.recordedAt);
  return firstEnd({ expiresAt: data.expiresAt, scope: data.scope, recordedAt, maxAge, revokedFrom });
}

/** When something given ends. `at`: milliseconds, -Infinity for a time that cannot be read: it has passed, and blocks. */
export interface End {
  readonly at: number;
  readonly text: string;
  readonly revoked: boolean;
}

/** The first of expiry, dated revocation, end of window and greatest age. */
export function firstEnd(given: {
  readonly expiresAt: string | null;
  readonly scope: Scope;
  readonly recordedAt: string;
  readonly maxAge: number | null;
  readonly revokedFrom: string | null;
}): End | null {
  const { expiresAt, scope, recordedAt, maxAge, revokedFrom } = given;
  const ends = [
    ...(expiresAt === null ? [] : [{ text: expiresAt, revoked: false }]),
    ...(scope.window?.until ? [{ text: scope.window.until, revoked: false }] : []),
    ...(maxAge === null ? [] : [{ text: timeText(instant(recordedAt) + maxAge), revoked: false }]),
    ...(revokedFrom === null ? [] : [{ text: revokedFrom, revoked: true }]),
  ].map(({ text, revoked }) => ({
    at: Number.isNaN(instant(text)) ? -Infinity : instant(text),
    text,
    revoked,
  }));
  return ends.length === 0 ? null : ends.reduce((first, next) => (next.at < first.at ? next : first));
}

export function hasEndedAt(end: End | null, logTime: string): boolean {
  return end !== null && !(instant(logTime) < end.at);
}

/** Start of the window, while log time has not reached it. */
export function beginOf(scope: Scope, logTime: string): string | null {
  const begin = scope.window?.from ?? null;
  return begin !== null && !(instant(begin) <= instant(logTime)) ? begin : null;
}
