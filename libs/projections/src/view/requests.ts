import type { Evidence, FindingKey, Reach, Scope } from '@clearance/domain';
import { joinClaims } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { placeOf, recordPage, type RecordPage, type RecordPlace, type RecordQuery } from './records.js';
import { seesAny, type Visible } from './visibility.js';

export const REQUEST_STATES = ['open', 'approved', 'rejected'] as const;

export interface ApprovalRequestView {
  readonly id: string;
  readonly production: string;
  readonly asset: string;
  readonly state: (typeof REQUEST_STATES)[number];
  readonly kind: string;
  readonly digest: { readonly sha256: string };
  readonly scope: Scope;
  readonly reach: Reach;
  readonly findings: readonly FindingKey[];
  readonly note: string | null;
  readonly assignees: readonly string[];
  readonly dueAt: string | null;
  /** The check whose held items were asked for. */
  readonly check: string | null;
  readonly requestedBy: string;
  readonly requestedAt: string;
  /** The approval or rejection that answers it. */
  readonly approval: string | null;
}

export const RETRACTION_STATES = ['proposed', 'accepted', 'rejected', 'void'] as const;

export interface RetractionView {
  readonly id: string;
  readonly production: string;
  readonly asset: string;
  /** `void`: accepted by somebody who had a hand in the facts (F6); nothing is retracted. */
  readonly state: (typeof RETRACTION_STATES)[number];
  /** Event ids of the facts that are said to be wrong. */
  readonly events: readonly string[];
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly closed: {
    readonly by: string;
    readonly at: string;
    readonly reason: string;
    readonly evidence: readonly Evidence[];
  } | null;
}

export interface RecordFilter {
  readonly states: readonly string[] | null;
  readonly kind: string | null;
  readonly by: string | null;
}

export function requestById(
  db: ReadModelDatabase,
  production: string,
  id: string,
  visible: Visible,
): ApprovalRequestView | null {
  const place = placeOf(db, 'approval_request', production, id);
  return place === null || !seesAny(visible, place.claims) ? null : requestView(place);
}

export function requestsWhere(
  db: ReadModelDatabase,
  production: string,
  filter: RecordFilter,
  query: RecordQuery,
  visible: Visible,
): RecordPage<ApprovalRequestView> {
  return recordPage(db, 'approval_request', production, query, (place) => {
    if (!seesAny(visible, place.claims)) return null;
    const view = requestView(place);
    return matches(filter, view.state, view.kind, view.requestedBy) ? view : null;
  });
}

export function retractionById(
  db: ReadModelDatabase,
  production: string,
  id: string,
  visible: Visible,
): RetractionView | null {
  const place = placeOf(db, 'retraction', production, id);
  return place === null || !seesAny(visible, place.claims) ? null : retractionView(place);
}

export function retractionsWhere(
  db: ReadModelDatabase,
  production: string,
  filter: RecordFilter,
  query: RecordQuery,
  visible: Visible,
): RecordPage<RetractionView> {
  return recordPage(db, 'retraction', production, query, (place) => {
    if (!seesAny(visible, place.claims)) return null;
    const view = retractionView(place);
    return matches(filter, view.state, null, view.proposedBy) ? view : null;
  });
}

/** The claim, by its asset id, in whose stream an approval, a request or a retraction stands; null where there is none. */
export function claimOfRecord(
  db: ReadModelDatabase,
  table: 'approval' | 'approval_request' | 'retraction',
  production: string,
  id: string,
): string | null {
  const row = db
    .q(`SELECT a.id AS id FROM ${table} r JOIN asset a ON a.sid = r.sid WHERE r.production = ? AND r.id = ?`)
    .get(production, id) as { id: string } | undefined;
  return row?.id ?? null;
}

function matches(filter: RecordFilter, state: string, kind: string | null, by: string): boolean {
  if (filter.states !== null && !filter.states.includes(state)) return false;
  if (filter.kind !== null && kind !== filter.kind) return false;
  return filter.by === null || by === filter.by;
}

function requestView({ row, content, states }: RecordPlace): ApprovalRequestView {
  const act = states.flatMap((state) => state.requests).find((request) => request.data.request === row.id);
  if (act === undefined) throw new Error(`request ${row.id} is not in a stream of ${content.display}`);
  const answer = states
    .flatMap((state) => [
      ...state.approvals.map((record) => ({ n: record.n, state: 'approved' as const, data: record.data })),
      ...state.rejections.map((record) => ({ n: record.n, state: 'rejected' as const, data: record.data })),
    ])
    .filter(({ data }) => data.request === row.id)
    .sort((a, b) => a.n - b.n)[0];
  const { kind, digest, scope, reach, findings, note, assignees, dueAt, check } = act.data;
  return {
    id: row.id,
    production: content.production,
    asset: content.display,
    state: answer?.state ?? 'open',
    kind,
    digest,
    scope,
    reach,
    findings,
    note,
    assignees,
    dueAt,
    check,
    requestedBy: act.by,
    requestedAt: act.recordedAt,
    approval: answer?.data.approval ?? null,
  };
}

function retractionView({ row, content, states }: RecordPlace): RetractionView {
  const record = states.flatMap((state) => state.retractions).find((each) => each.data.retraction === row.id);
  if (record === undefined) throw new Error(`retraction ${row.id} is not in a stream of ${content.display}`);
  const { closed } = record;
  const valid =
    record.state !== 'accepted' ||
    joinClaims(states, content.display).retractions.some(({ act }) => act.data.retraction === row.id);
  return {
    id: row.id,
    production: content.production,
    asset: content.display,
    state: valid ? record.state : 'void',
    events: record.data.events,
    reason: record.data.reason,
    evidence: record.data.evidence,
    proposedBy: record.by,
    proposedAt: record.recordedAt,
    closed:
      closed === null
        ? null
        : { by: closed.by, at: closed.recordedAt, reason: closed.data.reason, evidence: closed.data.evidence },
  };
}
