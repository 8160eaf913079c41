import type { UsageQuorum } from '@clearance/domain';
import { clearingKinds, ruleOf, type Pack } from './pack.js';
import { compiledOf, maxAgeOf } from './policy.js';

/** Why an approval of a kind would clear no finding of a rule; null where it would (F3). */
export function clearFault(pack: Pack, rule: string, kind: string): string | null {
  const found = ruleOf(pack, rule);
  if (found === null) return `there is no rule ${rule} in the policy in force`;
  const kinds = clearingKinds({ rule, outcome: found.outcome }, pack);
  if (kinds.includes(kind)) return null;
  return kinds.length === 0
    ? `no approval clears ${rule}`
    : `no approval of kind ${kind} clears ${rule}; it takes ${kinds.join(' or ')}`;
}

/** How many different people have to give an approval of a kind for what a rule finds: the `quorum` of the pack it stands in. */
export function peopleNeeded(pack: Pack, rule: string, kind: string): number {
  const { document } = compiledOf(pack).find(({ rules }) => rules.some(({ head }) => head.id === rule)) ?? {};
  return document?.approvals.find((defined) => defined.kind === kind)?.quorum ?? 1;
}

/** What a usage takes to be approved: the most that any of its rules asks for. */
export function usageQuorum(
  pack: Pack,
  { kind, rules }: { readonly kind: string; readonly rules: readonly string[] },
): UsageQuorum {
  return {
    needed: Math.max(1, ...rules.map((rule) => peopleNeeded(pack, rule, kind))),
    maxAge: maxAgeOf(pack, kind),
  };
}
