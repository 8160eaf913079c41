import {
  JOINING_ALGORITHMS,
  WEAK_ALGORITHMS,
  contradictingAlgorithms,
  hasJoiningDigest,
  type Digests,
  type JoiningAlgorithm,
  type ManifestItemData,
} from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { Claims, digestsOfRow } from '../evaluate/claims.js';
import { holdersOf, type Claimed, type Holder } from './holders.js';

/** Codes of interfaces.md for an item that no policy rule explains. */
export type IdentityCode =
  | 'unregistered'
  | 'bytes-unknown'
  | 'digest-mismatch'
  | 'ambiguous'
  | 'weak-match-only'
  | 'missing-file'
  | 'extra-file'
  | 'failed-verification';

export type Rung = 'digest' | 'weak-digest' | 'identifier' | 'path' | 'name';

export interface Match {
  readonly rung: Rung;
  /** What matched, e.g. `sha256:…` or `path:plates/a.exr`. */
  readonly by: string;
  /** Only a cryptographic digest may release. */
  readonly releasable: boolean;
  /** cids. More than one: ambiguous. */
  readonly candidates: readonly number[];
  /** Name of the member where the digest is that of one file of a sequence. */
  readonly member: string | null;
}

export interface Identified {
  readonly match: Match | null;
  readonly code: IdentityCode | null;
  readonly message: string | null;
  /** What is known of the item's bytes: the manifest's digests and those of the file that was looked at. */
  readonly digests: Digests;
}

/** A file that was found beside the manifest (`--root`). */
export type FoundFile = ManifestItemData;

/**
 * Finds the asset behind one manifest item (formats.md 1.5, rule I1): cryptographic digest, weak digest with equal size,
 * identifier, path, name. Only the first may release; the others say what the item claims to be.
 */
