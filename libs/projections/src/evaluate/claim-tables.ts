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
import { joinClaims, type Dossier } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { digestsOfRow } from './claims.js';
import type { WorkingClaim, WorkingClaims } from './working-claims.js';

/** A claim with its fold and everything known of its bytes. */
export interface Told {
  readonly claim: WorkingClaim;
  readonly state: AssetState;
  readonly digests: Digests;
}

/** What others may have waited for. */
export interface ClaimNews {
  registered(claim: WorkingClaim): void;
  /** A digest by which it was not known before; `member`: of a file of a sequence. */
  identified(claim: WorkingClaim, algorithm: string, value: string, member: boolean): void;
}

/** What the tables say of claims: profiles, digests, aliases, tools. */
export class ClaimTables {
  constructor(
    private readonly db: ReadModelDatabase,
    private readonly claims: WorkingClaims,
    private readonly on: ClaimNews,
  ) {}

  /** Profile and digests of a claim, as its facts have them. */
  describe({ claim, state, digests }: Told): void {
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
    if (claim.registered && !wasRegistered) this.on.registered(claim);
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

  /**
   * Aliases and tools as unretracted facts name them. A retracted fact stays in the state, so where no fact ever named
   * one there is nothing to write and nothing to take away.
   */
  names(told: readonly Told[], display: string): void {
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

  private index(claim: WorkingClaim, algorithm: string, value: string, member: 0 | 1): void {
    const { production, sid } = claim;
    const added = this.db
      .q('INSERT OR IGNORE INTO digest (production, algorithm, value, sid, member) VALUES (?, ?, ?, ?, ?)')
      .run(production, algorithm, value, sid, member);
    if (added.changes > 0) this.on.identified(claim, algorithm, value, member === 1);
  }
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
