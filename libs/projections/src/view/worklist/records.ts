import { RULING } from '@clearance/domain';
import type { ApprovalTerms, Clears } from '@clearance/policy';
import type { ReadModelDatabase } from '../../database.js';
import { APPROVAL_END } from '../../schema.js';
import { approvalById } from '../approvals.js';
import { logTimeOf } from '../point.js';
import { requestById, retractionById, type ApprovalRequestView } from '../requests.js';
import type { Source } from './item.js';

const DAY = 86_400_000;
/** How long before its end an approval is listed. */
export const EXPIRING_WITHIN_DAYS = 14;

/** Open approval requests in the order they were made. Key: n. */
export const requestItems: Source = function* ({ db, production, visible }, after) {
  for (const { id, n } of openRows(db, 'approval_request', production, after)) {
    const request = requestById(db, production, id, visible);
    yield {
      key: [n],
      identity: ['request', id],
      item:
        request === null
          ? null
          : {
              kind: request.kind === RULING ? 'ruling' : 'approval',
              asset: request.asset,
              delivery: null,
              rule: request.findings[0]?.rule ?? null,
              message: messageOf(request),
              since: request.requestedAt,
              owner: request.assignees[0] ?? null,
              dueAt: request.dueAt,
              clears: {
                message: 'A reviewer who had no hand in it approves or rejects it',
                anyOf: [[answerTo(request)]],
              },
            },
    };
  }
};

/** Proposed retractions in the order they were made. Key: n. */
export const retractionItems: Source = function* ({ db, production, visible }, after) {
  for (const { id, n } of openRows(db, 'retraction', production, after)) {
    const retraction = retractionById(db, production, id, visible);
    yield {
      key: [n],
      identity: ['retraction', id],
      item:
        retraction === null
          ? null
          : {
              kind: 'retraction',
              asset: retraction.asset,
              delivery: null,
              rule: null,
              message: `${retraction.proposedBy} says that ${countOf(retraction.events.length)} about ${retraction.asset} wrong: ${retraction.reason}`,
              since: retraction.proposedAt,
              owner: null,
              dueAt: null,
              clears: { message: 'A second person accepts or rejects it', anyOf: [] },
            },
    };
  }
};

/** Approvals in force that end within 14 days of log time, in the order they were given. Key: n. */
export const expiringItems: Source = function* ({ db, production, visible }, after) {
  const now = Date.parse(logTimeOf(db));
  // As texts, times of different zones may stand up to a day from where they belong.
  const bounds = [now - DAY, now + (EXPIRING_WITHIN_DAYS + 1) * DAY].map((time) => new Date(time).toISOString());
  const rows = db
    .q(
      `SELECT id, n, terms FROM approval WHERE production = ? AND ${APPROVAL_END} BETWEEN ? AND ? AND n > ? ORDER BY n`,
    )
    .all(production, ...bounds, Number(after?.[0] ?? 0)) as { id: string; n: number; terms: string }[];
  for (const { id, n, terms } of rows) {
    const { endsAt } = JSON.parse(terms) as ApprovalTerms;
    if (endsAt === null) continue;
    const left = Date.parse(endsAt) - now;
    if (!(left > 0 && left <= EXPIRING_WITHIN_DAYS * DAY)) continue;
    const approval = approvalById(db, production, id, visible);
    const listedFrom = new Date(Date.parse(endsAt) - EXPIRING_WITHIN_DAYS * DAY).toISOString();
    yield {
      key: [n],
      identity: ['expiring', id, endsAt],
      item:
        approval === null || approval.state !== 'active'
          ? null
          : {
              kind: 'expiring',
              asset: approval.asset,
              delivery: null,
              rule: approval.findings[0]?.rule ?? null,
              message: `the approval ${id} of ${approval.asset} ends at ${endsAt}`,
              since: listedFrom > approval.approvedAt ? listedFrom : approval.approvedAt,
              owner: null,
              dueAt: endsAt,
              clears: {
                message: 'It is approved anew, or nothing that needs it goes out after that',
                anyOf: [[{ kind: 'approval', asset: approval.asset }]],
              },
            },
    };
  }
};

function openRows(
  db: ReadModelDatabase,
  table: 'approval_request' | 'retraction',
  production: string,
  after: readonly (string | number)[] | null,
): { id: string; n: number }[] {
  return db
    .q(`SELECT id, n FROM ${table} WHERE production = ? AND open = 1 AND n > ? ORDER BY n`)
    .all(production, Number(after?.[0] ?? 0)) as { id: string; n: number }[];
}

function messageOf(request: ApprovalRequestView): string {
  const rules = [...new Set(request.findings.map((finding) => finding.rule))].join(', ');
  const note = request.note === null ? '' : `: ${request.note}`;
  return `${request.requestedBy} asks for an approval (${request.kind}) of ${rules} for ${request.asset}${note}`;
}

/** The approval that was asked for, ready to be sent but for verdict and evidence. */
function answerTo(request: ApprovalRequestView): Clears['anyOf'][number][number] {
  const { kind, digest, reach, findings, scope, id } = request;
  return {
    kind: request.kind === RULING ? 'ruling' : 'approval',
    asset: request.asset,
    body: { kind, digest, reach, findings, scope, request: id },
  };
}

function countOf(events: number): string {
  return events === 1 ? 'one statement is' : `${events} statements are`;
}
