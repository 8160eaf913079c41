import type { OwnApproval } from './types.js';

/**
 * How an approval stands in a class (F5): `apr_…:<reach>`, with `~` before it while it is not in force. The reach goes
 * along, so that an edge far away needs to look nothing up to know what it lets through (F4).
 */
export function tokenOf(approval: Pick<OwnApproval, 'id' | 'reach' | 'ended' | 'beginsAt'>): string {
  const inForce = !approval.ended && approval.beginsAt === undefined;
  return `${inForce ? '' : '~'}${approval.id}:${approval.reach}`;
}

export function approvalIdOf(token: string): string {
  const start = token.startsWith('~') ? 1 : 0;
  const colon = token.lastIndexOf(':');
  return token.slice(start, colon < 0 ? undefined : colon);
}

/** Empty where the token states none: then no edge lets it through. */
export function reachOf(token: string): string {
  const colon = token.lastIndexOf(':');
  return colon < 0 ? '' : token.slice(colon + 1);
}

/** Whether the approval has ended or has not begun. */
export function hasEnded(token: string): boolean {
  return token.startsWith('~');
}