export class Matcher {
  private readonly claims: Claims;
  /** Who has what was looked up beforehand, by algorithm and value. */
  private readonly known = new Map<JoiningAlgorithm, ReadonlyMap<string, readonly Holder[]>>();

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly production: string,
  ) {
    this.claims = new Claims(db);
  }

  /**
   * Looks up beforehand who has these digests: many at a time, in the order in which they lie on disk.
   * @returns cids of all contents found, some of them several times.
   */
  prepare(digests: Iterable<Digests>): number[] {
    const wanted = new Map<JoiningAlgorithm, Set<string>>(
      JOINING_ALGORITHMS.map((algorithm) => [algorithm, new Set()]),
    );
    for (const each of digests) {
      for (const [algorithm, values] of wanted) {
        const value = each[algorithm];
        if (value !== undefined) values.add(value);
      }
    }
    const cids: number[] = [];
    for (const [algorithm, values] of wanted) {
      const found = holdersOf(this.db, this.production, algorithm, [...values].sort());
      this.known.set(algorithm, found);
      for (const holders of found.values()) for (const { cid } of holders) cids.push(cid);
    }
    return cids;
  }

  /** @param file what `--root` found under the item's path; undefined where no files were looked at, null where it is missing. */
  identify(item: ManifestItemData, file: FoundFile | null | undefined): Identified {
    if (item.failed === true) {
      return fault(item, 'failed-verification', `the manifest itself says that ${item.path} failed verification`);
    }
    if (file === null) return fault(item, 'missing-file', `${item.path} is in the manifest but not in the package`);
    if (file?.error !== undefined)
      return fault(item, 'failed-verification', `${item.path} could not be read: ${file.error}`);
    const contradiction = file === undefined ? null : contradictionOf(item, file);
    if (contradiction !== null) return fault(item, 'digest-mismatch', contradiction);
    const digests: Digests = { ...item.digests, ...file?.digests };
    const size = file?.size ?? item.size;
    return this.byDigest(item, digests) ?? this.byWeakDigest(item, digests, size) ?? this.byName(item, digests);
  }

  private byDigest(item: ManifestItemData, digests: Digests): Identified | null {
    const found = new Map<number, readonly Claimed[]>();
    let by: string | null = null;
    let member: string | null = null;
    for (const algorithm of JOINING_ALGORITHMS) {
      const value = digests[algorithm];
      if (value === undefined) continue;
      const holders = this.holders(algorithm, value);
      if (holders.length === 0) continue;
      // A file of its own comes before the same bytes as a member of a sequence.
      const own = holders.filter((holder) => holder.member === 0);
      by ??= `${algorithm}:${value}`;
      if (own.length === 0) member ??= item.path.split('/').at(-1) ?? item.path;
      for (const [cid, claims] of Map.groupBy(own.length > 0 ? own : holders, (holder) => holder.cid))
        if (!found.has(cid)) found.set(cid, claims);
    }
    if (by === null) return null;
    const candidates = [...found.keys()].sort((a, b) => a - b);
    const match: Match = { rung: 'digest', by, releasable: candidates.length === 1, candidates, member };
    if (candidates.length > 1) {
      return { match, code: 'ambiguous', message: `${item.path} fits ${candidates.length} different assets`, digests };
    }
    const conflict = member === null ? conflictAmong(found.get(candidates[0]!) ?? [], digests) : null;
    if (conflict !== null) {
      return {
        match: { ...match, releasable: false },
        code: 'digest-mismatch',
        message: `${item.path}: ${conflict}`,
        digests,
      };
    }
    return { match, code: null, message: null, digests };
  }

  private byWeakDigest(item: ManifestItemData, digests: Digests, size: number | null): Identified | null {
    for (const algorithm of WEAK_ALGORITHMS) {
      const value = digests[algorithm];
      if (value === undefined || size === null) continue;
      const candidates = this.claims
        .contentsWith(this.production, algorithm, value)
        .filter((cid) => this.claims.ofContent(cid).some((row) => row.size === size));
      if (candidates.length === 0) continue;
      const match: Match = {
        rung: 'weak-digest',
        by: `${algorithm}:${value}`,
        releasable: false,
        candidates,
        member: null,
      };
      if (candidates.length > 1)
        return {
          match,
          code: 'ambiguous',
          message: `${item.path} fits ${candidates.length} different assets`,
          digests,
        };
      // A cryptographic digest that the asset does not have yet is no contradiction, but one that differs is.
      const conflict = this.conflictWith(candidates[0]!, digests);
      if (conflict !== null) return { match, code: 'digest-mismatch', message: `${item.path}: ${conflict}`, digests };
      return {
        match,
        code: 'weak-match-only',
        message: `${item.path} matches only by ${algorithm}, which is no proof of content: verify the bytes (--root) or list a cryptographic digest`,
        digests,
      };
    }
    return null;
  }

  private byName(item: ManifestItemData, digests: Digests): Identified {
    const named = this.named(item);
    if (named === null) {
      return {
        match: null,
        code: 'unregistered',
        message: `no asset of this production has the bytes of ${item.path}`,
        digests,
      };
    }
    const match: Match = { rung: named.rung, by: named.by, releasable: false, candidates: named.cids, member: null };
    if (Object.keys(digests).length === 0) {
      if (named.cids.length > 1) {
        const message = `${item.path} is the name of ${named.cids.length} different assets`;
        return { match, code: 'ambiguous', message, digests };
      }
      const message = `${item.path} is known by name only: its bytes were never compared`;
      return { match, code: 'bytes-unknown', message, digests };
    }
    const conflicts = named.cids.map((cid) => this.conflictWith(cid, digests));
    if (conflicts.every((conflict) => conflict !== null)) {
      return { match, code: 'digest-mismatch', message: `${item.path}: ${conflicts[0]}`, digests };
    }
    return {
      match,
      code: 'unregistered',
      message: `no asset of this production has the bytes of ${item.path}`,
      digests,
    };
  }

  private named(item: ManifestItemData): { rung: Rung; by: string; cids: number[] } | null {
    const aliases = (item.aliases ?? []).map((alias) => ({ rung: 'identifier' as const, ...alias }));
    const fileName = item.path.split('/').at(-1) ?? item.path;
    const wanted = [
      ...aliases,
      { rung: 'path' as const, scheme: 'path', value: item.path },
      { rung: 'name' as const, scheme: 'file-name', value: fileName },
    ];
    for (const { rung, scheme, value } of wanted) {
      const cids = (
        this.db
          .q(
            `SELECT DISTINCT a.cid AS cid FROM alias l JOIN asset a ON a.sid = l.sid
             WHERE l.production = ? AND l.scheme = ? AND l.value = ? ORDER BY a.cid`,
          )
          .all(this.production, scheme, value) as { cid: number }[]
      ).map((row) => row.cid);
      if (cids.length > 0) return { rung, by: `${scheme}:${value}`, cids };
    }
    return null;
  }

  /** Where the item says other bytes than the asset has, in words; null where nothing contradicts. */
  private conflictWith(cid: number, digests: Digests): string | null {
    return conflictAmong(
      this.db.q('SELECT id, digests FROM asset WHERE cid = ? ORDER BY sid').all(cid) as Claimed[],
      digests,
    );
  }

  private holders(algorithm: JoiningAlgorithm, value: string): readonly Holder[] {
    return (
      this.known.get(algorithm)?.get(value) ?? holdersOf(this.db, this.production, algorithm, [value]).get(value) ?? []
    );
  }
}

/** The first claim that says other bytes, in words; null where nothing contradicts. */
function conflictAmong(claims: readonly Claimed[], digests: Digests): string | null {
  for (const claim of claims) {
    const [algorithm] = contradictingAlgorithms(digestsOfRow(claim), digests);
    if (algorithm !== undefined) return `its ${algorithm} is not the one registered for ${claim.id}`;
  }
  return null;
}

function contradictionOf(item: ManifestItemData, file: FoundFile): string | null {
  const [algorithm] = contradictingAlgorithms(item.digests, file.digests);
  if (algorithm !== undefined) return `the ${algorithm} of ${item.path} in the package is not the one in the manifest`;
  if (item.size !== null && file.size !== null && item.size !== file.size) {
    return `${item.path} has ${file.size} bytes in the package, ${item.size} in the manifest`;
  }
  if (!hasJoiningDigest(file.digests)) return `the bytes of ${item.path} in the package were not hashed`;
  const verified = Object.keys(item.digests).some((name) => file.digests[name as keyof Digests] !== undefined);
  return verified || Object.keys(item.digests).length === 0
    ? null
    : `${item.path}: none of the manifest's digests was computed for the file in the package`;
}

function fault(item: ManifestItemData, code: IdentityCode, message: string): Identified {
  return { match: null, code, message, digests: item.digests };
}
