import type { ContentState, Evaluated, OwnState } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { stateOfText } from './state-text.js';

/** Contents asked for in one statement. */
const AT_ONCE = 1_000;
/** Texts of states that are kept taken apart, and the longest that is worth it; past it all are forgotten and begun anew. */
const MAX_TEXTS = 4_000;
const MAX_TEXT_LENGTH = 2_000;

/** A content as it is stored. `evaluated` is null where nothing is known of it but its name. */
export interface StoredContent {
  readonly cid: number;
  /** Its display id. */
  readonly display: string;
  readonly evaluated: Evaluated | null;
  /** The newest event because of which it has to be evaluated again; null where the row is as it should be. */
  readonly dirty: number | null;
  /** The newest event because of which it has to be distilled anew; null where it has not, or nobody asked. */
  readonly stale: number | null;
}

interface Row {
  readonly cid: number;
  readonly display: string;
  readonly classes: string | null;
  readonly dirty: number | null;
  readonly stale: number | null;
}

const COLUMNS =
  'c.cid AS cid, c.display AS display, c.classes AS classes, (SELECT n FROM dirty WHERE cid = c.cid) AS dirty';
const NOTED = '(SELECT n FROM stale WHERE cid = c.cid) AS stale';

/**
 * The stored rows of contents, taken apart only as far as somebody looks: most ask what a content carries, few what it
 * says itself. Most contents carry nothing, or what many others carry: equal texts give one object, by which a judgement can
 * be remembered.
 */
export class StoredStates {
  private readonly texts = new Map<string, ContentState>();

  private readonly columns: string;

  /** @param noted whether to ask what has to be distilled anew. */
  constructor(
    private readonly db: ReadModelDatabase,
    noted = false,
  ) {
    this.columns = `${COLUMNS}, ${noted ? NOTED : 'NULL AS stale'}`;
  }

  /** By display id or by the id of any claim. Null where nobody named it. */
  of(production: string, asset: string): StoredContent | null {
    const row = this.db
      .q(`SELECT ${this.columns} FROM asset a JOIN content c ON c.cid = a.cid WHERE a.production = ? AND a.id = ?`)
      .get(production, asset) as Row | undefined;
    return row === undefined ? null : this.taken(row);
  }

  /** By its number. @throws Error where there is no such content */
  ofContent(cid: number): StoredContent {
    const row = this.db.q(`SELECT ${this.columns} FROM content c WHERE c.cid = ?`).get(cid) as Row | undefined;
    if (row === undefined) throw new Error(`no content row ${cid}`);
    return this.taken(row);
  }

  /** By their numbers, each once. Read in the order in which they lie on disk, so that a page is read once. */
  *ofContents(cids: Iterable<number>): Generator<StoredContent> {
    const sorted = [...new Set(cids)].sort((a, b) => a - b);
    const statement = this.db.q(`SELECT ${this.columns} FROM json_each(?) j CROSS JOIN content c ON c.cid = j.value`);
    for (let from = 0; from < sorted.length; from += AT_ONCE) {
      const rows = statement.all(JSON.stringify(sorted.slice(from, from + AT_ONCE))) as Row[];
      for (const row of rows) yield this.taken(row);
    }
  }

  /** A content that carries this; what it says itself is read when somebody looks. */
  at(cid: number, state: ContentState): Evaluated {
    return new Stored(this.db, cid, state);
  }

  private taken({ cid, display, classes, dirty, stale }: Row): StoredContent {
    // Only what says something by itself is ever evaluated.
    const known = classes !== null || this.db.q('SELECT 1 FROM own_state WHERE cid = ?').get(cid) !== undefined;
    const evaluated = known ? this.at(cid, classes === null ? NOTHING : this.stateOf(classes)) : null;
    return { cid, display, evaluated, dirty, stale };
  }

  private stateOf(text: string): ContentState {
    if (text.length > MAX_TEXT_LENGTH) return stateOfText(text);
    const kept = this.texts.get(text);
    if (kept !== undefined) return kept;
    if (this.texts.size >= MAX_TEXTS) this.texts.clear();
    const state = stateOfText(text);
    this.texts.set(text, state);
    return state;
  }
}

/** What was never evaluated passes nothing on. */
const NOTHING: ContentState = { classes: [] };

class Stored implements Evaluated {
  private read: OwnState | null = null;

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly cid: number,
    readonly state: ContentState,
  ) {}

  get own(): OwnState {
    if (this.read !== null) return this.read;
    const row = this.db.q('SELECT data FROM own_state WHERE cid = ?').get(this.cid) as { data: string } | undefined;
    if (row === undefined) throw new Error(`content ${this.cid} was evaluated, but nothing says what of`);
    this.read = JSON.parse(row.data) as OwnState;
    return this.read;
  }
}
