import {
  DIGEST_ALGORITHMS,
  type ActData,
  type ApprovalRevokedData,
  type ApprovedData,
  type DerivedFromData,
  type GeneratedByToolData,
  type InputRef,
} from '@clearance/domain';
import { foldCase, type ApprovalTerms } from '@clearance/policy';
import type { WorkingClaim } from '../evaluate/working-claims.js';
import type { Applied, ApplyContext } from './context.js';

/** Acts that change nothing about what the asset is or is made from. */
const SILENT = new Set([
  'approval-requested',
  'approval-rejected',
  'retraction-proposed',
  'retraction-rejected',
  'promotion-requested',
  'promoted-to-deliverable',
  'promotion-refused',
  'withdrawn-from-deliverable',
  'digest-conflict-reported',
]);

/** An event of an asset stream: indexes what it names, and has its content distilled before the transaction ends. */
export function applyAsset(context: ApplyContext, applied: Applied): void {
  const { claims, distiller } = context;
  const { event, production, id } = applied;
  const row = claims.ofStream(applied.sid, production, id);
  const fault = distiller.states.evolve(row, event, applied.text);
  if (fault !== null) {
    quarantine(context, applied, fault);
    distiller.touch(row.cid);
    return;
  }
  index(context, applied);
  if (!SILENT.has(event.type)) distiller.touch(row.cid);
  if (context.reuse?.isReused(event, applied.sid) === true) reportReuse(context, row, event.n);
}

/** E3: an event of a claim whose key was used before with other content. */
export function reportReuse({ db, distiller }: ApplyContext, claim: WorkingClaim, n: number): void {
  db.q('INSERT OR IGNORE INTO fault (sid, n, message) VALUES (?, ?, ?)').run(
    claim.sid,
    n,
    'its event id was used before with other content',
  );
  distiller.touch(claim.cid);
}

/** Its fold holds what was read before the event; the content is looked at again. */
export function doubtAsset({ claims, distiller }: ApplyContext, { sid, production, id }: Applied): void {
  distiller.states.forget(sid);
  distiller.touch(claims.claim(production, id).cid);
}

export function quarantine(context: ApplyContext, applied: Applied, reason: string): void {
  context.db
    .q('INSERT OR IGNORE INTO quarantine (n, sid, reason) VALUES (?, ?, ?)')
    .run(applied.event.n, applied.sid, reason);
  context.db
    .q('INSERT OR IGNORE INTO fault (sid, n, message) VALUES (?, ?, ?)')
    .run(applied.sid, applied.event.n, `an event could not be read: ${reason}`);
}

function index(context: ApplyContext, applied: Applied): void {
  const { db } = context;
  const { event, production, sid } = applied;
  switch (event.type) {
    case 'generated-by-tool': {
      const data = event.data as GeneratedByToolData;
      for (const input of [...(data.inputs ?? []), ...(data.references ?? [])]) mention(context, applied, input);
      break;
    }
    case 'derived-from':
      for (const input of (event.data as DerivedFromData).inputs) mention(context, applied, input);
      break;
    case 'replacement-confirmed': {
      const data = event.data as ActData['replacement-confirmed'];
      for (const name of [data.of, ...data.roots]) actMention(context, applied, name);
      break;
    }
    case 'approved':
    case 'override-granted': {
      const data = event.data as ApprovedData;
      const terms: ApprovalTerms = {
        id: data.approval,
        kind: data.kind,
        scope: data.scope,
        endsAt: data.expiresAt,
        by: foldCase(event.meta.actor.subject),
        ...(data.conditions === undefined ? {} : { conditions: data.conditions.map(({ id }) => id) }),
      };
      db.q('INSERT OR IGNORE INTO approval (id, production, sid, n, terms) VALUES (?, ?, ?, ?, ?)').run(
        data.approval,
        production,
        sid,
        event.n,
        JSON.stringify(terms),
      );
      for (const finding of data.findings) actMention(context, applied, finding.root);
      if (data.request !== null) db.q('UPDATE approval_request SET open = 0 WHERE id = ?').run(data.request);
      break;
    }
    case 'approval-rejected': {
      // A refusal has an id and a page of its own; it is no approval of any content, so no evaluation ever names it.
      const data = event.data as ActData['approval-rejected'];
      const terms: ApprovalTerms = { id: data.approval, kind: data.kind, scope: data.scope, endsAt: null };
      db.q('INSERT OR IGNORE INTO approval (id, production, sid, n, terms) VALUES (?, ?, ?, ?, ?)').run(
        data.approval,
        production,
        sid,
        event.n,
        JSON.stringify(terms),
      );
      if (data.request !== null) db.q('UPDATE approval_request SET open = 0 WHERE id = ?').run(data.request);
      break;
    }
    case 'condition-evidenced':
      meetCondition(context, event.data as ActData['condition-evidenced'], event.meta.recordedAt);
      break;
    case 'approval-revoked':
      endApproval(context, event.data as ApprovalRevokedData);
      break;
    case 'approval-requested':
      db.q('INSERT OR IGNORE INTO approval_request (id, production, sid, n, open) VALUES (?, ?, ?, ?, 1)').run(
        (event.data as ActData['approval-requested']).request,
        production,
        sid,
        event.n,
      );
      break;
    case 'retraction-proposed':
      db.q('INSERT OR IGNORE INTO retraction (id, production, sid, n, open) VALUES (?, ?, ?, ?, 1)').run(
        (event.data as ActData['retraction-proposed']).retraction,
        production,
        sid,
        event.n,
      );
      break;
    case 'retraction-rejected':
    case 'fact-retracted':
      db.q('UPDATE retraction SET open = 0 WHERE id = ?').run((event.data as ActData['fact-retracted']).retraction);
      break;
    case 'promotion-requested':
      db.q('INSERT OR IGNORE INTO open_request (n, sid, kind, recorded_at) VALUES (?, ?, ?, ?)').run(
        event.n,
        sid,
        'promotion',
        event.meta.recordedAt,
      );
      break;
    case 'promoted-to-deliverable':
    case 'promotion-refused':
      db.q('DELETE FROM open_request WHERE sid = ?').run(sid);
      if (event.type === 'promoted-to-deliverable') {
        db.q('INSERT OR REPLACE INTO promotion (production, asset_sid, delivery, n) VALUES (?, ?, ?, ?)').run(
          production,
          sid,
          (event.data as ActData['promoted-to-deliverable']).delivery,
          event.n,
        );
      }
      break;
    case 'withdrawn-from-deliverable':
      db.q('DELETE FROM promotion WHERE production = ? AND asset_sid = ? AND delivery = ?').run(
        production,
        sid,
        (event.data as ActData['withdrawn-from-deliverable']).delivery,
      );
      break;
    default:
  }
}

