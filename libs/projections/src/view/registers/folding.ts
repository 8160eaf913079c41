import type { Act, Category, Evidence, Recorded } from '@clearance/domain';
import type { ReadModelDatabase } from '../../database.js';
import { eventsOf } from '../../evaluate/dossiers.js';

/** Who asks a register, and what time it is asked about. Plain data. */
export interface Asking {
  /** RFC 3339 UTC ms. */
  readonly at: string;
  /** Productions in which the caller has a role: of others not even the name is told. null = all. */
  readonly productions: readonly string[] | null;
}

/** An event that an answer rests on. */
export interface BasisView {
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly by: string;
  readonly recordedAt: string;
}

/** Who said something, and when. */
export interface SaidView {
  readonly evidence: readonly Evidence[];
  readonly by: string;
  readonly recordedAt: string;
  readonly revision: number;
}

export interface RegisterPage<T> {
  readonly items: readonly T[];
  /** Ordinal to go on after; null on the last page. */
  readonly next: number | null;
}
export interface Register {
  readonly category: Category;
  /** '' = the whole ledger's. */
  readonly production: string;
  readonly streamOf: (id: string) => string;
}
export interface RegisterQuery {
  readonly after: number | null;
  readonly limit: number;
}

/** An entry of a register: its events as far as they can be read, and whether that is all of them. */
export interface Entry {
  readonly events: readonly Recorded[];
  /** False: an event was set aside. It may be the one that ends what the others say, so nobody is to rely on those. */
  readonly whole: boolean;
}

export function entryOf(db: ReadModelDatabase, stream: string): Entry {
  const row = db.q('SELECT sid FROM stream WHERE name = ?').get(stream) as { sid: number } | undefined;
  return row === undefined ? { events: [], whole: true } : entryUnder(db, row.sid, stream);
}

/**
 * The entries of one register in the order in which they came into being. A page may look at no more than SCAN of them, so
 * that a filter that hardly anything passes cannot hold up the thread; such a page is short, and goes on.
 */
export function registerPage<T>(
  db: ReadModelDatabase,
  { category, production, streamOf }: Register,
  { after, limit }: RegisterQuery,
  build: (id: string, entry: Entry) => T | null,
): RegisterPage<T> {
  const rows = db
    .q(
      `SELECT id, sid, n FROM register WHERE category = @category AND production = @production AND n > @after
       ORDER BY n LIMIT @limit`,
    )
    .all({ category, production, after: after ?? 0, limit: SCAN + 1 }) as RegisterRow[];
  const items: T[] = [];
  let last: number | null = null;
  for (const { id, sid, n } of rows.slice(0, SCAN)) {
    if (items.length === limit) return { items, next: last };
    const item = build(id, entryUnder(db, sid, streamOf(id)));
    if (item !== null) items.push(item);
    last = n;
  }
  return { items, next: rows.length > SCAN ? last : null };
}

export function basisOf(type: string, { stream, revision, by, recordedAt }: Act<unknown>): BasisView {
  return { type, stream, revision, by, recordedAt };
}

export function saidOf({ by, recordedAt, revision, data }: Act<{ readonly evidence: readonly Evidence[] }>): SaidView {
  return { evidence: data.evidence, by, recordedAt, revision };
}

/** The productions something is limited to, as far as the caller may know of them; null = it is not limited. */
export function seenAmong(productions: readonly string[] | null, asking: Asking): readonly string[] | null {
  return productions === null ? null : productions.filter((each) => sees(asking, each));
}

/** What is limited to productions of which the caller sees none is nothing to them. */
export function concerns(data: { readonly productions: readonly string[] | null }, asking: Asking): boolean {
  return data.productions === null || data.productions.some((each) => sees(asking, each));
}

function sees({ productions }: Asking, production: string): boolean {
  return productions === null || productions.includes(production);
}

const SCAN = 5_000;

interface RegisterRow {
  readonly id: string;
  readonly sid: number;
  readonly n: number;
}

function entryUnder(db: ReadModelDatabase, sid: number, stream: string): Entry {
  const aside = new Set((db.q('SELECT n FROM quarantine WHERE sid = ?').all(sid) as { n: number }[]).map(({ n }) => n));
  const events = eventsOf(db, sid, stream);
  return { events: events.filter(({ n }) => !aside.has(n)), whole: aside.size === 0 };
}
