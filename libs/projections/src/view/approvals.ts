import type { Act, ApprovalRecord, ApprovedData, Evidence, FindingKey, Reach, Scope } from '@clearance/domain';
import { approvalQuorum, approvalStanding, joinClaims, maxAgeOf, peopleNeeded } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { policyOf } from '../evaluate/policies.js';
import { resolverOf } from '../evaluate/resolver.js';
import { termsOf } from '../evaluate/setting.js';
import { FreshStates } from '../evaluate/states.js';
import { metaOf } from './event.js';
import { eventNumbered } from './evidence.js';
import { logTimeOf } from './point.js';
import { placeOf, recordPage, type RecordPage, type RecordPlace, type RecordQuery } from './records.js';
import { seesAny, type Visible } from './visibility.js';

export const APPROVAL_STATES = [
  'active',
  'pending-quorum',
  'pending-conditions',
  'rejected',
  'expired',
  'revoked',
  'void',
] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** An approval or a rejection (bodies.md 3), with what has become of it. */
export interface ApprovalView {
  readonly id: string;
  readonly production: string;
  readonly asset: string;
  /** `void`: by a maker or submitter, also where that became known later (F6), or for other bytes. */
  readonly state: ApprovalState;
  readonly verdict: 'approved' | 'rejected';
  readonly kind: string;
  readonly digest: { readonly sha256: string };
  readonly reach: Reach;
  readonly findings: readonly FindingKey[];
  readonly seenAt: string | null;
  readonly scope: Scope;
  readonly evidence: readonly Evidence[];
  readonly grantedBy: Readonly<Record<string, string>> | null;
  readonly expiresAt: string | null;
  /** What has to be evidenced before it counts. */
  readonly conditions: readonly ConditionView[];
  /** Of a broken glass: why it could not wait. */
  readonly justification: string | null;
  readonly request: string | null;
  readonly note: string | null;
  readonly approver: { readonly subject: string; readonly role: string | null };
  readonly approvedAt: string;
  /** Different people it takes, and how many have given one that says at least as much. */
  readonly quorum: { readonly needed: number; readonly have: number };
  readonly policy: { readonly id: string; readonly version: string; readonly digest: string };
  /** When the revocation counts from: the approval's own beginning where it is void from the start. */
  readonly revokedAt: string | null;
  readonly revocation: RevocationView | null;
}
export interface ConditionView {
  readonly id: string;
  readonly text: string;
  /** null while it is open. */
  readonly evidenced: {
    readonly by: string;
    readonly at: string;
    readonly evidence: readonly Evidence[];
    readonly note: string | null;
  } | null;
}
export interface RevocationView {
  readonly effect: 'ab-initio' | 'from';
  readonly effectiveAt: string | null;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly by: string;
  readonly at: string;
}

export interface ApprovalFilter {
  readonly states: readonly string[] | null;
  readonly kind: string | null;
  /** Token subject of the approver. */
  readonly by: string | null;
  /** RFC 3339. */
  readonly expiresBefore: string | null;
}

export function approvalById(
  db: ReadModelDatabase,
  production: string,
  id: string,
  visible: Visible,
): ApprovalView | null {
  const place = placeOf(db, 'approval', production, id);
  return place === null || !seesAny(visible, place.claims) ? null : approvalView(db, place);
}

export function approvalsWhere(
  db: ReadModelDatabase,
  production: string,
  filter: ApprovalFilter,
  query: RecordQuery,
  visible: Visible,
): RecordPage<ApprovalView> {
  return recordPage(db, 'approval', production, query, (place) => {
    if (!seesAny(visible, place.claims)) return null;
    const view = approvalView(db, place);
    return matches(view, filter) ? view : null;
  });
}

/** All approvals and rejections of a content, in log order. */
export function approvalsOfContent(db: ReadModelDatabase, production: string, asset: string): ApprovalView[] {
  return [
    ...recordPage(db, 'approval', production, { asset, after: null, limit: 5_000 }, (place) => approvalView(db, place))
      .items,
  ];
}

function matches(view: ApprovalView, filter: ApprovalFilter): boolean {
  if (filter.states !== null && !filter.states.includes(view.state)) return false;
  if (filter.kind !== null && view.kind !== filter.kind) return false;
  if (filter.by !== null && view.approver.subject !== filter.by) return false;
  if (filter.expiresBefore === null) return true;
  return view.expiresAt !== null && Date.parse(view.expiresAt) < Date.parse(filter.expiresBefore);
}

