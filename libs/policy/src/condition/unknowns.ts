import type { FactModel } from '../facts/model.js';
import type { Frame } from '../facts/value.js';
import { sortedUnique } from '../order.js';
import { readerOf, refOf } from './comparison.js';
import type { Condition } from './types.js';

/** Names of the facts in a condition that are not known, sorted; those of the use, which are asked later, left out. */
export function unknownFacts(condition: Condition, frame: Frame, model: FactModel): string[] {
  const names: string[] = [];
  const visit = (part: Condition): void => {
    if ('not' in part) visit(part.not);
    else if ('all' in part) part.all.forEach(visit);
    else if ('any' in part) part.any.forEach(visit);
    else if ('where' in part) visitEntries(part);
    else if ('fact' in part) {
      look(part.fact);
      if ('within' in part && 'fact' in part.within) look(part.within.fact);
    }
  };
  const look = (name: string): void => {
    const ref = refOf(name, model);
    if (ref.kind !== 'use' && readerOf(ref)(frame) === null) names.push(name);
  };
  const visitEntries = (part: Extract<Condition, { where: Condition }>): void => {
    const name = 'some' in part ? part.some : 'every' in part ? part.every : part.none;
    const list = model.listByName.get(name);
    if (list === undefined) return;
    const { open, entries } = frame.lists[list.index]!;
    if (open) names.push(name);
    const outer = frame.at[list.index]!;
    for (const entry of entries) {
      frame.at[list.index] = entry.values;
      visit(part.where);
    }
    frame.at[list.index] = outer;
  };
  visit(condition);
  return sortedUnique(names);
}
