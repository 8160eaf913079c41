import type {
  Act,
  ConformanceRecord,
  FindingKey,
  UsageApprovedData,
  UsageProposedData,
  UsageState,
} from '@clearance/domain';
import { factsOf, type Dossier } from '../dossier.js';
import { foldCase } from '../four-eyes.js';
import { compareText, sortedUnique } from '../order.js';
import { clearingKinds, type Pack } from '../pack.js';
import type { OwnApproval, OwnFinding } from '../types.js';
import { beginOf, firstEnd, hasEndedAt, type StandingContext } from './approvals.js';
import { outsideUsage } from './outside-usage.js';

/** What is known of usages of a production. Values in, no I/O: whoever distills looks them up. */
export interface UsageBook {
  /** null where nobody proposed it, or something said of it cannot be read: then it clears nothing. */
  usage(id: string): UsageState | null;
  /** Confirmations of a usage that name one of these sha256 and were not revoked. */
  confirmations(id: string, digests: readonly string[]): readonly ConformanceRecord[];
}

/** A ledger without usages. */
export const NO_USAGES: UsageBook = { usage: () => null, confirmations: () => [] };

/** Usages that some fact says the content was made under, sorted. */
export function usagesNamed(dossier: Dossier): string[] {
  return sortedUnique(factsOf(dossier, 'made-under').map(({ data }) => data.usage));
}

/**
 * Usages as approvals given at the content, one for each person who approved: only for bytes whose conformance somebody
 * confirmed who neither proposed the usage nor made them (F6), and only where nothing in the facts of the content is outside.
 * They clear what arises here under the rules that the usage names.
 */
export function ownUsages(
  context: StandingContext,
  findings: readonly OwnFinding[],
  book: UsageBook,
  pack: Pack,
): OwnApproval[] {
  const { dossier } = context;
  return usagesNamed(dossier)
    .flatMap((id): OwnApproval[] => {
      const usage = book.usage(id);
      if (usage === null || usage.proposed === null || usage.rejected !== null) return [];
      if (usage.revoked?.data.effect === 'ab-initio') return [];
      const { data, by: proposer } = usage.proposed;
      if (!isConfirmed(book.confirmations(id, dossier.digests.sha256), proposer, dossier)) return [];
      if (outsideUsage(dossier, id, data).length > 0) return [];
      const keys = keysOf(data, findings, dossier, pack);
      if (keys.length === 0) return [];
      return usage.approvals
        .filter(({ by }) => mayAct(by, proposer, dossier))
        .map((act) => approvalOf(act, usage, data, keys, context));
    })
    .sort((a, b) => compareText(a.id, b.id));
}

function mayAct(by: string, proposer: string, { submitters }: Dossier): boolean {
  return foldCase(by) !== foldCase(proposer) && !submitters.includes(foldCase(by));
}

function isConfirmed(confirmations: readonly ConformanceRecord[], proposer: string, dossier: Dossier): boolean {
  return confirmations.some(({ by, revoked }) => revoked === null && mayAct(by, proposer, dossier));
}

function keysOf(
  { rules, kind }: UsageProposedData,
  findings: readonly OwnFinding[],
  { content }: Dossier,
  pack: Pack,
): FindingKey[] {
  return findings
    .filter(
      (finding) =>
        finding.root === content && rules.includes(finding.rule) && clearingKinds(finding, pack).includes(kind),
    )
    .map(({ rule, root, element }) => ({ rule, root, element }));
}

function approvalOf(
  act: Act<UsageApprovedData>,
  { revoked }: UsageState,
  { kind, reach, scope }: UsageProposedData,
  keys: readonly FindingKey[],
  context: StandingContext,
): OwnApproval {
  const ends = firstEnd({
    expiresAt: act.data.expiresAt,
    scope,
    recordedAt: act.recordedAt,
    maxAge: context.maxAgeOf?.(kind) ?? null,
    revokedFrom: revoked === null ? null : (revoked.data.effectiveAt ?? revoked.recordedAt),
  });
  const ended = hasEndedAt(ends, context.logTime);
  const beginsAt = beginOf(scope, context.logTime);
  return {
    id: act.data.approval,
    kind,
    reach,
    scope,
    keys,
    ended,
    endsAt: ends?.text ?? null,
    // One that has ended will not begin.
    ...(beginsAt === null || ended ? {} : { beginsAt }),
    evidence: { stream: act.stream, revision: act.revision },
  };
}
