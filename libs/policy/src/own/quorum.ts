import { REACHES, type FindingKey } from '@clearance/domain';
import { isWithinScope } from '../coverage.js';
import { peopleNeeded } from '../kinds.js';
import { sameKey } from '../order.js';
import type { Pack } from '../pack.js';
import type { OwnApproval } from '../types.js';

/** How many different people an approval takes for what it names, and how many have given as much. */
export interface ApprovalQuorum {
  readonly needed: number;
  readonly have: number;
}

/**
 * Of the finding that lacks the most people. An approval counts for another one where it is in force at the same content, of
 * the same kind, and says at least as much: the same finding, no narrower scope, no shorter reach.
 * @param keys what the approval names, mapped to contents
 * @param given approvals at the content that may still clear something
 * @param personOf who gave an approval, by its id; null where nobody knows
 */
export function approvalQuorum(
  approval: Pick<OwnApproval, 'kind' | 'reach' | 'scope'>,
  keys: readonly FindingKey[],
  given: readonly OwnApproval[],
  pack: Pack,
  personOf: (approval: string) => string | null,
): ApprovalQuorum {
  const { kind } = approval;
  const others = given.filter(
    (other) => other.kind === kind && !other.ended && other.pending === undefined && saysAsMuch(other, approval),
  );
  const quorums = keys.map((key): ApprovalQuorum => {
    const people = others.filter((other) => other.keys.some((named) => sameKey(named, key)));
    return {
      needed: peopleNeeded(pack, key.rule, kind),
      have: new Set(people.flatMap(({ id }) => personOf(id) ?? [])).size,
    };
  });
  const [worst] = quorums.sort((a, b) => b.needed - b.have - (a.needed - a.have) || b.needed - a.needed);
  return worst ?? { needed: 1, have: 0 };
}

function saysAsMuch(other: OwnApproval, { reach, scope }: Pick<OwnApproval, 'reach' | 'scope'>): boolean {
  return REACHES.indexOf(other.reach) >= REACHES.indexOf(reach) && isWithinScope(scope, other.scope);
}
