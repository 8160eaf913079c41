import type { ContentState, OwnState, Policy, ResolvedEdge } from '@clearance/policy';
import { evaluateContent, type Lookup } from './states.js';

/**
 * Evaluates contents of one production under one policy, and remembers: what adds nothing to what its only input carries
 * carries the same as every other that was made from it in the same way. Of ten renders of one plate nine cost nothing.
 */
export class Alike {
  /** By what the input carries, and by the way to it. */
  private known = new WeakMap<ContentState, Map<string, ContentState>>();

  /** What one input carries, or the policy, may be another from now on. */
  forget(): void {
    this.known = new WeakMap();
  }

  of(own: OwnState, look: Lookup, policy: Policy): ContentState {
    const edge = onlyInput(own);
    const carried = edge === null ? undefined : look(edge.to)?.state;
    if (edge === null || carried === undefined) return evaluateContent(own, look, policy);
    const key = wayTo(edge, own);
    const siblings = this.known.get(carried);
    const known = siblings?.get(key);
    if (known !== undefined) return known;
    const state = evaluateContent(own, look, policy);
    if (siblings === undefined) this.known.set(carried, new Map([[key, state]]));
    else siblings.set(key, state);
    return state;
  }
}

/** null where something is found, approved or confirmed at the content itself, or more than one input passes something on. */
function onlyInput(own: OwnState): ResolvedEdge | null {
  if (own.findings.length > 0 || own.approvals.length > 0 || own.confirmations.length > 0) return null;
  const passing = own.edges.filter((edge) => edge.passes);
  return passing.length === 1 ? passing[0]! : null;
}

/** Everything of them that counts: which event says so does not. */
function wayTo(edge: ResolvedEdge, { completeness }: OwnState): string {
  return JSON.stringify([{ ...edge, evidence: null }, completeness]);
}
