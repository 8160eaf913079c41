import {
  hasJoiningDigest,
  JOINING_ALGORITHMS,
  WEAK_ALGORITHMS,
  digestsOf,
  isRegistered,
  profileOf,
  type AssetState,
  type Digests,
  type FactType,
} from '@clearance/domain';
import { basePack, distill, joinClaims, type Dossier, type OwnState } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { Claims, digestsOfRow, type AssetRow } from './claims.js';
import { AssetStates } from './asset-states.js';
import { ClaimMemory } from './claim-memory.js';
import { resolverOf } from './resolver.js';
import { Topology } from './topology.js';

/**
 * Keeps what a content says by itself (OwnState), who its claims are and how contents hang together true to the events
 * applied so far. Runs at the end of every fact transaction, so at `factsAt` nothing here is ever stale.
 */
export class Distiller {
  readonly claims: Claims;
  readonly states: AssetStates;
  private readonly memory = new ClaimMemory();
  private readonly topology: Topology;
  /** Contents to look at before the transaction ends. */
  private readonly open = new Set<number>();
  private n = 0;
  /** Some claim has a fault: hardly any ledger has one, and every content would have to be asked. */
  private faulty = false;
  /** Some release is live: contents have to be looked at again where only the bytes they are known by changed (D4). */
  private watched = false;

  constructor(private readonly db: ReadModelDatabase) {
    this.claims = new Claims(db, this.memory);
    this.states = new AssetStates(db);
    this.topology = new Topology(db);
  }

  touch(cid: number): void {
    this.open.add(cid);
  }

  /** What was applied since the last `run` is taken back: nothing that was remembered of it holds. */
  forgetAll(): void {
    this.memory.clear();
    this.states.clear();
    this.topology.forgetAll();
    this.open.clear();
  }

  /** Distils everything touched, and everything that this touches in turn. `n`: the last event applied. */
  run(logTime: string, n: number): void {
    this.n = n;
    this.faulty = this.db.q('SELECT 1 FROM fault LIMIT 1').get() !== undefined;
    this.watched = this.db.q('SELECT 1 FROM release WHERE live = 1 LIMIT 1').get() !== undefined;
    for (const { cid } of this.db.q('SELECT DISTINCT cid FROM due WHERE at <= ?').all(logTime) as { cid: number }[])
      this.open.add(cid);
    this.db.q('DELETE FROM due WHERE at <= ?').run(logTime);
    while (this.open.size > 0) {
      const [cid] = this.open;
      this.open.delete(cid!);
      this.content(cid!, logTime);
    }
  }

  private content(cid: number, logTime: string): void {
    const rows = this.claims.ofContent(cid);
    if (rows.length === 0) return;
    const states = rows.map((row) => this.states.of(row));
    for (const [index, row] of rows.entries()) this.profile(row, states[index]!);
    if (this.join(cid, rows, states)) return;
    const display = this.claims.bySid(cid);
    const registered = states.some((state) => isRegistered(state));
    if (!registered && states.every((state) => state.revision < 0)) return;
    this.names(rows, states, display.id);
    const own = distill({
      content: display.id,
      claims: states,
      resolver: resolverOf(this.db, display.production, cid, this.claims),
      logTime,
      faults: this.faults(rows),
      pack: basePack,
    });
    this.store(cid, display.production, own);
  }

  private store(cid: number, production: string, own: OwnState): void {
    const row = this.db.q('SELECT own FROM content WHERE cid = ?').get(cid) as { own: string | null } | undefined;
    const text = JSON.stringify(own);
    if (row?.own === text) return;
    const previous = row?.own == null ? null : (JSON.parse(row.own) as OwnState);
    this.db.q('UPDATE content SET own = ? WHERE cid = ?').run(text, cid);
    if (previous !== null) this.db.q('DELETE FROM due WHERE cid = ?').run(cid);
    for (const at of own.dueAt) this.db.q('INSERT OR IGNORE INTO due (cid, at) VALUES (?, ?)').run(cid, at);
    const targets = new Set(own.edges.map((edge) => this.cidOf(production, edge.to)));
    for (const changed of this.topology.setEdges(cid, targets)) this.open.add(changed);
    if (previous !== null && previous.submitters.join('\n') !== own.submitters.join('\n'))
      this.touchMentioners('act_mention', cid);
    if (previous === null && own.submitters.length > 0) this.touchMentioners('act_mention', cid);
    markDirty(this.db, cid, this.n);
  }

