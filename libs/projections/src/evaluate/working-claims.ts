import { assetStream } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import type { Described } from './asset-row.js';
import { sortedUnique } from './claims.js';
import { Memory } from './memory.js';

/** A claim that the writer is at work on. Changed only by `WorkingClaims`. */
export interface WorkingClaim {
  readonly sid: number;
  readonly production: string;
  readonly id: string;
  cid: number;
  registered: boolean;
  /** What its row says of it; null while nobody has asked. */
  described: Described | null;
  /** False only where nothing can have named it before (mention, act_mention). */
  named: boolean;
  /** What of it is still to be written. */
  unwritten: 'row' | 'changes' | null;
}

/** Claims and streams of one generation that are remembered. */
const MOST_CLAIMS = 20_000;
const MOST_STREAMS = 20_000;

const NOTHING_SAID: Described = {
  registered: 0,
  bytes_n: null,
  name: null,
  kind: null,
  labels: null,
  vendor: null,
  tools: null,
  size: null,
  media_type: null,
  digests: '{}',
};
const COLUMNS = Object.keys(NOTHING_SAID) as (keyof Described)[];
const INSERT = `INSERT INTO asset (sid, production, id, cid, ${COLUMNS.join(', ')})
  VALUES (?, ?, ?, ?, ${COLUMNS.map(() => '?').join(', ')})`;
const UPDATE = `UPDATE asset SET cid = ?, ${COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE sid = ?`;

/**
 * Claims and the contents they belong to (I1, I2), as the one writer of a read model sees them: rows that were read or
 * changed lately are remembered, and each row that changed is written once, by `flush`. Before that the tables must not
 * be asked about claims. Has to be cleared when a transaction is rolled back.
 */
export class WorkingClaims {
  private readonly sids = new Memory<string, number>(MOST_STREAMS);
  private readonly known = new Memory<number, WorkingClaim>(MOST_CLAIMS);
  /** By asset id, of whichever production named it last: nearly always the one that asks. */
  private readonly byId = new Memory<string, WorkingClaim>(MOST_CLAIMS);
  /** Content -> numbers of its claims, ascending. */
  private readonly members = new Memory<number, readonly number[]>(MOST_CLAIMS);
  private readonly unwritten = new Set<WorkingClaim>();
  /** Stream that was asked for last: the events of one request come one after the other. */
  private last: { readonly stream: string; readonly sid: number } | null = null;

  /** @param begin is told of each claim that is new, whose content has its number. */
  constructor(
    private readonly db: ReadModelDatabase,
    private readonly begin: (claim: WorkingClaim) => void,
  ) {}

  /** Number of a stream. One whose first event comes in is hardly ever known before. */
  sidOf(stream: string, first = false): number {
    if (this.last?.stream === stream) return this.last.sid;
    const kept = this.sids.get(stream);
    if (kept !== undefined) {
      this.last = { stream, sid: kept };
      return kept;
    }
    const sid = first ? (this.added(stream) ?? this.stored(stream)!) : (this.stored(stream) ?? this.added(stream)!);
    this.sids.set(stream, sid);
    this.last = { stream, sid };
    return sid;
  }

  /** The claim of an asset, made where it is named for the first time. */
  claim(production: string, id: string): WorkingClaim {
    return this.find(production, id) ?? this.ofStream(this.sidOf(assetStream(production, id)), production, id);
  }

  /** The same by the number of its stream. */
  ofStream(sid: number, production: string, id: string): WorkingClaim {
    const known = this.known.get(sid) ?? this.load(sid);
    if (known !== null) return known;
    const claim: WorkingClaim = {
      sid,
      production,
      id,
      cid: sid,
      registered: false,
      described: NOTHING_SAID,
      named: false,
      unwritten: 'row',
    };
    this.remember(claim);
    this.members.set(sid, [sid]);
    this.unwritten.add(claim);
    this.begin(claim);
    return claim;
  }

  find(production: string, id: string): WorkingClaim | null {
    const named = this.byId.get(id);
    if (named?.production === production && this.known.get(named.sid) === named) return named;
    const stream = assetStream(production, id);
    const sid = this.sids.get(stream) ?? this.stored(stream);
    if (sid === null) return null;
    this.sids.set(stream, sid);
    const claim = this.known.get(sid) ?? this.load(sid);
    if (claim !== null) this.byId.set(id, claim);
    return claim;
  }

  bySid(sid: number): WorkingClaim {
    const claim = this.known.get(sid) ?? this.load(sid);
    if (claim === null) throw new Error(`no asset row for stream ${sid}`);
    return claim;
  }

