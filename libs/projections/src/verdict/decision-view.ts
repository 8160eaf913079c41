import {
  type ActData,
  type CheckData,
  type DeliveryData,
  type Digests,
  type EventMetadata,
  type HeldItem,
  type ManifestItemData,
  type ManifestRefData,
  type OverrideData,
  type Use,
  type VerdictData,
} from '@clearance/domain';
import { FILES_ORD } from '../apply/check.js';
import type { ReadModelDatabase } from '../database.js';
import { Claims } from '../evaluate/claims.js';
import { deliveryOf } from '../evaluate/delivery-state.js';
import { dataAt, fileBeside, itemAt, pagesOf, runOf } from './check-rows.js';
import { ItemViews, NO_USE, statusOfCause, type ItemView } from './item-views.js';
import { Judge } from '../view/judged.js';
import { packagePath } from './package-path.js';
import type { PolicyRef } from './verdict.js';

export type { FindingView, ItemView, MatchView } from './item-views.js';

/**
 * A Decision of bodies.md 4, built from what was recorded. `asset`, `match` and `state` of an item describe today, the
 * state under the use that was judged.
 */
export interface DecisionView {
  readonly id: string;
  readonly kind: 'check' | 'promotion' | 'release';
  readonly decision: 'release' | 'hold' | 'undecided';
  readonly delivery: string;
  readonly production: string;
  readonly position: string | null;
  readonly decidedAt: string | null;
  readonly use: Use;
  readonly policy: { readonly id: string; readonly version: string; readonly digest: string };
  readonly policies: readonly PolicyRef[];
  readonly engine: number;
  readonly manifests: readonly {
    readonly name: string;
    readonly format: string;
    readonly sha256: string;
    readonly items: number;
  }[];
  readonly summary: Readonly<Record<string, unknown>>;
  readonly items: readonly ItemView[];
  readonly problems: readonly { readonly code: string; readonly message: string; readonly path: string | null }[];
  readonly validUntil: string | null;
  /** Broken glasses that it rests on. */
  readonly overrides: readonly OverrideData[];
}

export type ItemSelection = 'all' | 'held' | 'none';

/** One item of a check with its place, for paging. */
export interface PlacedItem {
  readonly manifest: number;
  readonly index: number;
  readonly view: ItemView;
}

/** The decision a check came to; `undecided` while it has no outcome. null where there is no such check. */
export function checkDecision(
  db: ReadModelDatabase,
  production: string,
  check: string,
  items: ItemSelection,
): DecisionView | null {
  const run = runOf(db, production, check);
  if (run === null) return null;
  const requested = dataAt<CheckData['check-requested']>(db, run.requested_n);
  const outcome = run.checked_n === null ? null : dataAt<CheckData['checked']>(db, run.checked_n);
  return {
    ...shared(outcome?.data ?? null, outcome?.meta ?? null),
    id: check,
    kind: 'check',
    delivery: run.delivery,
    production,
    manifests: requested.data.manifests.map(manifestView),
    items:
      items === 'none' || outcome === null
        ? []
        : [...checkItems(db, production, check, { held: items === 'held' })].map((item) => item.view),
    problems: outcome?.data.problems ?? requested.data.problems,
    validUntil: null,
  };
}

/** Items of a check in order: manifests as given, then files that no manifest lists. */
export function* checkItems(
  db: ReadModelDatabase,
  production: string,
  check: string,
  options: { readonly held?: boolean; readonly after?: { readonly manifest: number; readonly index: number } } = {},
): Generator<PlacedItem> {
  const run = runOf(db, production, check);
  if (run?.checked_n == null) return;
  const { manifests } = dataAt<CheckData['check-requested']>(db, run.requested_n).data;
  const { causes, use } = dataAt<CheckData['checked']>(db, run.checked_n).data;
  const view = new ItemViews(db, production, causes, use as Use, run.delivery);
  const ords = [...manifests.keys(), FILES_ORD];
  const start = options.after === undefined ? 0 : ords.indexOf(options.after.manifest);
  for (const ord of ords.slice(start)) {
    const after = options.after !== undefined && ord === options.after.manifest ? options.after.index : -1;
    for (const page of pagesOf(db, run.sid, ord, after, options.held === true || ord === FILES_ORD)) {
      const rows = page.map(({ idx, data, held }) => ({
        idx,
        item: JSON.parse(data) as ManifestItemData,
        held: held === null ? null : (JSON.parse(held) as HeldItem),
      }));
      view.prepare(rows.map(({ item }) => item.digests));
      for (const { idx, item, held } of rows) {
        const manifest = manifests[ord];
        // Parts of a manifest history that are as they should be are no items of the package (judge-check.ts).
        if (item.role === 'structural' && held === null) continue;
        const path = held?.path ?? (manifest === undefined ? item.path : packagePath(manifest, item.path));
        yield { manifest: ord, index: idx, view: view.of({ ...item, path }, held, fileBeside(db, run.sid, path)) };
      }
    }
  }
}

