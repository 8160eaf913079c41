import type { Guard } from './condition/guard.js';
import { sortedUnique } from './order.js';
import type { FindingClass, OpenFinding } from './types.js';

/** What is declared of a root in a delivery (F8); everything else about a use the delivery itself says. */
export const DECLARED_USE_FIELDS: readonly string[] = ['humanInput', 'onScreen', 'prominence'];

/**
 * What of the declared use of its root an open finding depends on, sorted: whether it is there at all, what clears it, or whether an
 * approval at hand covers it. Empty for a finding that stays what it is however its root is used.
 */
export function useFieldsAsked({ cls, missing }: Pick<OpenFinding, 'missing'> & { readonly cls: Asking }): string[] {
  const guards = [cls.guard, ...(cls.clearing ?? []).map(({ when }) => when)];
  const named = guards.flatMap((guard) => (guard === undefined ? [] : fieldsOf(guard)));
  const gaps = Object.keys(missing ?? {});
  return sortedUnique([...named, ...gaps].filter((field) => DECLARED_USE_FIELDS.includes(field)));
}
type Asking = Pick<FindingClass, 'guard' | 'clearing'>;

function fieldsOf(guard: Guard): string[] {
  if ('all' in guard) return guard.all.flatMap(fieldsOf);
  if ('any' in guard) return guard.any.flatMap(fieldsOf);
  return [guard.use];
}
