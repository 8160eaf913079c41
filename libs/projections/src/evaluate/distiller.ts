import { JOINING_ALGORITHMS, digestsOf, isRegistered } from '@clearance/domain';
import {
  distill,
  type DistillInput,
  type LedgerFault,
  type OwnState,
  type Policy,
  type Resolver,
} from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { AssetStates } from './asset-states.js';
import { ClaimTables, type Told } from './claim-tables.js';
import { faultsOf } from './distilled.js';
import { locate, NO_SHARES, sharesIn, type Shares } from './foreign.js';
import { resolverOn } from './resolver.js';
import { PinnedStates } from './pinned-states.js';
import { schedule } from './schedule.js';
import { Settings } from './setting.js';
import { noteAskers, noteDue } from './stale.js';
import { Topology } from './topology.js';
import { WorkingClaims, type WorkingClaim } from './working-claims.js';
import { WorkingContents } from './working-contents.js';

/**
 * Keeps what a content says by itself (OwnState), who its claims are and how contents hang together true to the events
 * applied so far. Runs at the end of every fact transaction, so at `factsAt` nothing here is ever stale.
 */
export class Distiller {
  readonly claims: WorkingClaims;
  readonly states: AssetStates;
  readonly settings: Settings;
  private readonly contents: WorkingContents;
  private readonly pinned: PinnedStates;
  private readonly topology: Topology;
  private readonly tables: ClaimTables;
  private readonly shares: Shares;
  /** Contents to look at before the transaction ends. */
  private readonly open = new Set<number>();
  /** Contents that may share a joining digest with another. */
  private readonly joining = new Set<number>();
  /** What others may have asked for and could get now (L6); noted when everything is written, theirs among it. */
  private readonly told = new Set<string>();
  private n = 0;
  /** Some claim has a fault: hardly any ledger has one, and every content would have to be asked. */
  private faulty = false;
  /** Some release is live: contents have to be looked at again where only the bytes they are known by changed (D4). */
  private watched = false;
  /** Some production shares something with another (L6). */
  private sharing = false;
  /** Some input is named by digest. */
  private awaited = false;

  constructor(private readonly db: ReadModelDatabase) {
    this.contents = new WorkingContents(db);
    this.claims = new WorkingClaims(db, ({ sid, production, id }) => this.contents.begin(sid, production, id));
    this.states = new AssetStates(db);
    this.topology = new Topology(db, this.contents);
    this.settings = new Settings(db);
    this.pinned = new PinnedStates(db);
    this.shares = sharesIn(db);
    this.tables = new ClaimTables(db, this.claims, {
      registered: (claim) => this.registered(claim),
      identified: (claim, algorithm, value, member) => this.identified(claim, algorithm, value, member),
    });
  }

  touch(cid: number): void {
    this.open.add(cid);
  }

  /** What was applied since the last `run` is taken back: nothing that was remembered of it holds. */
  forgetAll(): void {
    this.claims.clear();
    this.contents.clear();
    this.states.clear();
    this.settings.forget();
    this.open.clear();
    this.joining.clear();
    this.told.clear();
  }

  /** Distils everything touched, and everything that this touches in turn. `n`: the last event applied. */
  run(logTime: string, n: number): void {
    const due = this.db.q('SELECT DISTINCT cid FROM due WHERE at <= ? LIMIT ?').all(logTime, DUE_AT_ONCE + 1) as {
      cid: number;
    }[];
    if (due.length > DUE_AT_ONCE) noteDue(this.db, logTime, n);
    else for (const { cid } of due) this.open.add(cid);
    this.db.q('DELETE FROM due WHERE at <= ?').run(logTime);
    this.finish(logTime, n);
  }

