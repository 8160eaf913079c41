import { sha256Hex } from '@clearance/canonical';
import { contradictingAlgorithms, type Digests } from '../shared/digests.js';
import type { Member, MembersIdentifiedData } from './events.js';
import type { AnyFact, AssetState } from './state.js';

/** What was said of the members of a sequence. `complete`: some list of members has all its parts. */
export interface MemberList {
  readonly members: readonly Member[];
  readonly complete: boolean;
}

/** The members of an asset: of the first list that is complete, else of the longest so far; null where none were named. */
export function membersOf(state: AssetState): MemberList | null {
  if (!namesMembers(state.facts)) return null;
  const lists = memberLists(state.facts);
  const complete = lists.find((list) => list.complete);
  return complete ?? lists.toSorted((a, b) => b.members.length - a.members.length)[0] ?? null;
}

/** Everything known of the claim's bytes: what was said of the whole, and the root of its members once they are all there. */
export function digestsOf(state: AssetState): Digests {
  return digestsOfFacts(state.facts);
}

/** I4: an asset that others only name has no fact of its own. */
export function isRegistered(state: AssetState): boolean {
  return state.facts.length > 0;
}

/**
 * SHA-256 of the text that `sha256sum <members> | LC_ALL=C sort -k2` prints: a line `<sha256>  <name>` for each member, in
 * the bytewise order of their names. null where there is no member or one has no sha256.
 */
export function membersRoot(members: readonly Member[]): string | null {
  const lines: { readonly key: Buffer; readonly line: string }[] = [];
  for (const { name, digests } of members) {
    if (digests.sha256 === undefined) return null;
    const escaped = escapedName(name);
    lines.push({ key: Buffer.from(escaped), line: `${escaped === name ? '' : '\\'}${digests.sha256}  ${escaped}\n` });
  }
  if (lines.length === 0) return null;
  lines.sort((a, b) => Buffer.compare(a.key, b.key));
  return sha256Hex(lines.map(({ line }) => line).join(''));
}

/** As much of a fact as its bytes need; a fact that is not recorded yet has no more. */
export type SaidFact = Pick<AnyFact, 'type' | 'data' | 'source'>;

/** The same for facts that are not yet in a stream (rule I3 looks at a whole request). */
export function digestsOfFacts(facts: readonly SaidFact[]): Digests {
  const digests: Record<string, string> = {};
  for (const fact of facts) {
    if (fact.type === 'bytes-identified') addMissing(digests, (fact.data as { digests: Digests }).digests);
  }
  if (!namesMembers(facts)) return digests;
  for (const list of memberLists(facts)) {
    const root = list.complete ? membersRoot(list.members) : null;
    if (root !== null) addMissing(digests, { sha256: root });
  }
  return digests;
}

/** Two statements about the member of one name that cannot both be true; null where there are none. */
export function contradictingMember(
  known: ReadonlyMap<string, Member>,
  given: readonly Member[],
): { readonly known: Member; readonly given: Member } | null {
  for (const member of given) {
    const other = known.get(member.name);
    if (other !== undefined && contradictingAlgorithms(other.digests, member.digests).length > 0)
      return { known: other, given: member };
  }
  return null;
}

/**
 * A list of members = what one source says in `members-identified` (L4 names lists by asset, type and source). A part that
 * was said twice counts once; decideFacts sees to it that both say the same.
 */
function memberLists(facts: readonly SaidFact[]): MemberList[] {
  const lists = new Map<string | null, { readonly parts: number; readonly given: Map<number, readonly Member[]> }>();
  for (const fact of facts) {
    if (fact.type !== 'members-identified') continue;
    const data = fact.data as MembersIdentifiedData;
    const list = lists.get(fact.source) ?? { parts: data.parts, given: new Map<number, readonly Member[]>() };
    if (!list.given.has(data.part)) list.given.set(data.part, data.members);
    lists.set(fact.source, list);
  }
  return [...lists.values()].map(({ given, parts }) => ({
    members: [...given].sort(([a], [b]) => a - b).flatMap(([, members]) => members),
    complete: given.size >= parts,
  }));
}

function namesMembers(facts: readonly SaidFact[]): boolean {
  return facts.some((fact) => fact.type === 'members-identified');
}

function addMissing(digests: Record<string, string>, more: Digests): void {
  for (const algorithm of Object.keys(more)) {
    const value = more[algorithm as keyof Digests];
    if (value !== undefined) digests[algorithm] ??= value;
  }
}

/** sha256sum prints a backslash before a line whose name it had to escape. */
function escapedName(name: string): string {
  return name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
