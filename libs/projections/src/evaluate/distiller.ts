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
import {
  distill,
  joinClaims,
  type DistillInput,
  type Dossier,
  type LedgerFault,
  type OwnState,
  type Policy,
  type Resolver,
} from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { AssetStates } from './asset-states.js';
import { digestsOfRow } from './claims.js';
import { faultsOf } from './distilled.js';
import { isAssetShared, locate, sharedBytes } from './foreign.js';
import { resolverOn } from './resolver.js';
import { PinnedStates } from './pinned-states.js';
import { Settings } from './setting.js';
import { noteAskers, noteDue } from './stale.js';
import { Topology } from './topology.js';
import { WorkingClaims, type WorkingClaim } from './working-claims.js';
import { WorkingContents } from './working-contents.js';

/** A claim with its fold and everything known of its bytes. */
interface Told {
  readonly claim: WorkingClaim;
  readonly state: AssetState;
  readonly digests: Digests;
}

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
    for (const each of told) this.profile(each);
    if (this.join(cid, told)) return;
    const states = told.map(({ state }) => state);
    if (states.every((state) => !isRegistered(state) && state.revision < 0)) return;
    const { production, display } = this.contents.at(cid);
    this.names(told, display);
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
        isShared: (owner, to, asset) => this.sharing && isAssetShared(this.db, owner, to, asset),
        sharedBytes: (to, digests) =>
          this.sharing
            ? sharedBytes(
                this.db,
                to,
                digests,
                (owner, algorithm, value) => claims.contentsWith(owner, algorithm, value),
                (of) => claims.ofContent(of).map(({ id }) => id),
              )
            : null,
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
    this.schedule(
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

  /** When it is to be distilled again, and whose answers it rests on, under whatever policy. */
  private schedule(cid: number, before: readonly (OwnState | null)[], now: readonly OwnState[]): void {
    if (before.some((own) => own !== null && own.dueAt.length > 0)) this.db.q('DELETE FROM due WHERE cid = ?').run(cid);
    for (const { dueAt } of now)
      for (const at of dueAt) this.db.q('INSERT OR IGNORE INTO due (cid, at) VALUES (?, ?)').run(cid, at);
    const asked = (owns: readonly (OwnState | null)[]) => [...new Set(owns.flatMap((own) => own?.asked ?? []))];
    this.asked(cid, asked(before), asked(now));
  }

  private asked(cid: number, before: readonly string[], now: readonly string[]): void {
    for (const name of before)
      if (!now.includes(name)) this.db.q('DELETE FROM asked WHERE name = ? AND cid = ?').run(name, cid);
    for (const name of now)
      if (!before.includes(name)) this.db.q('INSERT OR IGNORE INTO asked (name, cid) VALUES (?, ?)').run(name, cid);
  }

  private profile({ claim, state, digests }: Told): void {
    const profile = profileOf(state);
    const before = this.claims.describedOf(claim);
    const wasRegistered = claim.registered;
    this.claims.describe(claim, {
      registered: isRegistered(state) ? 1 : 0,
      bytes_n: before.bytes_n ?? bytesKnownAt(state, digests),
      name: profile.name,
      kind: profile.kind,
      labels: JSON.stringify(profile.labels),
      vendor: profile.vendor,
      tools: before.tools,
      size: profile.size,
      media_type: profile.mediaType,
      digests: JSON.stringify(digests),
    });
    if (claim.registered && !wasRegistered) {
      this.touchMentioners('mention', claim);
      this.tellOthers(claim);
    }
    const known = digestsOfRow(before);
    for (const algorithm of [...JOINING_ALGORITHMS, ...WEAK_ALGORITHMS]) {
      const value = digests[algorithm];
      if (value !== undefined && known[algorithm] !== value) this.index(claim, algorithm, value, 0);
    }
    for (const fact of state.facts) {
      if (fact.type !== 'members-identified') continue;
      for (const member of fact.data.members) {
        for (const [algorithm, value] of Object.entries(member.digests))
          if (value !== undefined) this.index(claim, algorithm, value, 1);
      }
    }
  }

  private index(claim: WorkingClaim, algorithm: string, value: string, member: 0 | 1): void {
    const { production, sid, cid } = claim;
    const added = this.db
      .q('INSERT OR IGNORE INTO digest (production, algorithm, value, sid, member) VALUES (?, ?, ?, ?, ?)')
      .run(production, algorithm, value, sid, member);
    if (added.changes === 0) return;
    if (this.watched) this.mark(cid);
    if (member === 1) return;
    this.joining.add(cid);
    if (this.sharing) this.told.add(`digest:${algorithm}:${value}`);
    if (!this.awaited) return;
    const waiting = this.db
      .q('SELECT from_sid AS sid FROM digest_mention WHERE production = ? AND algorithm = ? AND value = ?')
      .all(production, algorithm, value) as { sid: number }[];
    for (const { sid: from } of waiting) this.open.add(this.claims.bySid(from).cid);
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

  /**
   * Aliases and tools as unretracted facts name them. A retracted fact stays in the state, so where no fact ever named
   * one there is nothing to write and nothing to take away.
   */
  private names(told: readonly Told[], display: string): void {
    const states = told.map(({ state }) => state);
    const named = (type: FactType) => states.some((state) => state.facts.some((fact) => fact.type === type));
    const aliases = named('aliased');
    const tools = named('generated-by-tool');
    if (!aliases && !tools) return;
    const dossier = joinClaims(states, display);
    for (const { claim } of told) {
      if (aliases) this.aliases(claim, dossier);
      if (tools) this.tools(claim, dossier);
    }
  }

  private aliases(claim: WorkingClaim, dossier: Dossier): void {
    const stream = `asset-${claim.production}/${claim.id}`;
    const wanted = new Map<string, { scheme: string; value: string }>();
    for (const fact of dossier.facts) {
      if (fact.type !== 'aliased' || fact.stream !== stream) continue;
      for (const alias of fact.data.aliases) wanted.set(`${alias.scheme}:${alias.value}`, alias);
    }
    const known = this.db.q('SELECT scheme, value FROM alias WHERE sid = ?').all(claim.sid) as {
      scheme: string;
      value: string;
    }[];
    for (const alias of known) {
      if (wanted.delete(`${alias.scheme}:${alias.value}`)) continue;
      this.db
        .q('DELETE FROM alias WHERE production = ? AND scheme = ? AND value = ? AND sid = ?')
        .run(claim.production, alias.scheme, alias.value, claim.sid);
    }
    for (const alias of wanted.values()) {
      this.db
        .q('INSERT OR IGNORE INTO alias (production, scheme, value, sid) VALUES (?, ?, ?, ?)')
        .run(claim.production, alias.scheme, alias.value, claim.sid);
    }
  }

  /** Tools that unretracted facts of this claim name. */
  private tools(claim: WorkingClaim, dossier: Dossier): void {
    const stream = `asset-${claim.production}/${claim.id}`;
    const ids = dossier.facts.flatMap((fact) =>
      fact.type === 'generated-by-tool' && fact.stream === stream ? [fact.data.tool.id] : [],
    );
    const tools = ids.length === 0 ? null : `|${[...new Set(ids)].sort().join('|')}|`;
    this.claims.describe(claim, { ...this.claims.describedOf(claim), tools });
  }

  private faults(told: readonly Told[]): LedgerFault[] {
    return this.faulty ? told.flatMap(({ claim }) => faultsOf(this.db, claim)) : [];
  }
}

/** More contents than these that fall due together are taken up in steps. */
const DUE_AT_ONCE = 500;

const parsed = (own: string | null): OwnState | null => (own === null ? null : (JSON.parse(own) as OwnState));

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
