import {
  digestsOf,
  RETRACTABLE,
  type Act,
  type ActData,
  type AnyFact,
  type AssetState,
  type Digests,
  type FactRecord,
  type FactType,
  type JoiningAlgorithm,
  type TemporaryMarkLiftedData,
} from '@clearance/domain';
import { foldCase } from './four-eyes.js';
import { sortedUnique } from './order.js';
import type { ContentRef } from './types.js';

/** All claims about one content, joined (I1). */
export interface Dossier {
  readonly content: ContentRef;
  readonly claims: readonly AssetState[];
  /** Facts that count: unretracted, of all claims, in log order. */
  readonly facts: readonly AnyFact[];
  /** Facts that a valid retraction took away, in log order. */
  readonly retracted: readonly AnyFact[];
  readonly retractions: readonly ValidRetraction[];
  readonly marks: readonly MarkRecord[];
  /** I1: every value known of a joining algorithm, sorted. Two of one algorithm are a fault. */
  readonly digests: Readonly<Record<JoiningAlgorithm, readonly string[]>>;
  /** F6: case-folded and sorted; who may not approve, lift, confirm or accept here. */
  readonly submitters: readonly string[];
}

export interface ValidRetraction {
  readonly act: Act<ActData['fact-retracted']>;
  readonly facts: readonly AnyFact[];
}

export interface MarkRecord {
  readonly fact: FactRecord<'marked-temporary'>;
  /** The first valid lift; null while the mark stands. */
  readonly lift: Act<TemporaryMarkLiftedData> | null;
}

/** Joins the claims of one content. Acts by a submitter are left out, also where that became known later (F6). */
export function joinClaims(claims: readonly AssetState[], content: ContentRef): Dossier {
  const all = factsInLogOrder(claims);
  const { retractions, retractedIds, excluded } = settleRetractions(claims, all);
  const whole = retractedIds.size === 0;
  const facts = whole ? all : all.filter((fact) => !retractedIds.has(fact.event));
  return {
    content,
    claims,
    facts,
    retracted: whole ? [] : all.filter((fact) => retractedIds.has(fact.event)),
    retractions,
    marks: marksOf(facts, claims, excluded),
    digests: joiningDigests(claims),
    submitters: sortedUnique(excluded),
  };
}

/** Effective facts of one type. */
export function factsOf<T extends FactType>(dossier: Dossier, ...types: readonly T[]): FactRecord<T>[] {
  return dossier.facts.filter((fact) => (types as readonly FactType[]).includes(fact.type)) as FactRecord<T>[];
}

export function byLogOrder(
  a: { n: number; stream: string; revision: number },
  b: { n: number; stream: string; revision: number },
): number {
  return a.n - b.n || (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.revision - b.revision);
}

/** A stream holds its facts in log order already, and most contents have one claim. */
function factsInLogOrder(claims: readonly AssetState[]): readonly AnyFact[] {
  const [only] = claims;
  if (only !== undefined && claims.length === 1) return only.facts;
  return claims.flatMap((claim) => claim.facts).sort(byLogOrder);
}

const NOTHING: ReadonlySet<string> = new Set();

interface Settled {
  readonly retractions: readonly ValidRetraction[];
  readonly retractedIds: ReadonlySet<string>;
  /** Case-folded. */
  readonly excluded: ReadonlySet<string>;
}

interface Candidate extends ValidRetraction {
  readonly acceptor: string;
}

/**
 * F6, F7: which accepted retractions count. Whoever is named by a fact may not accept its retraction, yet a retracted fact
 * no longer names anyone but its token subject. The least fixpoint starts from everybody and lets a retraction in only when
 * its acceptor is free without it, so no circle of retractions can vouch for itself.
 */
function settleRetractions(claims: readonly AssetState[], all: readonly AnyFact[]): Settled {
  if (claims.every((claim) => claim.retractions.length === 0))
    return { retractions: [], retractedIds: NOTHING, excluded: excludedBy(all, NOTHING) };
  let waiting = claims.flatMap((claim) => candidatesOf(claim));
  const retractions: Candidate[] = [];
  const retractedIds = new Set<string>();
  let excluded = excludedBy(all, retractedIds);
  for (;;) {
    const accepted = waiting.filter((candidate) => !excluded.has(candidate.acceptor));
    if (accepted.length === 0) break;
    waiting = waiting.filter((candidate) => excluded.has(candidate.acceptor));
    retractions.push(...accepted);
    for (const { facts } of accepted) for (const fact of facts) retractedIds.add(fact.event);
    excluded = excludedBy(all, retractedIds);
  }
  retractions.sort((a, b) => byLogOrder(a.act, b.act));
  return { retractions: retractions.map(({ act, facts }) => ({ act, facts })), retractedIds, excluded };
}

/** Accepted retractions of one claim: by another person than the proposer, and only of what can be retracted. */
function candidatesOf(claim: AssetState): Candidate[] {
  if (claim.retractions.length === 0) return [];
  const retractable = new Map(
    claim.facts.filter((fact) => RETRACTABLE.includes(fact.type)).map((fact) => [fact.event, fact]),
  );
  return claim.retractions.flatMap((record) => {
    if (record.state !== 'accepted' || record.closed === null || !('events' in record.closed.data)) return [];
    const act = record.closed as Act<ActData['fact-retracted']>;
    const acceptor = foldCase(act.by);
    if (acceptor === foldCase(record.by)) return [];
    const facts = act.data.events.flatMap((event) => retractable.get(event) ?? []);
    return facts.length === 0 ? [] : [{ act, facts, acceptor }];
  });
}

/** F6: retracting a fact removes its authid, never its token subject. */
function excludedBy(facts: readonly AnyFact[], retracted: ReadonlySet<string>): ReadonlySet<string> {
  const excluded = new Set<string>();
  for (const fact of facts) {
    excluded.add(foldCase(fact.subject));
    if (fact.authid !== null && !retracted.has(fact.event)) excluded.add(foldCase(fact.authid));
  }
  return excluded;
}

/** A lift names marks on any claim. Whoever set a mark is a submitter, so that one test covers "nor the marker". */
function marksOf(
  facts: readonly AnyFact[],
  claims: readonly AssetState[],
  excluded: ReadonlySet<string>,
): MarkRecord[] {
  if (!facts.some((fact) => fact.type === 'marked-temporary')) return [];
  const lifts = claims
    .flatMap((claim) => claim.lifts)
    .filter((lift) => !excluded.has(foldCase(lift.by)))
    .sort(byLogOrder);
  const liftOf = new Map<string, Act<TemporaryMarkLiftedData>>();
  for (const lift of lifts) for (const mark of lift.data.marks) if (!liftOf.has(mark)) liftOf.set(mark, lift);
  return facts.flatMap((fact) =>
    fact.type === 'marked-temporary' ? [{ fact, lift: liftOf.get(fact.event) ?? null }] : [],
  );
}

/** Digests cannot be retracted (I3), so every fact counts; the root of complete members comes from the domain. */
function joiningDigests(claims: readonly AssetState[]): Record<JoiningAlgorithm, readonly string[]> {
  const known: Digests[] = [];
  for (const claim of claims) {
    known.push(digestsOf(claim));
    for (const fact of claim.facts) if (fact.type === 'bytes-identified') known.push(fact.data.digests);
  }
  const values = (algorithm: JoiningAlgorithm) => {
    const found = new Set<string>();
    for (const digests of known) {
      const value = digests[algorithm];
      if (value !== undefined) found.add(value);
    }
    return sortedUnique(found);
  };
  return { sha256: values('sha256'), sha1: values('sha1'), md5: values('md5'), c4: values('c4') };
}