  private profile(row: AssetRow, state: AssetState): void {
    const profile = profileOf(state);
    const digests = digestsOf(state);
    const registered = isRegistered(state) ? 1 : 0;
    this.claims.describe(row, {
      registered,
      bytes_n: row.bytes_n ?? bytesKnownAt(state, digests),
      name: profile.name,
      kind: profile.kind,
      labels: JSON.stringify(profile.labels),
      vendor: profile.vendor,
      tools: row.tools,
      size: profile.size,
      media_type: profile.mediaType,
      digests: JSON.stringify(digests),
    });
    if (registered === 1 && row.registered === 0) this.touchMentioners('mention', row.cid, row.sid);
    const known = digestsOfRow(row);
    for (const algorithm of [...JOINING_ALGORITHMS, ...WEAK_ALGORITHMS]) {
      const value = digests[algorithm];
      if (value !== undefined && known[algorithm] !== value) this.index(row, algorithm, value, 0);
    }
    for (const fact of state.facts) {
      if (fact.type !== 'members-identified') continue;
      for (const member of fact.data.members) {
        for (const [algorithm, value] of Object.entries(member.digests))
          if (value !== undefined) this.index(row, algorithm, value, 1);
      }
    }
  }

  private index(row: AssetRow, algorithm: string, value: string, member: 0 | 1): void {
    const added = this.db
      .q('INSERT OR IGNORE INTO digest (production, algorithm, value, sid, member) VALUES (?, ?, ?, ?, ?)')
      .run(row.production, algorithm, value, row.sid, member);
    if (added.changes === 0) return;
    if (this.watched) markDirty(this.db, row.cid, this.n);
    if (member === 1) return;
    const waiting = this.db
      .q('SELECT from_sid AS sid FROM digest_mention WHERE production = ? AND algorithm = ? AND value = ?')
      .all(row.production, algorithm, value) as { sid: number }[];
    for (const { sid } of waiting) this.open.add(this.claims.bySid(sid).cid);
  }

  /** I1: joins this content with every other that shares a joining digest. True where it was joined: distil the result. */
  private join(cid: number, rows: readonly AssetRow[], states: readonly AssetState[]): boolean {
    for (const [index, row] of rows.entries()) {
      const digests = digestsOf(states[index]!);
      for (const algorithm of JOINING_ALGORITHMS) {
        const value = digests[algorithm];
        if (value === undefined) continue;
        const other = this.claims.contentsWith(row.production, algorithm, value).find((candidate) => candidate !== cid);
        if (other !== undefined) {
          this.merge(cid, other);
          return true;
        }
      }
    }
    return false;
  }

  private merge(a: number, b: number): void {
    const { winner, loser, moved } = this.claims.merge(a, b);
    for (const touched of this.topology.detach(loser)) this.open.add(touched);
    for (const sid of moved) {
      this.touchMentioners('mention', winner, sid);
      this.touchMentioners('act_mention', winner, sid);
    }
    if (this.watched) {
      // What made releases fail at the one is to be judged at the other, which is held by them as well from now on.
      this.db
        .q(
          `INSERT OR IGNORE INTO breach_content (decision, cid, rule, root, element)
           SELECT decision, ?, rule, root, element FROM breach_content WHERE cid = ?`,
        )
        .run(winner, loser);
      markDirty(this.db, winner, this.n);
    }
    this.forget(loser);
    this.open.add(winner);
  }

  private forget(cid: number): void {
    for (const table of ['content', 'dirty', 'due', 'breach_content'])
      this.db.q(`DELETE FROM ${table} WHERE cid = ?`).run(cid);
    this.topology.forget(cid);
    this.open.delete(cid);
  }

  private touchMentioners(table: 'mention' | 'act_mention', cid: number, sid?: number): void {
    const sids = sid === undefined ? this.claims.ofContent(cid).map((row) => row.sid) : [sid];
    for (const to of sids) {
      const rows = this.db.q(`SELECT from_sid AS sid FROM ${table} WHERE to_sid = ?`).all(to) as { sid: number }[];
      for (const { sid: from } of rows) this.open.add(this.claims.bySid(from).cid);
    }
  }

