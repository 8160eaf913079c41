/** Limits of every JSON text the ledger reads (bodies.md 1). */
export interface JsonLimits {
  /** How many objects and arrays may stand inside each other. */
  readonly maxDepth: number;
  /** Longest string or member name, in bytes of UTF-8. */
  readonly maxString: number;
}

export const JSON_LIMITS: JsonLimits = { maxDepth: 32, maxString: 8 * 1024 };
