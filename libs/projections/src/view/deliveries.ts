import {
  deliveryStream,
  liveRelease,
  statusOf,
  type CheckData,
  type ConcernRecord,
  type DeliveryState,
  type EventMetadata,
  type FindingKey,
  type OverrideData,
  type Use,
} from '@clearance/domain';
import { policyKey } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Claims } from '../evaluate/claims.js';
import { deliveryOf } from '../evaluate/delivery-state.js';
import { pinnedBy, policyOf } from '../evaluate/policies.js';

export interface ConcernView {
  readonly kind: string;
  readonly since: string;
  readonly paths: readonly string[];
  readonly findings: readonly (FindingKey & { readonly message: string; readonly outcome: string })[];
  readonly cause: { readonly stream: string; readonly revision: number };
  readonly closed: string | null;
}
/** Delivery of bodies.md 4, without `position`. */
export interface DeliveryView {
  readonly production: string;
  readonly id: string;
  /** What it was opened as; null, and lists empty, where that cannot be read. Its state is `unknown` then. */
  readonly name: string | null;
  readonly class: string | null;
  readonly recipient: string | null;
  readonly territories: readonly string[];
  readonly languages: readonly string[];
  readonly medium: string | null;
  readonly eidr: string | null;
  readonly dueAt: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
  readonly openedAt: string | null;
  readonly openedBy: string | null;
  readonly lastCheck: {
    readonly id: string;
    readonly decision: string;
    readonly summary: unknown;
    readonly decidedAt: string;
  } | null;
  readonly release: {
    readonly decision: string;
    readonly releasedAt: string;
    readonly releasedBy: string;
    readonly validUntil: string | null;
    readonly receipt: string;
    /** Broken glasses under which it went out. */
    readonly overrides: readonly OverrideData[];
    /** Whether the production is judged by another policy by now; the release is watched under its own (D5). */
    readonly olderPolicy: boolean;
  } | null;
  readonly concerns: readonly ConcernView[];
  readonly recall: {
    readonly at: string;
    readonly by: string;
    readonly reason: string;
    readonly cause: unknown;
  } | null;
  readonly replacedBy: string | null;
  readonly revision: number;
}

export interface DeliveryFilter {
  readonly state?: readonly string[];
  readonly class?: string;
  readonly recipient?: string;
  readonly dueBefore?: string;
  /** Deliveries whose newest check lists an item made of this asset, directly or through lineage. */
  readonly contains?: string;
  /** Deliveries whose last release was judged by a policy that the production no longer has, or (false) by its own. */
  readonly olderPolicy?: boolean;
}

/** Fold of a delivery as far as the read model knows it; null where it was never opened, and nothing is there to be read. */
export function deliveryState(db: ReadModelDatabase, production: string, id: string): DeliveryState | null {
  const row = (db.q('SELECT sid FROM delivery WHERE production = ? AND id = ?').get(production, id) ??
    db
      .q('SELECT s.sid AS sid FROM stream s JOIN quarantine q ON q.sid = s.sid WHERE s.name = ?')
      .get(deliveryStream(production, id))) as { sid: number } | undefined;
  return row === undefined ? null : deliveryOf(db, production, id, row.sid);
}

/** Status of a delivery as its own stream gives it, without what its newest check says. */
export function statusOfDelivery(db: ReadModelDatabase, production: string, id: string): string {
  const row = db.q('SELECT status FROM delivery WHERE production = ? AND id = ?').get(production, id) as
    { status: string } | undefined;
  return row?.status ?? 'unknown';
}

export function deliveryView(db: ReadModelDatabase, production: string, id: string): DeliveryView | null {
  const state = deliveryState(db, production, id);
  return state === null || isMissing(state) ? null : viewOf(db, state);
}

/** Whether there is no such delivery. One with an event that cannot be read was opened by that, for all that is known. */
export function isMissing(state: DeliveryState): boolean {
  return state.opened === null && state.unread === 0;
}

