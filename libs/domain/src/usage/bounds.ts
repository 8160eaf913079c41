/** Most digests of one confirmation; more come in several. */
export const MAX_CONFORMING = 1_000;
/** Most tools, performers and rules of one usage. */
export const MAX_USAGE_ENTRIES = 200;
