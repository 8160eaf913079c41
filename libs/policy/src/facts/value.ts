/** A value as conditions see it: a word, a number, a time in milliseconds, a list of words. null is `unknown`. */
export type FactValue = string | number | readonly string[] | null;

/** An entry of a list: `key` tells it apart, null where nobody named it. */
export interface Entry {
  readonly key: string | null;
  /** By index of the field (FieldSpec.index). */
  readonly values: FactValue[];
}

/** `open`: there may be entries that nobody declared. */
export interface ListValue {
  readonly open: boolean;
  readonly entries: readonly Entry[];
}

/** Everything a condition looks at, of one step at one time. */
export interface Frame {
  readonly scalars: readonly FactValue[];
  readonly lists: readonly ListValue[];
  /** By index of the list: the entry at hand. Set while a condition is answered, null outside. */
  readonly at: (readonly FactValue[] | null)[];
}
