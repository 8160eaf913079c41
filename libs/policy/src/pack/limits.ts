/** What a pack may be at most. Everything past a limit is an error with a place, never cut off in silence. */
export const PACK_LIMITS = {
  /** UTF-16 code units of the text. */
  length: 262_144,
  /** Nesting of the whole text. */
  depth: 32,
  rules: 500,
  /** Nesting of one condition. */
  conditionDepth: 12,
  /** Parts of one condition, quantifiers and comparisons included. */
  conditionParts: 200,
  groups: 40,
  /** Fields of one group. */
  fields: 60,
  /** Entries of any list of words, steps, alternatives, sources, kinds. */
  list: 300,
  switches: 40,
  /** One word: an id, a value, a code. */
  word: 100,
  /** A title, a message, a notice. */
  text: 2_000,
  /** Tests that a pack carries. */
  tests: 200,
  /** What happens in a test after its beginning; steps by which its asset was made. */
  stages: 20,
  /** Beginnings and what follows them, of all tests of a pack together: what running them may cost. */
  trials: 500,
  /** Faults reported of one pack. */
  errors: 100,
} as const;
