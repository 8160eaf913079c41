import { boundedPath } from '../asset/path.js';
import { headWithin, jsonBytes, MAX_EVENT_BYTES } from '../shared/size.js';
import type { CheckProblem, HeldItem } from './events.js';

export const MAX_PROBLEMS = 1_000;
const MAX_PROBLEM_BYTES = 128 * 1024;
const MAX_ITEM_BYTES = 256 * 1024;
/** Room for the other members of a `held` event. */
const HELD_OVERHEAD = 256;
/** Cause index of a cause that is not kept. */
const BEYOND = -1;

/** Splits held items into what fits one event each (D3); every item is cut down to fit first. */
export function heldChunks(held: readonly HeldItem[]): HeldItem[][] {
  const room = MAX_EVENT_BYTES - HELD_OVERHEAD;
  const chunks: HeldItem[][] = [];
  let used = room;
  for (const item of held.map(boundedItem)) {
    const size = jsonBytes(item) + 1;
    if (used + size > room) {
      chunks.push([]);
      used = 0;
    }
    chunks.at(-1)!.push(item);
    used += size;
  }
  return chunks;
}

/** The items with references only to the causes that are kept. */
export function withinCauses(items: readonly HeldItem[], kept: number): HeldItem[] {
  return items.map((item) => ({
    ...item,
    causes: item.causes.map((reference) => (reference.cause < kept ? reference : { ...reference, cause: BEYOND })),
  }));
}

/** At most 1,000 problems; the last one says how many more there were. */
export function boundedProblems(problems: readonly CheckProblem[]): readonly CheckProblem[] {
  const kept = headWithin(problems.slice(0, MAX_PROBLEMS - 1), MAX_PROBLEM_BYTES);
  const more = problems.length - kept.length;
  return more === 0
    ? problems
    : [...kept, { code: 'more-problems', message: `${more} more problems are not listed`, path: null }];
}

function boundedItem(item: HeldItem): HeldItem {
  const causes = item.causes.map(({ cause, path, edges }) => ({ cause, ...boundedPath({ path, edges }) }));
  return { ...item, causes: headWithin(causes, MAX_ITEM_BYTES) };
}
