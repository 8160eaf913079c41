import type { ReadModelDatabase } from '../database.js';
import { Memory } from './memory.js';

/** A content that the writer is at work on. Changed only by `WorkingContents` and, where it says so, by `Topology`. */
export interface WorkingContent {
  readonly cid: number;
  readonly production: string;
  /** Id of its display claim (I2). */
  readonly display: string;
  rank: number;
  cycle: number | null;
  /** What it was made from, kept by Topology until all is written; null while nobody has asked. */
  targets: Set<number> | null;
  /** Whether something was made from it, kept by Topology; null where that is not known. */
  hasDependents: boolean | null;
  /** It has to be evaluated because of this event; 0 where nothing new asks for that. */
  dirty: number;
  /** What of it is still to be written. */
  unwritten: { row: boolean; place: boolean; own: boolean } | null;
}

/** Contents of one generation that are remembered. */
const MOST_CONTENTS = 20_000;
/** Characters of what they were distilled to: it is as long as what a content was made from and is found to lack. */
const MOST_OWN_TEXT = 16 * 1024 * 1024;

const INSERT = `INSERT INTO content (cid, production, display, rank, cycle, classes, state, compliant, counts, rules, changed_n)
  VALUES (?, ?, ?, ?, ?, NULL, 'unknown', 0, '{}', '', 0)`;
const DISTILLED =
  'INSERT INTO own_state (cid, data) VALUES (?, ?) ON CONFLICT (cid) DO UPDATE SET data = excluded.data';
const MARK = `INSERT INTO dirty (cid, production, rank, n) VALUES (?, ?, ?, ?)
  ON CONFLICT (cid) DO UPDATE SET rank = excluded.rank, n = max(n, excluded.n)`;

/**
 * Contents as the one writer of a read model sees them: own state, place in the lineage graph, and which have to be
 * evaluated. Each row that changed is written once, by `flush`; before that the tables must not be asked about contents.
 * Has to be cleared when a transaction is rolled back.
 */
export class WorkingContents {
  private readonly known = new Memory<number, WorkingContent>(MOST_CONTENTS);
  /** What contents were last distilled to, as JSON; null where there are no facts, none while nobody has asked. */
  private readonly owns = new Memory<number, string | null>(MOST_CONTENTS, {
    most: MOST_OWN_TEXT,
    of: (own) => own?.length ?? 0,
  });
  private readonly touched = new Set<WorkingContent>();

  constructor(private readonly db: ReadModelDatabase) {}

  /** A content that is new: nothing is known of it, and nothing can have been made from it. */
  begin(cid: number, production: string, display: string): void {
    const content: WorkingContent = {
      cid,
      production,
      display,
      rank: 0,
      cycle: null,
      targets: new Set(),
      hasDependents: false,
      dirty: 0,
      unwritten: { row: true, place: false, own: false },
    };
    this.known.set(cid, content);
    this.owns.set(cid, null);
    this.touched.add(content);
  }

  at(cid: number): WorkingContent {
    const content = this.known.get(cid) ?? this.load(cid);
    if (content === null) throw new Error(`there is no row for content ${cid}`);
    return content;
  }

  ownOf({ cid }: WorkingContent): string | null {
    const known = this.owns.get(cid);
    if (known !== undefined) return known;
    const row = this.db.q('SELECT data FROM own_state WHERE cid = ?').get(cid) as { data: string } | undefined;
    const own = row?.data ?? null;
    this.owns.set(cid, own);
    return own;
  }

  /** Says what a content was distilled to. */
  distilled(content: WorkingContent, own: string): void {
    this.owns.set(content.cid, own);
    this.change(content).own = true;
  }

  /** Puts a content at a place in the lineage graph. */
  place(content: WorkingContent, rank: number, cycle: number | null): void {
    if (content.rank === rank && content.cycle === cycle) return;
    content.rank = rank;
    content.cycle = cycle;
    this.change(content).place = true;
  }

  /** Puts a content on the list of those whose inherited state has to be evaluated, because of what came with event `n`. */
  mark(content: WorkingContent, n: number): void {
    content.dirty = Math.max(content.dirty, n);
    this.touched.add(content);
  }

  /** Something of it is remembered that holds only until all is written. */
  remember(content: WorkingContent): void {
    this.touched.add(content);
  }

  /** It has joined another. */
  forget(cid: number): void {
    const content = this.known.get(cid);
    if (content !== undefined) this.touched.delete(content);
    this.known.delete(cid);
    this.owns.delete(cid);
    for (const table of ['content', 'own_state', 'dirty']) this.db.q(`DELETE FROM ${table} WHERE cid = ?`).run(cid);
  }

  /** Writes what was changed. */
  flush(): void {
    for (const content of this.touched) {
      this.write(content);
      content.unwritten = null;
      content.dirty = 0;
      content.targets = null;
    }
    this.touched.clear();
  }

  /** Forgets what was not used lately. Nobody may hold a content over it. */
  trim(): void {
    this.known.trim();
    this.owns.trim();
  }

  clear(): void {
    this.known.clear();
    this.owns.clear();
    this.touched.clear();
  }

  private write(content: WorkingContent): void {
    const { cid, production, display, rank, cycle, dirty, unwritten } = content;
    if (unwritten?.row === true) {
      this.db.q(INSERT).run(cid, production, display, rank, cycle);
    } else if (unwritten?.place === true) {
      this.db.q('UPDATE content SET rank = ?, cycle = ? WHERE cid = ?').run(rank, cycle, cid);
      this.db.q('UPDATE dirty SET rank = ? WHERE cid = ?').run(rank, cid);
    }
    if (unwritten?.own === true) this.db.q(DISTILLED).run(cid, this.ownOf(content));
    if (dirty > 0) this.db.q(MARK).run(cid, production, rank, dirty);
  }

  private change(content: WorkingContent): { place: boolean; own: boolean } {
    this.touched.add(content);
    return (content.unwritten ??= { row: false, place: false, own: false });
  }

  private load(cid: number): WorkingContent | null {
    const row = this.db.q('SELECT production, display, rank, cycle FROM content WHERE cid = ?').get(cid) as
      { production: string; display: string; rank: number; cycle: number | null } | undefined;
    if (row === undefined) return null;
    const content: WorkingContent = {
      cid,
      production: row.production,
      display: row.display,
      rank: row.rank,
      cycle: row.cycle,
      targets: null,
      hasDependents: null,
      dirty: 0,
      unwritten: null,
    };
    this.known.set(cid, content);
    return content;
  }
}