  /**
   * Distils contents of a production that were noted (evaluate/stale.ts).
   * @returns how many
   */
  refresh(production: string, most: number, logTime: string): number {
    const noted = this.db
      .q('SELECT cid, n FROM stale WHERE production = ? ORDER BY cid LIMIT ?')
      .all(production, most) as { cid: number; n: number }[];
    const last = noted.at(-1);
    if (last === undefined) return 0;
    this.db.q('DELETE FROM stale WHERE production = ? AND cid <= ?').run(production, last.cid);
    for (const { cid } of noted) this.open.add(cid);
    this.finish(logTime, Math.max(...noted.map(({ n }) => n)));
    return noted.length;
  }

  private finish(logTime: string, n: number): void {
    this.n = n;
    this.faulty = this.db.q('SELECT 1 FROM fault LIMIT 1').get() !== undefined;
    this.watched = this.db.q('SELECT 1 FROM release WHERE live = 1 LIMIT 1').get() !== undefined;
    this.sharing = this.db.q('SELECT 1 FROM shared LIMIT 1').get() !== undefined;
    this.awaited = this.db.q('SELECT 1 FROM digest_mention LIMIT 1').get() !== undefined;
    while (this.open.size > 0) {
      for (const cid of this.open) {
        this.open.delete(cid);
        this.content(cid, logTime);
      }
    }
    this.claims.flush();
    this.contents.flush();
    this.claims.trim();
    this.contents.trim();
    for (const name of this.told) noteAskers(this.db, name, null, n);
    this.told.clear();
  }

  private content(cid: number, logTime: string): void {
    const told = this.claims.ofContent(cid).map((claim): Told => {
      const state = this.states.of(claim);
      return { claim, state, digests: digestsOf(state) };
    });
    if (told.length === 0) return;
    for (const each of told) this.tables.describe(each);
    if (this.join(cid, told)) return;
    const states = told.map(({ state }) => state);
    if (states.every((state) => !isRegistered(state) && state.revision < 0)) return;
    const { production, display } = this.contents.at(cid);
    this.tables.names(told, display);
    const setting = this.settings.of(production);
    const input: DistillInput = {
      content: display,
      claims: states,
      resolver: this.resolver(cid, production),
      logTime,
      faults: [...this.faults(told), ...setting.faults],
      pack: setting.policy,
      registry: setting.registry,
      rulings: setting.rulings,
      usages: setting.usages,
    };
    this.store(
      cid,
      distill(input),
      setting.pinned.map((policy) => ({ policy, own: distill({ ...input, pack: policy }) })),
    );
  }

  private resolver(cid: number, production: string): Resolver {
    const { claims, contents } = this;
    return resolverOn(
      {
        find: (where, id) => claims.find(where, id),
        displayOf: (of) => contents.at(of).display,
        contentsWith: (where, algorithm, value) => claims.contentsWith(where, algorithm, value),
        cycleOf: (of) => contents.at(of).cycle,
        ownOf: (of) => parsed(contents.ownOf(contents.at(of))),
        claimsOf: (of) => claims.ofContent(of).map(({ id }) => id),
        shares: this.sharing ? this.shares : NO_SHARES,
      },
      production,
      cid,
    );
  }

  private store(cid: number, own: OwnState, pinned: readonly { policy: Policy; own: OwnState }[]): void {
    const content = this.contents.at(cid);
    const before = this.contents.ownOf(content);
    const text = JSON.stringify(own);
    const watched = pinned.map(({ policy, own: other }) => ({
      policy,
      before: this.pinned.ownText(policy, cid),
      text: JSON.stringify(other),
    }));
    if (before === text && watched.every((each) => each.before === each.text)) return;
    const previous = parsed(before);
    this.contents.distilled(content, text);
    for (const each of watched) this.pinned.distilled(each.policy, cid, each.text);
    schedule(
      this.db,
      cid,
      [previous, ...watched.map((each) => parsed(each.before))],
      [own, ...pinned.map((each) => each.own)],
    );
    const targets = new Set(
      own.edges.map((edge) => {
        const at = locate(content.production, edge.to);
        return this.claims.claim(at.production, at.id).cid;
      }),
    );
    for (const changed of this.topology.setEdges(cid, targets)) this.open.add(changed);
    if ((previous?.submitters ?? []).join('\n') !== own.submitters.join('\n'))
      for (const claim of this.claims.ofContent(cid)) this.touchMentioners('act_mention', claim);
    this.contents.mark(content, this.n);
  }

