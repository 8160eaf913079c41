import {
  productionStream,
  type EventMetadata,
  type PackPublishedData,
  type PinnedPack,
  type PolicyAdoptedData,
} from '@clearance/domain';
import { basePack, BUNDLED_PACKS, BUNDLED_TESTS, documentDigest, packDigest, policyDigest } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { policyOf } from '../evaluate/policies.js';

/** A version of a pack, as a list shows it. */
export interface PackView {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly digest: string;
  /** It comes with the ledger; nobody published it. */
  readonly builtIn: boolean;
  readonly publishedAt: string | null;
  readonly publishedBy: string | null;
}
export interface PackDetail extends PackView {
  readonly pack: unknown;
  /** The tests it came with; no part of the digest. */
  readonly tests: readonly unknown[];
}

/** Every version: by id, those that come with the ledger first, then in the order they were published. */
export function packVersions(db: ReadModelDatabase): PackView[] {
  const published = (db.q(`${PUBLISHED} ORDER BY p.n`).all() as PublishedRow[]).map(publishedView);
  const isPublished = ({ id, version }: PackView) =>
    published.some((pack) => pack.id === id && pack.version === version);
  const builtIn = BUILT_IN.map(viewOf).filter((pack) => !isPublished(pack));
  return [...builtIn, ...published].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** One version; null where there is none. What was published under a name keeps it, whatever comes with a later ledger. */
export function packVersion(db: ReadModelDatabase, id: string, version: string): PackDetail | null {
  const row = db.q(`${PUBLISHED} WHERE p.id = ? AND p.version = ?`).get(id, version) as PublishedRow | undefined;
  if (row !== undefined) {
    const { data } = db.q('SELECT data FROM event WHERE n = ?').get(row.n) as { data: string };
    const { pack, tests = [] } = JSON.parse(data) as PackPublishedData;
    return { ...publishedView(row), pack, tests };
  }
  return BUILT_IN.find((pack) => pack.id === id && pack.version === version) ?? null;
}

/** By which packs a production is judged besides the base rules, and since when. */
export interface AdoptionView {
  readonly packs: readonly PinnedPack[];
  /** Of the policy as a whole. */
  readonly digest: string;
  readonly base: { readonly id: string; readonly version: string; readonly digest: string };
  readonly reason: string | null;
  readonly adoptedAt: string | null;
  readonly adoptedBy: string | null;
  /** Why nobody can say what it means; then everything in the production is unknown. */
  readonly faults: readonly string[];
  /** Of the production's stream. */
  readonly revision: number;
}

export function adoptionOf(db: ReadModelDatabase, production: string): AdoptionView {
  const { policy, policy_n: n } = db.q('SELECT policy, policy_n FROM production WHERE id = ?').get(production) as {
    policy: string | null;
    policy_n: number | null;
  };
  const adopted = db
    .q('SELECT data, meta FROM event WHERE n = ? AND n NOT IN (SELECT n FROM quarantine)')
    .get(n ?? -1) as { data: string; meta: string } | undefined;
  const { revision } = db
    .q('SELECT max(e.revision) AS revision FROM event e JOIN stream s ON s.sid = e.sid WHERE s.name = ?')
    .get(productionStream(production)) as { revision: number };
  const meta = adopted === undefined ? null : (JSON.parse(adopted.meta) as EventMetadata);
  return {
    ...adoptedPacks(policy === null ? [] : (JSON.parse(policy) as PinnedPack[])),
    reason: adopted === undefined ? null : (JSON.parse(adopted.data) as PolicyAdoptedData).reason,
    adoptedAt: meta?.recordedAt ?? null,
    adoptedBy: meta?.actor.subject ?? null,
    faults: policyOf(db, production).faults.map(({ message }) => message),
    revision,
  };
}

export function adoptedPacks(packs: readonly PinnedPack[]): Pick<AdoptionView, 'packs' | 'digest' | 'base'> {
  const { id, version } = basePack;
  return {
    packs,
    digest: policyDigest(packs as Parameters<typeof policyDigest>[0]),
    base: { id, version, digest: packDigest(basePack) },
  };
}

const BUILT_IN: readonly PackDetail[] = [
  { id: basePack.id, version: basePack.version, title: 'The rules of every production', pack: basePack, tests: [] },
  ...BUNDLED_PACKS.map((pack) => ({
    id: pack.id,
    version: pack.version,
    title: pack.title,
    pack,
    tests: BUNDLED_TESTS[documentDigest(pack)] ?? [],
  })),
].map((known) => ({
  ...known,
  digest:
    known.id === basePack.id ? packDigest(basePack) : documentDigest(known.pack as (typeof BUNDLED_PACKS)[number]),
  builtIn: true,
  publishedAt: null,
  publishedBy: null,
}));

interface PublishedRow {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly n: number;
  readonly title: string | null;
  readonly meta: string;
}
const PUBLISHED = `SELECT p.id AS id, p.version AS version, p.digest AS digest, p.n AS n, e.meta AS meta,
  json_extract(e.data, '$.pack.title') AS title FROM pack p JOIN event e ON e.n = p.n`;

function publishedView({ id, version, digest, title, meta }: PublishedRow): PackView {
  const { recordedAt, actor } = JSON.parse(meta) as EventMetadata;
  const publishedBy = actor.subject;
  return { id, version, title: title ?? id, digest, builtIn: false, publishedAt: recordedAt, publishedBy };
}

function viewOf({ pack: _pack, tests: _tests, ...view }: PackDetail): PackView {
  return view;
}
