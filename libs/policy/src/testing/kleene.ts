import { isWithin, overlap, type UseFacts } from '../condition/guard.js';
import type { Comparison, Condition } from '../condition/types.js';
import type { FactModel } from '../facts/model.js';
import type { FactValue, Frame } from '../facts/value.js';

/** Kleene's three values. */
export type Truth = true | false | null;

/**
 * A condition answered as the rules are written: with three values, negation where it stands, and the use known from the
 * start. Slow, and with nothing in common with `compileCondition` but the comparisons of words.
 */
export function truthOf(
  condition: Condition,
  frame: Frame,
  use: UseFacts,
  model: FactModel,
  switches: Readonly<Record<string, boolean>>,
): Truth {
  const inner = (part: Condition): Truth => truthOf(part, frame, use, model, switches);
  if ('not' in condition) return not(inner(condition.not));
  if ('all' in condition) return conjunction(condition.all.map(inner));
  if ('any' in condition) return not(conjunction(condition.any.map((part) => not(inner(part)))));
  if ('switch' in condition) return switches[condition.switch] === true;
  if ('where' in condition) {
    const name = 'some' in condition ? condition.some : 'every' in condition ? condition.every : condition.none;
    const { index } = model.listByName.get(name)!;
    const { open, entries } = frame.lists[index]!;
    const outer = frame.at[index]!;
    const each = entries.map((entry) => {
      frame.at[index] = entry.values;
      return inner(condition.where);
    });
    frame.at[index] = outer;
    // An entry that may be there satisfies what it may.
    const all = open ? [...each, null] : each;
    if ('every' in condition) return conjunction(all);
    const some = not(conjunction(all.map(not)));
    return 'some' in condition ? some : not(some);
  }
  return compare(condition, frame, use, model);
}

const not = (truth: Truth): Truth => (truth === null ? null : !truth);

function conjunction(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function compare(comparison: Comparison, frame: Frame, use: UseFacts, model: FactModel): Truth {
  const value = valueOf(comparison.fact, frame, use, model);
  if ('equals' in comparison && comparison.equals === 'unknown') return value === null;
  if (value === null) return 'in' in comparison && comparison.in.includes('unknown') ? true : null;
  if ('equals' in comparison) return value === comparison.equals;
  if ('in' in comparison) return (comparison.in as readonly unknown[]).includes(value);
  if ('before' in comparison) return (value as number) < Date.parse(comparison.before);
  if ('after' in comparison) return (value as number) > Date.parse(comparison.after);
  const words = typeof value === 'object' ? value : [String(value)];
  if ('overlaps' in comparison) return overlap(words, comparison.overlaps);
  if ('within' in comparison) {
    const list = 'fact' in comparison.within ? valueOf(comparison.within.fact, frame, use, model) : comparison.within;
    return list === null ? null : isWithin(words, list as readonly string[]);
  }
  const values = model.refs.get(comparison.fact)!.field.values;
  const rank = (word: unknown) => (values === null ? Number(word) : values.indexOf(String(word)));
  if ('lt' in comparison) return rank(value) < rank(comparison.lt);
  if ('lte' in comparison) return rank(value) <= rank(comparison.lte);
  if ('gt' in comparison) return rank(value) > rank(comparison.gt);
  return rank(value) >= rank(comparison.gte);
}

function valueOf(name: string, frame: Frame, use: UseFacts, model: FactModel): FactValue {
  const ref = model.refs.get(name)!;
  if (ref.kind === 'use') {
    const declared = use[ref.name];
    return declared === undefined || declared === 'unknown' ? null : declared;
  }
  const { field } = ref;
  const value = (ref.kind === 'scalar' ? frame.scalars[field.index] : frame.at[ref.list.index]?.[field.index]) ?? null;
  if (field.implied === null || field.values === null) return value;
  const implied = field.values.indexOf(field.implied[use['class'] as 'final'] ?? '');
  if (value === null) return implied === field.values.length - 1 ? field.values[implied]! : null;
  return field.values[Math.max(implied, field.values.indexOf(value as string))]!;
}
