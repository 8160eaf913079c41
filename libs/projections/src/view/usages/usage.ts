import {
  approvalEnds,
  foldUsage,
  usageStandingAt,
  usageStream,
  type Act,
  type ConformanceRecord,
  type Evidence,
  type Reach,
  type Scope,
  type UsageApprovedData,
  type UsageQuorum,
  type UsageState,
  type UsageTool,
} from '@clearance/domain';
import { usageQuorum, type Policy } from '@clearance/policy';
import type { ReadModelDatabase } from '../../database.js';
import { policyOf } from '../../evaluate/policies.js';
import { logTimeOf } from '../point.js';
import { entryOf, registerPage, type Register, type RegisterPage, type RegisterQuery } from '../registers/folding.js';

/** `unknown`: something said of it cannot be read, and with that it clears nothing. */
export const USAGE_VIEW_STATES = [
  'proposed',
  'pending-quorum',
  'approved',
  'rejected',
  'expired',
  'revoked',
  'unknown',
] as const;

/** Who decided on a usage, when, and why. */
interface DecidedView {
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly by: string;
  readonly at: string;
}
export interface UsageApprovalView {
  readonly id: string;
  readonly by: string;
  readonly at: string;
  readonly evidence: readonly Evidence[];
  readonly grantedBy: Readonly<Record<string, string>> | null;
  readonly expiresAt: string | null;
  readonly note: string | null;
  readonly policy: UsageApprovedData['policy'];
  /** Whether it counts at this point of the log: not expired, and not past the age of its kind. */
  readonly inForce: boolean;
}
export interface ConformanceSummary {
  readonly id: string;
  /** How many digests it names. */
  readonly digests: number;
  readonly by: string;
  readonly at: string;
  readonly evidence: readonly Evidence[];
  readonly note: string | null;
  readonly revoked: DecidedView | null;
}
export interface ConformanceView extends Omit<ConformanceSummary, 'digests'> {
  readonly production: string;
  readonly usage: string;
  /** sha256. */
  readonly digests: readonly string[];
}
/** A usage with what has become of it, at a point of the log. Performers are opaque ids. */
export interface UsageView {
  readonly id: string;
  readonly production: string;
  readonly state: (typeof USAGE_VIEW_STATES)[number];
  readonly purpose: string;
  readonly tools: readonly UsageTool[];
  readonly performers: readonly string[];
  readonly kind: string;
  readonly rules: readonly string[];
  readonly reach: Reach;
  readonly scope: Scope;
  readonly note: string | null;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly quorum: { readonly needed: number; readonly have: number };
  readonly approvals: readonly UsageApprovalView[];
  readonly rejection: DecidedView | null;
  readonly revocation:
    (DecidedView & { readonly effect: 'ab-initio' | 'from'; readonly effectiveAt: string | null }) | null;
  readonly conformances: readonly ConformanceSummary[];
  readonly revision: number;
}

/** null = any. */
export interface UsageFilter {
  readonly states: readonly string[] | null;
  readonly kind: string | null;
  readonly rule: string | null;
  readonly tool: string | null;
  readonly performer: string | null;
  /** Token subject of who proposed it. */
  readonly by: string | null;
}

/** Whether a caller may see what this token subject proposed. */
export type SeesProposals = (proposer: string) => boolean;

export function usageById(
  db: ReadModelDatabase,
  production: string,
  id: string,
  sees: SeesProposals,
): UsageView | null {
  const { events, whole } = entryOf(db, usageStream(production, id));
  return viewOf(foldUsage(production, id, events), whole, sees, pointOf(db, production));
}

/** In the order in which they were proposed. */
export function usagesWhere(
  db: ReadModelDatabase,
  production: string,
  filter: UsageFilter,
  query: RegisterQuery,
  sees: SeesProposals,
): RegisterPage<UsageView> {
  const register: Register = { category: 'usage', production, streamOf: (id) => usageStream(production, id) };
  const point = pointOf(db, production);
  return registerPage(db, register, query, (id, { events, whole }) => {
    const view = viewOf(foldUsage(production, id, events), whole, sees, point);
    return view !== null && matches(view, filter) ? view : null;
  });
}

/** One confirmation with all that it names; null where the usage has none of that id. */
export function conformanceById(
  db: ReadModelDatabase,
  production: string,
  usage: string,
  id: string,
  sees: SeesProposals,
): ConformanceView | null {
  const { events } = entryOf(db, usageStream(production, usage));
  const state = foldUsage(production, usage, events);
  if (state.proposed === null || !sees(state.proposed.by)) return null;
  const record = state.conformances.find(({ data }) => data.conformance === id);
  return record === undefined ? null : { ...summaryOf(record), production, usage, digests: record.data.digests };
}

interface Point {
  readonly policy: Policy;
  readonly logTime: string;
}

function pointOf(db: ReadModelDatabase, production: string): Point {
  return { policy: policyOf(db, production).policy, logTime: logTimeOf(db) };
}

function viewOf(state: UsageState, whole: boolean, sees: SeesProposals, { policy, logTime }: Point): UsageView | null {
  const { proposed } = state;
  if (proposed === null || !sees(proposed.by)) return null;
  const { data } = proposed;
  const quorum = usageQuorum(policy, data);
  const { status, have } = usageStandingAt(state, quorum, logTime);
  return {
    id: state.id,
    production: state.production,
    state: whole ? status : 'unknown',
    ...data,
    proposedBy: proposed.by,
    proposedAt: proposed.recordedAt,
    quorum: { needed: quorum.needed, have },
    approvals: state.approvals.map((act) => approvalOf(act, quorum, logTime)),
    rejection: state.rejected === null ? null : decided(state.rejected),
    revocation: revocationOf(state),
    conformances: state.conformances.map(summaryOf),
    revision: state.revision,
  };
}

function approvalOf(act: Act<UsageApprovedData>, { maxAge }: UsageQuorum, logTime: string): UsageApprovalView {
  const { approval, evidence, grantedBy, expiresAt, note, policy } = act.data;
  const inForce = approvalEnds(act, maxAge).every((end) => Date.parse(logTime) < end);
  return { id: approval, by: act.by, at: act.recordedAt, evidence, grantedBy, expiresAt, note, policy, inForce };
}

function revocationOf({ revoked }: UsageState): UsageView['revocation'] {
  if (revoked === null) return null;
  const { effect, effectiveAt } = revoked.data;
  return { ...decided(revoked), effect, effectiveAt };
}

function summaryOf(record: ConformanceRecord): ConformanceSummary {
  const { data, by, recordedAt, revoked } = record;
  return {
    id: data.conformance,
    digests: data.digests.length,
    by,
    at: recordedAt,
    evidence: data.evidence,
    note: data.note,
    revoked: revoked === null ? null : decided(revoked),
  };
}

function decided({
  data,
  by,
  recordedAt,
}: Act<{ readonly reason: string; readonly evidence: readonly Evidence[] }>): DecidedView {
  return { reason: data.reason, evidence: data.evidence, by, at: recordedAt };
}

function matches(view: UsageView, { states, kind, rule, tool, performer, by }: UsageFilter): boolean {
  if (states !== null && !states.includes(view.state)) return false;
  if (kind !== null && view.kind !== kind) return false;
  if (rule !== null && !view.rules.includes(rule)) return false;
  if (tool !== null && !view.tools.some(({ id }) => id === tool)) return false;
  if (performer !== null && !view.performers.includes(performer)) return false;
  return by === null || view.proposedBy === by;
}