function approvalView(db: ReadModelDatabase, place: RecordPlace): ApprovalView {
  const { row, content } = place;
  const state = place.states.find((_, index) => place.claims[index]?.sid === row.sid);
  const approval = state?.approvals.find((record) => record.data.approval === row.id);
  if (approval !== undefined) {
    const { state: standing, quorum, conditions } = standingOf(db, place, approval);
    return {
      ...echo(db, place, approval, approval.data.expiresAt),
      state: standing,
      quorum,
      conditions,
      justification: 'justification' in approval.data ? approval.data.justification : null,
      verdict: 'approved',
      ...revocationOf(approval),
    };
  }
  const rejection = state?.rejections.find((act) => act.data.approval === row.id);
  if (rejection === undefined) throw new Error(`approval ${row.id} is not in the stream of ${content.display}`);
  return {
    ...echo(db, place, rejection, null),
    state: 'rejected',
    quorum: { needed: neededFor(db, content.production, rejection.data), have: 0 },
    conditions: [],
    justification: null,
    verdict: 'rejected',
    revokedAt: null,
    revocation: null,
  };
}

/** How it stands by itself, and whether others still have to give theirs before it counts. */
function standingOf(
  db: ReadModelDatabase,
  place: RecordPlace,
  approval: ApprovalRecord,
): Pick<ApprovalView, 'state' | 'quorum' | 'conditions'> {
  const { production, cid, display } = place.content;
  const { policy } = policyOf(db, production);
  const { state, keys, openConditions } = approvalStanding(approval, {
    dossier: joinClaims(place.states, display),
    resolver: resolverOf(db, production, cid),
    logTime: logTimeOf(db),
    maxAgeOf: (kind) => maxAgeOf(policy, kind),
  });
  const conditions = conditionsOf(approval, openConditions);
  const needed = neededFor(db, production, approval.data);
  // Most kinds take one person, and nobody else is looked at then.
  if (needed === 1) return { state, quorum: { needed, have: state === 'active' ? 1 : 0 }, conditions };
  const own = new FreshStates(db, production).of(display)?.own;
  const terms = termsOf(db);
  const quorum = approvalQuorum(approval.data, keys, own?.approvals ?? [], policy, (id) => terms(id)?.by ?? null);
  return { state: state === 'active' && quorum.have < quorum.needed ? 'pending-quorum' : state, quorum, conditions };
}

function conditionsOf({ data, evidenced }: ApprovalRecord, open: readonly string[]): ConditionView[] {
  return (data.conditions ?? []).map(({ id, text }) => {
    const act = open.includes(id) ? undefined : evidenced.findLast((shown) => shown.data.condition === id);
    if (act === undefined) return { id, text, evidenced: null };
    const { evidence, note } = act.data;
    return { id, text, evidenced: { by: act.by, at: act.recordedAt, evidence, note } };
  });
}

function neededFor(
  db: ReadModelDatabase,
  production: string,
  { findings, kind }: Pick<ApprovedData, 'findings' | 'kind'>,
): number {
  const { policy } = policyOf(db, production);
  return Math.max(1, ...new Set(findings.map(({ rule }) => peopleNeeded(policy, rule, kind))));
}

function echo(
  db: ReadModelDatabase,
  { row, content }: RecordPlace,
  act: Act<Omit<ApprovedData, 'expiresAt'>>,
  expiresAt: string | null,
): Omit<ApprovalView, 'state' | 'verdict' | 'quorum' | 'conditions' | 'justification' | 'revokedAt' | 'revocation'> {
  const { data } = act;
  return {
    id: row.id,
    production: content.production,
    asset: content.display,
    kind: data.kind,
    digest: data.digest,
    reach: data.reach,
    findings: data.findings,
    seenAt: data.seenAt,
    scope: data.scope,
    evidence: data.evidence,
    grantedBy: data.grantedBy,
    expiresAt,
    request: data.request,
    note: data.note,
    approver: { subject: act.by, role: metaOf(eventNumbered(db, act.n)).actor.role },
    approvedAt: act.recordedAt,
    policy: data.policy,
  };
}

function revocationOf({ revoked, recordedAt }: ApprovalRecord): Pick<ApprovalView, 'revokedAt' | 'revocation'> {
  if (revoked === null) return { revokedAt: null, revocation: null };
  const { effect, effectiveAt, reason, evidence } = revoked.data;
  return {
    revokedAt: effect === 'ab-initio' ? recordedAt : (effectiveAt ?? revoked.recordedAt),
    revocation: { effect, effectiveAt, reason, evidence, by: revoked.by, at: revoked.recordedAt },
  };
}
