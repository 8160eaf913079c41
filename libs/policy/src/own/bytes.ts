import {
  digestsOf,
  JOINING_ALGORITHMS,
  type AssetState,
  type FactRecord,
  type JoiningAlgorithm,
} from '@clearance/domain';
import { factsOf, type Dossier } from '../dossier.js';
import { compareText } from '../order.js';
import type { ConditionReader, Match } from './condition.js';

/** Values known of one algorithm over all claims, sorted. More than one is a fault (I1). */
export function joiningDigests(claims: readonly AssetState[], algorithm: JoiningAlgorithm): string[] {
  const values = new Set<string>();
  for (const claim of claims) {
    const whole = digestsOf(claim)[algorithm];
    if (whole !== undefined) values.add(whole);
    for (const fact of claim.facts) {
      const stated = fact.type === 'bytes-identified' ? fact.data.digests[algorithm] : undefined;
      if (stated !== undefined) values.add(stated);
    }
  }
  return [...values].sort(compareText);
}

/** base-bytes-unknown: no cryptographic digest, or members incomplete. */
export const bytesUnknown: ConditionReader = ({ dossier }) => {
  const unfinished = dossier.claims.flatMap((claim) => unfinishedMembers(dossier, claim));
  if (unfinished.length > 0) return unfinished;
  if (JOINING_ALGORITHMS.some((algorithm) => joiningDigests(dossier.claims, algorithm).length > 0)) return [];
  return [
    {
      message: 'none',
      facts: dossier.facts.filter(({ type }) => type === 'registered' || type === 'bytes-identified'),
    },
  ];
};

/** The half of base-ledger-fault that shows in the bytes: two values of one joining algorithm (I1). */
export function collisions(dossier: Dossier): Match[] {
  return JOINING_ALGORITHMS.filter((algorithm) => joiningDigests(dossier.claims, algorithm).length > 1).map(
    (algorithm) => ({
      message: 'collision',
      values: { algorithm },
      facts: dossier.facts.filter(
        (fact) =>
          (fact.type === 'bytes-identified' && fact.data.digests[algorithm] !== undefined) ||
          fact.type === 'members-identified',
      ),
    }),
  );
}

function unfinishedMembers(dossier: Dossier, claim: AssetState): Match[] {
  const facts = factsOf(dossier, 'members-identified').filter((fact) =>
    claim.facts.some(({ event }) => event === fact.event),
  );
  if (facts.length === 0) return [];
  const parts = Math.max(...facts.map(({ data }) => data.parts));
  const have = partsThere(facts, parts);
  return have === parts ? [] : [{ message: 'members', values: { have: String(have), parts: String(parts) }, facts }];
}

function partsThere(facts: readonly FactRecord<'members-identified'>[], parts: number): number {
  return new Set(facts.map(({ data }) => data.part).filter((part) => part >= 1 && part <= parts)).size;
}
