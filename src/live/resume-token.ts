/** Where a follower stands. */
export interface Place {
  /** Ordinal of the last log event that was sent or passed over. */
  readonly log: number;
  /** State changes written up to this ordinal were sent. */
  readonly states: number;
}

/** Opaque to callers; never counted with. */
export function tokenOf({ log, states }: Place): string {
  return Buffer.from(log === states ? String(log) : `${log}.${states}`).toString('base64url');
}

/** null where the text is no token of ours. */
export function placeOf(token: string): Place | null {
  const parts = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(Buffer.from(token, 'base64url').toString('latin1'));
  if (parts === null) return null;
  return { log: Number(parts[1]), states: Number(parts[2] ?? parts[1]) };
}
