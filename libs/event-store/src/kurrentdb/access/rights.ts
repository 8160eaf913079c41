/** What an account may be let do on a server. The first three are what a ledger needs; with the others it could lose history. */
export const NEEDED_RIGHTS = ['append', 'read', 'read-all'] as const;
export const WEAKENING_RIGHTS = ['delete', 'tombstone', 'write-metadata', 'write-settings'] as const;

export type NeededRight = (typeof NEEDED_RIGHTS)[number];
export type WeakeningRight = (typeof WEAKENING_RIGHTS)[number];
export type Right = NeededRight | WeakeningRight;

/** What a server answered for one right on one stream. */
export interface AccessRow {
  readonly right: Right;
  /** The server's name of it. */
  readonly stream: string;
  /** Whether an account that a ledger is run with should be let. */
  readonly wanted: boolean;
  readonly found: boolean;
}

export interface AccessReport {
  readonly rows: readonly AccessRow[];
  /** What the account may do and should not, each once, in the order of WEAKENING_RIGHTS. */
  readonly excess: readonly WeakeningRight[];
  /** What it should be let do and is not. */
  readonly lacking: readonly NeededRight[];
  /** `stranger`: nothing at all was let, so that what is denied proves nothing; a server denies everything to who it does not know. */
  readonly verdict: 'sound' | 'weak' | 'lacking' | 'stranger';
}

export function isNeeded(right: Right): right is NeededRight {
  return (NEEDED_RIGHTS as readonly Right[]).includes(right);
}

/** What the answers come to. Weakness is told before a lack. */
export function judgeAccess(rows: readonly AccessRow[]): AccessReport {
  const wrong = (right: Right): boolean => rows.some((row) => row.right === right && row.wanted !== row.found);
  const excess = WEAKENING_RIGHTS.filter(wrong);
  const lacking = NEEDED_RIGHTS.filter(wrong);
  const known = rows.some(({ found }) => found);
  const verdict = !known ? 'stranger' : excess.length > 0 ? 'weak' : lacking.length > 0 ? 'lacking' : 'sound';
  return { rows, excess, lacking, verdict };
}