  /**
   * Aliases and tools as unretracted facts name them. A retracted fact stays in the state, so where no fact ever named
   * one there is nothing to write and nothing to take away.
   */
  private names(rows: readonly AssetRow[], states: readonly AssetState[], display: string): void {
    const named = (type: FactType) => states.some((state) => state.facts.some((fact) => fact.type === type));
    const aliases = named('aliased');
    const tools = named('generated-by-tool');
    if (!aliases && !tools) return;
    const dossier = joinClaims(states, display);
    for (const { sid } of rows) {
      const row = this.claims.bySid(sid);
      if (aliases) this.aliases(row, dossier);
      if (tools) this.tools(row, dossier);
    }
  }

  private aliases(row: AssetRow, dossier: Dossier): void {
    const stream = `asset-${row.production}/${row.id}`;
    const wanted = new Map<string, { scheme: string; value: string }>();
    for (const fact of dossier.facts) {
      if (fact.type !== 'aliased' || fact.stream !== stream) continue;
      for (const alias of fact.data.aliases) wanted.set(`${alias.scheme}:${alias.value}`, alias);
    }
    const known = this.db.q('SELECT scheme, value FROM alias WHERE sid = ?').all(row.sid) as {
      scheme: string;
      value: string;
    }[];
    for (const alias of known) {
      if (wanted.delete(`${alias.scheme}:${alias.value}`)) continue;
      this.db
        .q('DELETE FROM alias WHERE production = ? AND scheme = ? AND value = ? AND sid = ?')
        .run(row.production, alias.scheme, alias.value, row.sid);
    }
    for (const alias of wanted.values()) {
      this.db
        .q('INSERT OR IGNORE INTO alias (production, scheme, value, sid) VALUES (?, ?, ?, ?)')
        .run(row.production, alias.scheme, alias.value, row.sid);
    }
  }

  /** Tools that unretracted facts of this claim name. */
  private tools(row: AssetRow, dossier: Dossier): void {
    const stream = `asset-${row.production}/${row.id}`;
    const ids = dossier.facts.flatMap((fact) =>
      fact.type === 'generated-by-tool' && fact.stream === stream ? [fact.data.tool.id] : [],
    );
    const tools = ids.length === 0 ? null : `|${[...new Set(ids)].sort().join('|')}|`;
    const { sid: _sid, production: _production, id: _id, cid: _cid, ...described } = row;
    this.claims.describe(row, { ...described, tools });
  }

  private faults(rows: readonly AssetRow[]): { message: string; evidence: { stream: string; revision: number } }[] {
    if (!this.faulty) return [];
    return rows.flatMap((row) =>
      (
        this.db
          .q(
            'SELECT f.message AS message, e.revision AS revision FROM fault f JOIN event e ON e.n = f.n WHERE f.sid = ? ORDER BY f.n',
          )
          .all(row.sid) as { message: string; revision: number }[]
      ).map(({ message, revision }) => ({
        message,
        evidence: { stream: `asset-${row.production}/${row.id}`, revision },
      })),
    );
  }

  private cidOf(production: string, display: string): number {
    return this.claims.claim(production, display).cid;
  }
}

/** Puts a content on the list of those whose inherited state has to be evaluated, because of what came with event `n`. */
export function markDirty(db: ReadModelDatabase, cid: number, n: number): void {
  db.q(
    `INSERT INTO dirty (cid, production, rank, n) SELECT cid, production, rank, ? FROM content WHERE cid = ?
     ON CONFLICT (cid) DO UPDATE SET n = max(n, excluded.n)`,
  ).run(n, cid);
}

/** The same for everything that was made from a content. */
export function markDependentsDirty(db: ReadModelDatabase, cid: number, n: number): void {
  db.q(
    `INSERT INTO dirty (cid, production, rank, n)
     SELECT c.cid, c.production, c.rank, ? FROM edge e JOIN content c ON c.cid = e.from_cid WHERE e.to_cid = ?
     ON CONFLICT (cid) DO UPDATE SET n = max(n, excluded.n)`,
  ).run(n, cid);
}

/** I2: the event with which the first joining digest of a claim became known; the same however events are batched. */
function bytesKnownAt(state: AssetState, digests: Digests): number | null {
  if (!hasJoiningDigest(digests)) return null;
  const telling = state.facts.findIndex(
    (fact, index) =>
      (fact.type === 'bytes-identified' || fact.type === 'members-identified') &&
      hasJoiningDigest(digestsOf({ ...state, facts: state.facts.slice(0, index + 1) })),
  );
  return state.facts[telling]?.n ?? null;
}