function endApproval(context: ApplyContext, data: ApprovalRevokedData): void {
  if (data.effect !== 'from' || data.effectiveAt === null) return;
  const row = context.db.q('SELECT terms FROM approval WHERE id = ?').get(data.approval) as
    { terms: string } | undefined;
  if (row === undefined) return;
  const terms = JSON.parse(row.terms) as ApprovalTerms;
  const endsAt = terms.endsAt !== null && terms.endsAt < data.effectiveAt ? terms.endsAt : data.effectiveAt;
  context.db.q('UPDATE approval SET terms = ? WHERE id = ?').run(JSON.stringify({ ...terms, endsAt }), data.approval);
}

/** What F6 makes void is open all the same: whether an approval counts is for the evaluation to say. */
function meetCondition({ db }: ApplyContext, data: ActData['condition-evidenced'], at: string): void {
  const row = db.q('SELECT terms FROM approval WHERE id = ?').get(data.approval) as { terms: string } | undefined;
  if (row === undefined) return;
  const terms = JSON.parse(row.terms) as ApprovalTerms;
  const conditions = (terms.conditions ?? []).filter((id) => id !== data.condition);
  const met = { ...terms, conditions, ...(conditions.length === 0 ? { since: at } : {}) };
  db.q('UPDATE approval SET terms = ? WHERE id = ?').run(JSON.stringify(met), data.approval);
}

/**
 * An input named by asset id waits for that asset; one named by digest for any claim with that digest. Once it is found, the
 * edge to it says who has to be looked at again; what was known when this was applied depends on the batch, so it is not kept.
 */
function mention({ db, claims }: ApplyContext, { sid, production }: Applied, input: InputRef): void {
  if (input.asset !== undefined && (input.production === undefined || input.production === production)) {
    const target = claims.claim(production, input.asset);
    if (target.sid !== sid) {
      db.q('INSERT OR IGNORE INTO mention (to_sid, from_sid) VALUES (?, ?)').run(target.sid, sid);
      target.named = true;
    }
  }
  if (input.digest === undefined) return;
  for (const algorithm of DIGEST_ALGORITHMS) {
    const value = input.digest[algorithm];
    if (value === undefined) continue;
    db.q('INSERT OR IGNORE INTO digest_mention (production, algorithm, value, from_sid) VALUES (?, ?, ?, ?)').run(
      production,
      algorithm,
      value,
      sid,
    );
  }
}

function actMention({ db, claims }: ApplyContext, { sid, production }: Applied, name: string): void {
  const target = claims.find(production, name);
  if (target === null || target.sid === sid) return;
  db.q('INSERT OR IGNORE INTO act_mention (to_sid, from_sid) VALUES (?, ?)').run(target.sid, sid);
  target.named = true;
}
