import { contradictingAlgorithms, type Digests } from '../../shared/digests.js';
import type { AssetFact, Member, MembersIdentifiedData } from '../events.js';
import { contradictingMember, digestsOfFacts, type SaidFact } from '../members.js';
import type { AssetState } from '../state.js';

export interface BytesConflict {
  readonly known: Digests;
  readonly given: Digests;
  readonly detail: string;
}

/**
 * I3: the first statement of a request that contradicts the bytes known before it, in the stream or in the request itself.
 * The root of a list of members counts as the sha256 of the whole; a member that changes its bytes is named by its own digests.
 */
export function bytesConflict(
  state: AssetState,
  facts: readonly AssetFact[],
  source: string | null,
): BytesConflict | null {
  const said: SaidFact[] = state.facts.filter((fact) => speaksOfBytes(fact));
  for (const fact of facts) {
    if (!speaksOfBytes(fact)) continue;
    const now = { ...fact, source } as SaidFact;
    const conflict = memberConflict(said, now) ?? wholeConflict(said, now);
    if (conflict !== null) return conflict;
    said.push(now);
  }
  return null;
}

function speaksOfBytes(fact: { readonly type: string }): boolean {
  return fact.type === 'bytes-identified' || fact.type === 'members-identified';
}

function wholeConflict(said: readonly SaidFact[], now: SaidFact): BytesConflict | null {
  const known = digestsOfFacts(said);
  const given = digestsOfFacts(
    now.type === 'bytes-identified'
      ? [now]
      : [...said.filter((fact) => fact.type === now.type && fact.source === now.source), now],
  );
  const differing = contradictingAlgorithms(known, given);
  if (differing.length === 0) return null;
  return {
    known,
    given,
    detail: `The ${differing.join(', ')} of this asset is known and differs. Other bytes are another asset: register a new one with a revision edge.`,
  };
}

function memberConflict(said: readonly SaidFact[], now: SaidFact): BytesConflict | null {
  if (now.type !== 'members-identified') return null;
  const members = new Map<string, Member>();
  for (const fact of said) {
    if (fact.type !== 'members-identified') continue;
    for (const member of (fact.data as MembersIdentifiedData).members) members.set(member.name, member);
  }
  const conflict = contradictingMember(members, (now.data as MembersIdentifiedData).members);
  if (conflict === null) return null;
  return {
    known: conflict.known.digests,
    given: conflict.given.digests,
    detail: `The bytes of the member ${conflict.given.name} are known and differ. Other bytes are another asset: register a new one with a revision edge.`,
  };
}