  private registered(claim: WorkingClaim): void {
    this.touchMentioners('mention', claim);
    this.tellOthers(claim);
  }

  /** A claim is known by a digest it was not known by before. */
  private identified({ production, cid }: WorkingClaim, algorithm: string, value: string, member: boolean): void {
    if (this.watched) this.mark(cid);
    if (member) return;
    this.joining.add(cid);
    if (this.sharing) this.told.add(`digest:${algorithm}:${value}`);
    if (!this.awaited) return;
    const waiting = this.db
      .q('SELECT from_sid AS sid FROM digest_mention WHERE production = ? AND algorithm = ? AND value = ?')
      .all(production, algorithm, value) as { sid: number }[];
    for (const { sid } of waiting) this.open.add(this.claims.bySid(sid).cid);
  }

  /** I1: joins this content with every other that shares a joining digest. True where it was joined: distil the result. */
  private join(cid: number, told: readonly Told[]): boolean {
    // Two contents come to share a digest only where one of them gets it, and that one is here then.
    if (!this.joining.has(cid)) return false;
    for (const { claim, digests } of told) {
      for (const algorithm of JOINING_ALGORITHMS) {
        const value = digests[algorithm];
        if (value === undefined) continue;
        const other = this.claims
          .contentsWith(claim.production, algorithm, value)
          .find((candidate) => candidate !== cid);
        if (other !== undefined) {
          this.merge(cid, other);
          return true;
        }
      }
    }
    this.joining.delete(cid);
    return false;
  }

  private merge(a: number, b: number): void {
    const { winner, loser, moved } = this.claims.merge(a, b);
    for (const touched of this.topology.detach(loser)) this.open.add(touched);
    for (const claim of moved) {
      this.touchMentioners('mention', claim);
      this.touchMentioners('act_mention', claim);
      this.tellOthers(claim);
    }
    if (this.watched) {
      // What made releases fail at the one is to be judged at the other, which is held by them as well from now on.
      this.db
        .q(
          `INSERT OR IGNORE INTO breach_content (decision, cid, rule, root, element)
           SELECT decision, ?, rule, root, element FROM breach_content WHERE cid = ?`,
        )
        .run(winner, loser);
      this.mark(winner);
    }
    this.forget(loser);
    this.joining.add(winner);
    this.open.add(winner);
  }

  private forget(cid: number): void {
    for (const table of ['due', 'stale', 'asked', 'pinned_own', 'pinned_state', 'breach_content'])
      this.db.q(`DELETE FROM ${table} WHERE cid = ?`).run(cid);
    this.contents.forget(cid);
    this.open.delete(cid);
    this.joining.delete(cid);
  }

  /** L6: whoever names it from another production looks at it again. */
  private tellOthers({ production, id }: WorkingClaim): void {
    if (this.sharing) this.told.add(`foreign:${production}/${id}`);
  }

  private touchMentioners(table: 'mention' | 'act_mention', claim: WorkingClaim): void {
    if (!claim.named) return;
    const rows = this.db.q(`SELECT from_sid AS sid FROM ${table} WHERE to_sid = ?`).all(claim.sid) as { sid: number }[];
    for (const { sid } of rows) this.open.add(this.claims.bySid(sid).cid);
  }

  private mark(cid: number): void {
    this.contents.mark(this.contents.at(cid), this.n);
  }

  private faults(told: readonly Told[]): LedgerFault[] {
    return this.faulty ? told.flatMap(({ claim }) => faultsOf(this.db, claim)) : [];
  }
}

/** More contents than these that fall due together are taken up in steps. */
const DUE_AT_ONCE = 500;

const parsed = (own: string | null): OwnState | null => (own === null ? null : (JSON.parse(own) as OwnState));
