/**
 * A condition as a pack states it: structured data, never text to be parsed. Three-valued (F2): over a fact that is not
 * known it is unknown, and unknown counts as matched.
 */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Comparison
  | Quantified
  /** The setting of a switch of the pack; never unknown. */
  | { readonly switch: string };

/** Looks at one fact, named `group.field`. A field of a list is that of the element at hand. */
export type Comparison = { readonly fact: string } & Operator;

export type Operator =
  | { readonly equals: Literal }
  | { readonly in: readonly Literal[] }
  /** Numbers, or words of a field with ordered values; there a later word is greater, that is: more adverse. */
  | { readonly lt: Literal }
  | { readonly lte: Literal }
  | { readonly gt: Literal }
  | { readonly gte: Literal }
  /** RFC 3339. */
  | { readonly before: string }
  | { readonly after: string }
  /** A word or a list of words; `*` on either side stands for every word there is. */
  | { readonly overlaps: readonly string[] }
  /** Every word of the fact stands in the list, which is written out or is another fact; `*` in the list holds every word. */
  | { readonly within: readonly string[] | { readonly fact: string } };

/** `unknown` is the one literal that matches a fact that is not known, and then the answer is certain. */
export type Literal = string | number;

/** Over the elements of a list. A list that nobody declared may hold anything. */
export type Quantified =
  | { readonly some: string; readonly where: Condition }
  | { readonly every: string; readonly where: Condition }
  | { readonly none: string; readonly where: Condition };

export const UNKNOWN = 'unknown';
/** Stands in lists of words for every word there is. */
export const EVERYTHING = '*';
