import { JOINING_ALGORITHMS, membersOf } from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import type { ConditionReader, Match } from './condition.js';

/** base-bytes-unknown: no cryptographic digest, or members incomplete. */
export const bytesUnknown: ConditionReader = ({ dossier }) => {
  const unfinished = dossier.claims.filter((claim) => membersOf(claim)?.complete === false);
  if (unfinished.length > 0) {
    const facts = unfinished.flatMap((claim) => claim.facts.filter(({ type }) => type === 'members-identified'));
    return [{ message: 'members', facts }];
  }
  if (JOINING_ALGORITHMS.some((algorithm) => dossier.digests[algorithm].length > 0)) return [];
  const facts = dossier.facts.filter(({ type }) => type === 'registered' || type === 'bytes-identified');
  return [{ message: 'none', facts }];
};

/** The half of base-ledger-fault that shows in the bytes: two values of one joining algorithm (I1). */
export function collisions(dossier: Dossier): Match[] {
  return JOINING_ALGORITHMS.filter((algorithm) => dossier.digests[algorithm].length > 1).map((algorithm) => ({
    message: 'collision',
    values: { algorithm },
    facts: dossier.facts.filter(
      (fact) =>
        (fact.type === 'bytes-identified' && fact.data.digests[algorithm] !== undefined) ||
        (fact.type === 'members-identified' && algorithm === 'sha256'),
    ),
  }));
}
