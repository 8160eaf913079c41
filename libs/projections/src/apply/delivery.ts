import {
  emptyDelivery,
  evolveDelivery,
  statusOf,
  type ConcernData,
  type DeliveryData,
  type ReleasedData,
} from '@clearance/domain';
import { ENGINES, policyKey, UnknownEngine } from '@clearance/policy';
import { deliveryOf } from '../evaluate/delivery-state.js';
import { pinnedPolicies } from '../evaluate/live-release.js';
import { dropUnpinned } from '../evaluate/pinned-states.js';
import { pinnedBy, policyOf } from '../evaluate/policies.js';
import { noteProduction } from '../evaluate/stale.js';
import type { Applied, ApplyContext } from './context.js';

/** An event of a delivery stream: the delivery's row, its live release, and which breaches have been announced. */
export function applyDelivery(context: ApplyContext, applied: Applied): void {
  const { db } = context;
  const { event, production, id, sid } = applied;
  // Throws where the event cannot be read, before anything of it is applied: it is set aside then.
  evolveDelivery(emptyDelivery(production, id), event);
  switch (event.type) {
    case 'opened': {
      const data = event.data as DeliveryData['opened'];
      db.q(
        `INSERT OR IGNORE INTO delivery (production, id, sid, class, recipient, due_at, status, last_check, n)
         VALUES (?, ?, ?, ?, ?, ?, 'open', NULL, ?)`,
      ).run(production, id, sid, data.class, data.recipient, data.dueAt, event.n);
      break;
    }
    case 'use-declared': {
      const data = event.data as DeliveryData['use-declared'];
      db.q(`INSERT OR REPLACE INTO declared_use (production, delivery, asset, n, data) VALUES (?, ?, ?, ?, ?)`).run(
        production,
        id,
        data.asset,
        event.n,
        JSON.stringify(data),
      );
      // Items of a live release may be used otherwise than it was judged: each is looked at again.
      db.q('UPDATE release SET scan_ord = -2, scan_idx = -1 WHERE production = ? AND delivery = ? AND live = 1').run(
        production,
        id,
      );
      break;
    }
    case 'release-requested':
      db.q('INSERT OR IGNORE INTO open_request (n, sid, kind, recorded_at) VALUES (?, ?, ?, ?)').run(
        event.n,
        sid,
        'release',
        event.meta.recordedAt,
      );
      break;
    case 'released':
      db.q('DELETE FROM open_request WHERE sid = ?').run(sid);
      released(context, applied, event.data as ReleasedData);
      break;
    case 'release-refused':
      db.q('DELETE FROM open_request WHERE sid = ?').run(sid);
      break;
    case 'compromised':
    case 'affected':
    case 'questioned':
      announced(context, event.type, event.data as ConcernData);
      break;
    case 'concern-closed': {
      const data = event.data as DeliveryData['concern-closed'];
      for (const key of data.keys) {
        const at = { release: data.release, rule: key.rule, root: key.root, element: key.element ?? '' };
        db.q(`DELETE FROM breach WHERE ${KEY} AND NOT EXISTS (${HOLDERS})`).run(at);
        // It came back before the closing was recorded: it has to be announced again.
        db.q(`UPDATE breach SET announced = 0, gone = 0 WHERE ${KEY} AND kind <> 'compromised'`).run(at);
      }
      break;
    }
    case 'recalled':
    case 'replaced':
      retire(context, production, id);
      break;
    default:
  }
  writeStatus(context, applied);
}

/** What the delivery is after an event, whether that was applied or set aside. */
export function writeStatus({ db }: ApplyContext, { production, id, sid }: Applied): void {
  const status = statusOf(deliveryOf(db, production, id, sid));
  db.q('UPDATE delivery SET status = ? WHERE production = ? AND id = ?').run(status, production, id);
}

/** D4: a release that is no longer live concerns nobody; what was seen of it depends on when it was evaluated (P1). */
function retire({ db, distiller }: ApplyContext, production: string, delivery: string): void {
  for (const table of ['breach', 'breach_content']) {
    db.q(
      `DELETE FROM ${table} WHERE decision IN (SELECT decision FROM release WHERE production = ? AND delivery = ? AND live = 1)`,
    ).run(production, delivery);
  }
  db.q('UPDATE release SET live = 0, scan_ord = NULL, scan_idx = NULL WHERE production = ? AND delivery = ?').run(
    production,
    delivery,
  );
  distiller.settings.forget();
  dropUnpinned(db, production, pinnedPolicies(db, production));
}

function released(context: ApplyContext, { event, production, id }: Applied, data: ReleasedData): void {
  const { db } = context;
  if (!ENGINES.has(data.engine)) throw new UnknownEngine(data.engine);
  retire(context, production, id);
  const check = db.q('SELECT sid FROM check_run WHERE production = ? AND id = ?').get(production, data.check) as
    { sid: number } | undefined;
  if (check === undefined)
    throw new Error(`release ${data.decision} names check ${data.check}, which is not in the log before it`);
  db.q(
    `INSERT OR IGNORE INTO release (decision, production, delivery, check_sid, n, released_at, use, policies, engine, live, scan_ord, scan_idx)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, -2, -1)`,
  ).run(
    data.decision,
    production,
    id,
    check.sid,
    event.n,
    event.meta.recordedAt,
    JSON.stringify(data.use),
    JSON.stringify(data.policies),
    data.engine,
  );
  context.distiller.settings.forget();
  // Another policy was adopted, or another engine activated, between its point and its outcome: it is watched under its own from
  // here on.
  const pinned = pinnedBy(db, JSON.stringify(data.policies), data.engine);
  if (policyKey(pinned) !== policyKey(policyOf(db, production).policy)) noteProduction(db, production, event.n);
}

const KEY = 'decision = @release AND rule = @rule AND root = @root AND element = @element';
/** Contents because of which a finding makes a release fail, as far as they have been evaluated. */
const HOLDERS = `SELECT 1 FROM breach_content WHERE ${KEY}`;

/**
 * What was announced stands, whether or not this read model has seen it itself: a breach that came and went between two
 * evaluations here is known to be over, and one that is still to be evaluated comes back when it is (P1). So do its words: what
 * this read model would have said of it depends on when it looked.
 */
function announced({ db }: ApplyContext, kind: string, data: ConcernData): void {
  for (const cause of data.causes) {
    db.q(
      `INSERT INTO breach (decision, rule, root, element, kind, outcome, message, evidence, paths, announced, gone)
       VALUES (@release, @rule, @root, @element, @kind, @outcome, @message, @evidence, @paths, 1, NOT EXISTS (${HOLDERS}))
       ON CONFLICT (decision, rule, root, element) DO UPDATE SET
         announced = CASE WHEN kind = excluded.kind OR excluded.kind = 'compromised' THEN 1 ELSE announced END,
         outcome = excluded.outcome, message = excluded.message, evidence = excluded.evidence, paths = excluded.paths,
         kind = CASE WHEN excluded.kind = 'compromised' THEN excluded.kind ELSE kind END`,
    ).run({
      release: data.release,
      rule: cause.key.rule,
      root: cause.key.root,
      element: cause.key.element ?? '',
      kind,
      outcome: cause.outcome,
      message: cause.message,
      evidence: JSON.stringify(cause.evidence),
      paths: JSON.stringify(cause.paths),
    });
  }
}
