import type { OwnApproval } from './types.js';

/**
 * How an approval stands in a class (F5): `apr_…:<reach>`, with `~` before it while it is not in force, and `~?` while one of its
 * conditions is open. The reach goes along, so that an edge far away needs to look nothing up to know what it lets through (F4).
 */
export function tokenOf(approval: Pick<OwnApproval, 'id' | 'reach' | 'ended' | 'beginsAt' | 'pending'>): string {
  const inForce = !approval.ended && approval.beginsAt === undefined;
  const mark = approval.pending === true ? '~?' : inForce ? '' : '~';
  return `${mark}${approval.id}:${approval.reach}`;
}

export function approvalIdOf(token: string): string {
  const start = isPending(token) ? 2 : hasEnded(token) ? 1 : 0;
  const colon = token.lastIndexOf(':');
  return token.slice(start, colon < 0 ? undefined : colon);
}

/** Empty where the token states none: then no edge lets it through. */
export function reachOf(token: string): string {
  const colon = token.lastIndexOf(':');
  return colon < 0 ? '' : token.slice(colon + 1);
}

/** Whether the approval is not in force: it has ended, has not begun, or has an open condition. */
export function hasEnded(token: string): boolean {
  return token.startsWith('~');
}

/** Whether a condition of the approval is open: it has never stood for anything. */
export function isPending(token: string): boolean {
  return token.startsWith('~?');
}
