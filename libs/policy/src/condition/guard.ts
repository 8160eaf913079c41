import { EVERYTHING, UNKNOWN } from './types.js';

/**
 * What is left of a condition that asks for the use: it cannot be answered where a finding arises, only where the root is
 * used. Plain JSON, stored with the finding. Negations are pushed into the leaves, so that `all` and `any` are enough.
 */
export type Guard =
  { readonly all: readonly Guard[] } | { readonly any: readonly Guard[] } | WordGuard | OverlapGuard | WithinGuard;

/** One word of the use is (or, with `not`, is not) in the list. */
export interface WordGuard {
  readonly use: string;
  readonly in: readonly string[];
  readonly not?: true;
}
/** A word, or one of a list of words, of the use stands in the list. */
export interface OverlapGuard {
  readonly use: string;
  readonly overlaps: readonly string[];
  readonly not?: true;
}
/** A word, or every one of a list of words, of the use stands in the list. */
export interface WithinGuard {
  readonly use: string;
  readonly within: readonly string[];
  readonly not?: true;
}

/**
 * The use of a root in a delivery, by the name of the field (`prominence`, `class`, `territories` …). What is absent, or is
 * `unknown`, nobody declared.
 */
export type UseFacts = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a fact that is not known makes of a leaf: `possible` asks whether it can be true, `certain` whether it must be. */
export type Mode = 'possible' | 'certain';

export function holds(guard: Guard, use: UseFacts, mode: Mode): boolean {
  if ('all' in guard) return guard.all.every((part) => holds(part, use, mode));
  if ('any' in guard) return guard.any.some((part) => holds(part, use, mode));
  const value = Object.hasOwn(use, guard.use) ? use[guard.use] : undefined;
  if ('in' in guard) return wordHolds(guard, value, mode);
  if (value === undefined || value === UNKNOWN) return mode === 'possible';
  // A use that names nothing asks for everything.
  const words = typeof value === 'string' ? [value] : value.length === 0 ? [EVERYTHING] : value;
  const found = 'overlaps' in guard ? overlap(words, guard.overlaps) : isWithin(words, guard.within);
  return found !== (guard.not === true);
}

/** Several ways to a finding: it is there if one of them is open. null stands for one that is always open. */
export function anyGuard(guards: readonly (Guard | null)[]): Guard | null {
  return joined(guards, 'any');
}

/** null stands for a condition that always holds. */
export function allGuards(guards: readonly (Guard | null)[]): Guard | null {
  const conditions = guards.filter((guard) => guard !== null);
  return conditions.length === 0 ? null : joined(conditions, 'all');
}

/** Whether two lists of words share one; `*` shares one with whatever is not empty. */
export function overlap(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return false;
  return a.includes(EVERYTHING) || b.includes(EVERYTHING) || a.some((word) => b.includes(word));
}

/** Whether every word stands in the list; `*` in the list holds every word, and only there `*` itself is held. */
export function isWithin(words: readonly string[], list: readonly string[]): boolean {
  return list.includes(EVERYTHING) || words.every((word) => list.includes(word));
}

function wordHolds(guard: WordGuard, value: string | readonly string[] | undefined, mode: Mode): boolean {
  if (typeof value !== 'string' || value === UNKNOWN || value === EVERYTHING) {
    // The literal `unknown` is certain; the linter lets it stand in no negation.
    return mode === 'possible' || guard.in.includes(UNKNOWN);
  }
  return guard.in.includes(value) !== (guard.not === true);
}

/** Whether two guards say the same in the same words. */
export function sameGuard(a: Guard, b: Guard): boolean {
  if (a === b) return true;
  if ('all' in a) return 'all' in b && sameParts(a.all, b.all);
  if ('any' in a) return 'any' in b && sameParts(a.any, b.any);
  if ('all' in b || 'any' in b || a.use !== b.use || a.not !== b.not) return false;
  if ('in' in a) return 'in' in b && sameWords(a.in, b.in);
  if ('overlaps' in a) return 'overlaps' in b && sameWords(a.overlaps, b.overlaps);
  return 'within' in b && sameWords(a.within, b.within);
}

function sameParts(a: readonly Guard[], b: readonly Guard[]): boolean {
  return a.length === b.length && a.every((part, at) => sameGuard(part, b[at]!));
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}

function joined(guards: readonly (Guard | null)[], by: 'all' | 'any'): Guard | null {
  if (guards.length === 1) return guards[0]!;
  const parts: Guard[] = [];
  for (const guard of guards) {
    if (guard === null) return null;
    if (!parts.some((part) => sameGuard(part, guard))) parts.push(guard);
  }
  if (parts.length <= 1) return parts[0] ?? null;
  return by === 'all' ? { all: parts } : { any: parts };
}