  ofContent(cid: number): readonly WorkingClaim[] {
    return this.membersOf(cid).map((sid) => this.bySid(sid));
  }

  describedOf(claim: WorkingClaim): Described {
    claim.described ??= this.db
      .q<[number], Described>(`SELECT ${COLUMNS.join(', ')} FROM asset WHERE sid = ?`)
      .get(claim.sid)!;
    return claim.described;
  }

  describe(claim: WorkingClaim, described: Described): void {
    const before = this.describedOf(claim);
    if (COLUMNS.every((column) => before[column] === described[column])) return;
    claim.described = described;
    claim.registered = described.registered === 1;
    this.change(claim);
  }

  /** Contents among whose claims one has this digest; several only while a merge is under way. */
  contentsWith(production: string, algorithm: string, value: string): number[] {
    const holders = this.db
      .q('SELECT sid FROM digest WHERE production = ? AND algorithm = ? AND value = ? AND member = 0')
      .all(production, algorithm, value) as { sid: number }[];
    return sortedUnique(holders.map(({ sid }) => this.bySid(sid).cid));
  }

  /**
   * I1, I2: makes two contents one. The display claim is the one whose joining digest became known first; its content
   * stays, the other's claims move to it.
   * @returns the content that stays, the one that went, and the claims that moved.
   */
  merge(a: number, b: number): { winner: number; loser: number; moved: readonly WorkingClaim[] } {
    const [winner, loser] = this.bytesKnownAt(a) <= this.bytesKnownAt(b) ? [a, b] : [b, a];
    const moved = this.ofContent(loser);
    for (const claim of moved) {
      claim.cid = winner;
      this.change(claim);
    }
    const sids = [...this.membersOf(winner), ...this.membersOf(loser)];
    this.members.set(
      winner,
      sids.sort((x, y) => x - y),
    );
    this.members.set(loser, []);
    return { winner, loser, moved };
  }

  /** Writes what was changed. */
  flush(): void {
    for (const claim of this.unwritten) {
      const described = this.describedOf(claim);
      const values = COLUMNS.map((column) => described[column]);
      if (claim.unwritten === 'row') this.db.q(INSERT).run(claim.sid, claim.production, claim.id, claim.cid, ...values);
      else this.db.q(UPDATE).run(claim.cid, ...values, claim.sid);
      claim.unwritten = null;
    }
    this.unwritten.clear();
  }

  /** Forgets what was not used lately. Nobody may hold a claim over it. */
  trim(): void {
    this.sids.trim();
    this.known.trim();
    this.byId.trim();
    this.members.trim();
  }

  clear(): void {
    this.last = null;
    this.sids.clear();
    this.known.clear();
    this.byId.clear();
    this.members.clear();
    this.unwritten.clear();
  }

  private membersOf(cid: number): readonly number[] {
    const kept = this.members.get(cid);
    if (kept !== undefined) return kept;
    if (this.bySid(cid).cid !== cid) return [];
    const twins = this.db.q('SELECT sid FROM asset WHERE cid = ? AND cid <> sid').all(cid) as { sid: number }[];
    const sids = [cid, ...twins.map(({ sid }) => sid)].sort((a, b) => a - b);
    this.members.set(cid, sids);
    return sids;
  }

  private change(claim: WorkingClaim): void {
    claim.unwritten ??= 'changes';
    this.unwritten.add(claim);
  }

  private stored(stream: string): number | null {
    return (this.db.q('SELECT sid FROM stream WHERE name = ?').get(stream) as { sid: number } | undefined)?.sid ?? null;
  }

  /** null where it stood there already. */
  private added(stream: string): number | null {
    const { changes, lastInsertRowid } = this.db.q('INSERT OR IGNORE INTO stream (name) VALUES (?)').run(stream);
    return changes === 0 ? null : Number(lastInsertRowid);
  }

  private load(sid: number): WorkingClaim | null {
    const row = this.db.q('SELECT production, id, cid, registered FROM asset WHERE sid = ?').get(sid) as
      { production: string; id: string; cid: number; registered: number } | undefined;
    if (row === undefined) return null;
    const claim: WorkingClaim = {
      sid,
      production: row.production,
      id: row.id,
      cid: row.cid,
      registered: row.registered === 1,
      described: null,
      named: true,
      unwritten: null,
    };
    this.remember(claim);
    return claim;
  }

  private remember(claim: WorkingClaim): void {
    this.known.set(claim.sid, claim);
    this.byId.set(claim.id, claim);
  }

  private bytesKnownAt(cid: number): number {
    return Math.min(...this.ofContent(cid).map((claim) => this.describedOf(claim).bytes_n ?? Number.MAX_SAFE_INTEGER));
  }
}