/** Ordered by id. `after`: id of the last item of the page before. */
export function listDeliveries(
  db: ReadModelDatabase,
  production: string,
  filter: DeliveryFilter,
  page: { readonly after: string | null; readonly limit: number },
): DeliveryView[] {
  const containing = filter.contains === undefined ? null : deliveriesContaining(db, production, filter.contains);
  const found: DeliveryView[] = [];
  const rows = db
    .q(
      `SELECT id, class, recipient, due_at FROM delivery WHERE production = @production AND id > @after
       UNION ALL SELECT u.id, NULL, NULL, NULL FROM (SELECT DISTINCT substr(s.name, length(@prefix) + 1) AS id
         FROM quarantine q JOIN stream s ON s.sid = q.sid WHERE substr(s.name, 1, length(@prefix)) = @prefix) u
       WHERE u.id > @after AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.production = @production AND d.id = u.id)
       ORDER BY id`,
    )
    .all({ production, after: page.after ?? '', prefix: deliveryStream(production, '') }) as ListedRow[];
  for (const row of rows) {
    if (found.length === page.limit) break;
    if (filter.class !== undefined && row.class !== filter.class) continue;
    if (filter.recipient !== undefined && row.recipient !== filter.recipient) continue;
    if (filter.dueBefore !== undefined && (row.due_at === null || row.due_at >= filter.dueBefore)) continue;
    if (containing !== null && !containing.has(row.id)) continue;
    const view = deliveryView(db, production, row.id);
    if (filter.olderPolicy !== undefined && view?.release?.olderPolicy !== filter.olderPolicy) continue;
    if (view === null || (filter.state !== undefined && !filter.state.includes(view.state))) continue;
    found.push(view);
  }
  return found;
}

/** What filters ask of a delivery before it is folded; null where what opened it could not be read. */
interface ListedRow {
  readonly id: string;
  readonly class: string | null;
  readonly recipient: string | null;
  readonly due_at: string | null;
}

/** The use a delivery asks for (F8). */
export function useOf(state: DeliveryState): Use {
  const data = state.opened?.data;
  if (data === undefined) throw new Error(`the delivery ${state.id} was never opened`);
  return { class: data.class, territories: data.territories, languages: data.languages, medium: data.medium };
}

export interface CheckRow {
  readonly id: string;
  readonly decision: string | null;
  readonly requestedAt: number;
}

/** Checks of a delivery, newest first. */
export function checksOf(
  db: ReadModelDatabase,
  production: string,
  delivery: string,
  page: { readonly before: number | null; readonly limit: number },
): CheckRow[] {
  return db
    .q(
      `SELECT id, decision, requested_n AS requestedAt FROM check_run WHERE production = ? AND delivery = ? AND requested_n < ?
       ORDER BY requested_n DESC LIMIT ?`,
    )
    .all(production, delivery, page.before ?? Number.MAX_SAFE_INTEGER, page.limit) as CheckRow[];
}

function viewOf(db: ReadModelDatabase, state: DeliveryState): DeliveryView {
  const { opened } = state;
  const lastCheck = lastCheckOf(db, state);
  const release = state.releases.findLast((candidate) => candidate.outcome?.kind === 'released') ?? null;
  const act = release?.outcome?.act ?? null;
  const live = liveRelease(state);
  return {
    production: state.production,
    id: state.id,
    ...(opened?.data ?? NOTHING_KNOWN),
    state: standing(state, lastCheck?.decision ?? null),
    openedAt: opened?.recordedAt ?? null,
    openedBy: opened?.by ?? null,
    lastCheck,
    release:
      release === null || act === null
        ? null
        : {
            decision: release.decision,
            releasedAt: act.recordedAt,
            releasedBy: release.requested.by,
            validUntil: release.outcome?.kind === 'released' ? release.outcome.act.data.validUntil : null,
            receipt: `/v1/productions/${state.production}/deliveries/${state.id}/receipt`,
            overrides: release.outcome?.act.data.overrides ?? [],
            olderPolicy: isOlderPolicy(db, state.production, release.outcome?.act.data ?? null),
          },
    concerns: (live ?? release)?.concerns.map(concernView) ?? [],
    recall:
      state.recalled === null
        ? null
        : {
            at: state.recalled.recordedAt,
            by: state.recalled.by,
            reason: state.recalled.data.reason,
            cause: state.recalled.data.cause,
          },
    replacedBy: state.replaced?.data.by ?? null,
    revision: state.revision,
  };
}