/** The decision on a release by its id. */
export function releaseDecision(
  db: ReadModelDatabase,
  production: string,
  delivery: string,
  decision: string,
): DecisionView | null {
  const row = db.q('SELECT sid FROM delivery WHERE production = ? AND id = ?').get(production, delivery) as
    { sid: number } | undefined;
  if (row === undefined) return null;
  const state = deliveryOf(db, production, delivery, row.sid);
  const release = state.releases.find((candidate) => candidate.decision === decision);
  if (release === undefined) return null;
  const outcome = release.outcome?.act ?? null;
  const data = outcome?.data as DeliveryData['released'] | DeliveryData['release-refused'] | undefined;
  const run = runOf(db, production, release.check);
  const manifests = run === null ? [] : dataAt<CheckData['check-requested']>(db, run.requested_n).data.manifests;
  const held = recordedItems(data);
  const view = new ItemViews(db, production, data?.causes ?? [], (data?.use ?? NO_USE) as Use, delivery);
  return {
    ...shared(data ?? null, outcome === null ? null : { recordedAt: outcome.recordedAt }),
    id: decision,
    kind: 'release',
    delivery,
    production,
    manifests: manifests.map(manifestView),
    items: held.map((item) => view.of(itemAt(db, run?.sid ?? -1, item), item, null)),
    problems: [],
    validUntil: data !== undefined && 'validUntil' in data ? data.validUntil : release.requested.data.validUntil,
  };
}

/** The decision on a promotion from its outcome event; `undecided` where it was interrupted. */
export function promotionDecision(
  db: ReadModelDatabase,
  production: string,
  asset: string,
  outcome: {
    readonly type: string;
    readonly data: ActData['promoted-to-deliverable'] | ActData['promotion-refused'];
    readonly recordedAt: string;
  },
): DecisionView {
  const { data } = outcome;
  const paths = 'paths' in data ? data.paths : [];
  const row = new Claims(db).find(production, asset);
  const findings = data.causes.map((cause, index) => ({
    ...cause,
    status: statusOfCause(cause),
    path: paths[index]?.path ?? [asset],
    edges: paths[index]?.edges ?? [],
  }));
  return {
    ...shared(data, { recordedAt: outcome.recordedAt }),
    id: data.decision,
    kind: 'promotion',
    delivery: data.delivery,
    production,
    manifests: [],
    items: [
      {
        path: asset,
        size: row?.size ?? null,
        digests: row === null ? {} : (JSON.parse(row.digests) as Digests),
        asset,
        member: null,
        match: null,
        state: row === null ? null : new Judge(db, production, data.use as Use, data.delivery).stateOf(asset).state,
        status: data.verdict === 'hold' ? 'held' : findings.length === 0 ? 'cleared' : 'overridden',
        code: null,
        role: 'content',
        findings,
      },
    ],
    problems: [],
    validUntil: null,
  };
}

function shared(data: VerdictData | null, meta: Pick<EventMetadata, 'recordedAt'> | null) {
  const interrupted = data !== null && 'code' in data && data.code === 'interrupted';
  const policies = (data?.policies ?? []) as PolicyRef[];
  const [first] = policies;
  return {
    decision: data === null || interrupted ? ('undecided' as const) : data.verdict,
    position: data?.position == null ? null : String(data.position),
    decidedAt: meta?.recordedAt ?? null,
    use: (data?.use ?? NO_USE) as Use,
    policy:
      policies.length === 1 && first !== undefined
        ? { id: first.id, version: first.version, digest: first.digest }
        : { id: 'combined', version: '', digest: '' },
    policies,
    engine: data?.engine ?? 0,
    summary: data?.summary ?? {},
    overrides: data?.overrides ?? [],
  };
}

/** Items of a release that were recorded by themselves: those held, or those that went out under a broken glass. */
function recordedItems(
  data: DeliveryData['released'] | DeliveryData['release-refused'] | undefined,
): readonly HeldItem[] {
  if (data === undefined) return [];
  return 'held' in data ? (data.held ?? []) : 'overridden' in data ? (data.overridden ?? []) : [];
}

function manifestView({ name, format, sha256, items }: ManifestRefData) {
  return { name, format, sha256, items };
}
