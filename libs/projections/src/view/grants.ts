import type {
  Digests,
  EventMetadata,
  Evidence,
  ShareGrantedData,
  ToolRulingRevokedData,
  ToolUseRuledData,
} from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { logTimeOf } from './point.js';
import type { RecordPage } from './records.js';

/** What a production shows to another (L6). */
export interface ShareView {
  readonly id: string;
  readonly production: string;
  readonly to: string;
  /** One of both is not empty. */
  readonly assets: readonly string[];
  readonly digests: readonly Digests[];
  readonly reason: string;
  readonly grantedAt: string;
  readonly grantedBy: string;
}

/** What was ruled once on all uses of an assistive tool. */
export interface ToolRulingView {
  readonly id: string;
  readonly production: string;
  readonly tool: string;
  readonly version: string;
  readonly mode: string;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** `expired`: log time has reached `expiresAt`; `revoked`: from the start, or log time has reached the time from which. */
  readonly state: ToolRulingState;
  readonly expiresAt: string | null;
  readonly ruledAt: string;
  readonly ruledBy: string;
  readonly revoked: ToolRulingRevocation | null;
}
export interface ToolRulingRevocation extends Omit<ToolRulingRevokedData, 'ruling'> {
  readonly revokedAt: string;
  readonly revokedBy: string;
}
export const TOOL_RULING_STATES = ['active', 'expired', 'revoked'] as const;
export type ToolRulingState = (typeof TOOL_RULING_STATES)[number];

/** A page in the order they were given; `after` is the ordinal that the page before ended with. */
export interface GrantQuery {
  readonly after: number | null;
  readonly limit: number;
}

export function sharesOf(
  db: ReadModelDatabase,
  production: string,
  filter: { readonly to: string | null },
  query: GrantQuery,
): RecordPage<ShareView> {
  const wanted = ({ to }: ShareView) => filter.to === null || to === filter.to;
  return pageOf(rowsOf(db, 'share', production, query), query, (row) => shareView(production, row), wanted);
}

export function shareById(db: ReadModelDatabase, production: string, id: string): ShareView | null {
  const row = rowById(db, 'share', production, id);
  return row === null ? null : shareView(production, row);
}

export function toolRulingsOf(
  db: ReadModelDatabase,
  production: string,
  filter: { readonly tool: string | null; readonly states: readonly string[] | null },
  query: GrantQuery,
): RecordPage<ToolRulingView> {
  const logTime = logTimeOf(db);
  return pageOf(
    rowsOf(db, 'tool_ruling', production, query),
    query,
    (row) => rulingView(db, production, row, logTime),
    ({ tool, state }) =>
      (filter.tool === null || tool === filter.tool) && (filter.states === null || filter.states.includes(state)),
  );
}

export function toolRulingById(db: ReadModelDatabase, production: string, id: string): ToolRulingView | null {
  const row = rowById(db, 'tool_ruling', production, id);
  return row === null ? null : rulingView(db, production, row, logTimeOf(db));
}

interface GrantRow {
  readonly id: string;
  readonly n: number;
  readonly data: string;
  readonly meta: string;
}
type GrantTable = 'share' | 'tool_ruling';
const selected = (table: GrantTable) =>
  `SELECT g.id AS id, g.n AS n, e.data AS data, e.meta AS meta FROM ${table} g JOIN event e ON e.n = g.n WHERE g.production = ?`;

function* rowsOf(db: ReadModelDatabase, table: GrantTable, production: string, query: GrantQuery): Generator<GrantRow> {
  let after = query.after ?? 0;
  for (;;) {
    const rows = db.q(`${selected(table)} AND g.n > ? ORDER BY g.n LIMIT 500`).all(production, after) as GrantRow[];
    yield* rows;
    if (rows.length < 500) return;
    after = rows.at(-1)!.n;
  }
}

function rowById(db: ReadModelDatabase, table: GrantTable, production: string, id: string): GrantRow | null {
  return (db.q(`${selected(table)} AND g.id = ?`).get(production, id) as GrantRow | undefined) ?? null;
}

function pageOf<T>(
  rows: Iterable<GrantRow>,
  { limit }: GrantQuery,
  view: (row: GrantRow) => T,
  wanted: (item: T) => boolean,
): RecordPage<T> {
  const items: T[] = [];
  let last = 0;
  for (const row of rows) {
    const item = view(row);
    if (!wanted(item)) continue;
    if (items.length === limit) return { items, next: last };
    items.push(item);
    last = row.n;
  }
  return { items, next: null };
}

function shareView(production: string, { id, data, meta }: GrantRow): ShareView {
  const { to, assets, digests, reason } = JSON.parse(data) as ShareGrantedData;
  const { recordedAt, actor } = JSON.parse(meta) as EventMetadata;
  return { id, production, to, assets, digests, reason, grantedAt: recordedAt, grantedBy: actor.subject };
}

function rulingView(
  db: ReadModelDatabase,
  production: string,
  { id, data, meta }: GrantRow,
  logTime: string,
): ToolRulingView {
  const { tool, version, mode, rules, reason, evidence, expiresAt } = JSON.parse(data) as ToolUseRuledData;
  const { recordedAt, actor } = JSON.parse(meta) as EventMetadata;
  const revoked = revocationOf(db, id);
  return {
    id,
    production,
    tool,
    version,
    mode,
    rules,
    reason,
    evidence,
    state: rulingState(expiresAt, revoked, logTime),
    expiresAt,
    ruledAt: recordedAt,
    ruledBy: actor.subject,
    revoked,
  };
}

function revocationOf(db: ReadModelDatabase, ruling: string): ToolRulingRevocation | null {
  const row = db
    .q('SELECT e.data AS data, e.meta AS meta FROM tool_ruling r JOIN event e ON e.n = r.revoked_n WHERE r.id = ?')
    .get(ruling) as Pick<GrantRow, 'data' | 'meta'> | undefined;
  if (row === undefined) return null;
  const { reason, effect, effectiveAt, evidence } = JSON.parse(row.data) as ToolRulingRevokedData;
  const { recordedAt, actor } = JSON.parse(row.meta) as EventMetadata;
  return { reason, effect, effectiveAt, evidence, revokedAt: recordedAt, revokedBy: actor.subject };
}

function rulingState(expiresAt: string | null, revoked: ToolRulingRevocation | null, logTime: string): ToolRulingState {
  if (revoked !== null && (revoked.effectiveAt ?? '') <= logTime) return 'revoked';
  return expiresAt !== null && expiresAt <= logTime ? 'expired' : 'active';
}
