/** Approvals within a class (F5): `~` before one that has ended, its reach after a colon: `apr_…:contained`. */
export function approvalIdOf(token: string): string {
  const start = token.startsWith('~') ? 1 : 0;
  const colon = token.lastIndexOf(':');
  return token.slice(start, colon < 0 ? undefined : colon);
}

export function hasEnded(token: string): boolean {
  return token.startsWith('~');
}