/** Of a delivery as what it was opened cannot be read. */
const NOTHING_KNOWN = {
  name: null,
  class: null,
  recipient: null,
  territories: [],
  languages: [],
  medium: null,
  eidr: null,
  dueAt: null,
  labels: {},
};

/** Judged by other packs, or by another engine, than the production is by now. Of one without an outcome nothing is known. */
function isOlderPolicy(
  db: ReadModelDatabase,
  production: string,
  judged: { readonly policies: readonly unknown[]; readonly engine: number } | null,
): boolean {
  const own = policyOf(db, production).policy;
  const { policies, engine } = judged ?? { policies: [], engine: own.engine };
  return policyKey(pinnedBy(db, JSON.stringify(policies), engine)) !== policyKey(own);
}

/** Before anything was released the newest check tells how things stand. */
function standing(state: DeliveryState, lastDecision: string | null): string {
  const status = statusOf(state);
  if (status !== 'open' || lastDecision === null) return status;
  return lastDecision === 'release' ? 'ready' : 'held';
}

function lastCheckOf(db: ReadModelDatabase, state: DeliveryState): DeliveryView['lastCheck'] {
  const row = db
    .q(
      `SELECT c.id AS id, c.decision AS decision, e.data AS data, e.meta AS meta FROM delivery d
       JOIN check_run c ON c.production = d.production AND c.id = d.last_check JOIN event e ON e.n = c.checked_n
       WHERE d.production = ? AND d.id = ?`,
    )
    .get(state.production, state.id) as { id: string; decision: string; data: string; meta: string } | undefined;
  if (row === undefined) return null;
  const data = JSON.parse(row.data) as CheckData['checked'];
  return {
    id: row.id,
    decision: row.decision,
    summary: data.summary,
    decidedAt: (JSON.parse(row.meta) as EventMetadata).recordedAt,
  };
}

function concernView(concern: ConcernRecord): ConcernView {
  const { kind, cause, since, raisedBy, closed } = concern;
  return {
    kind,
    since,
    paths: cause.paths,
    findings: [{ ...cause.key, message: cause.message, outcome: cause.outcome }],
    cause: cause.evidence.at(-1) ?? { stream: raisedBy.stream, revision: raisedBy.revision },
    closed: closed?.recordedAt ?? null,
  };
}

/** Everything made from the asset, looked up among the items of each delivery's newest check. */
function deliveriesContaining(db: ReadModelDatabase, production: string, asset: string): Set<string> {
  const start = new Claims(db).find(production, asset);
  if (start === null) return new Set();
  const rows = db
    .q(
      `WITH RECURSIVE made(cid) AS (SELECT ? UNION SELECT e.from_cid FROM edge e JOIN made m ON e.to_cid = m.cid)
       SELECT DISTINCT d.id AS id FROM made m JOIN asset a ON a.cid = m.cid JOIN digest g ON g.sid = a.sid
       JOIN manifest_digest x ON x.value = g.value AND x.algorithm = g.algorithm JOIN check_manifest c ON c.mid = x.mid
       JOIN check_run r ON r.sid = c.check_sid JOIN delivery d ON d.production = r.production AND d.last_check = r.id
       WHERE d.production = ?`,
    )
    .all(start.cid, production) as { id: string }[];
  return new Set(rows.map((row) => row.id));
}
