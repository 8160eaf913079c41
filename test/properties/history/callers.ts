import type { Role } from '@clearance/domain';
import type { Caller, CommandContext } from '../../../src/ledger/ports.js';

export function callerOf(subject: string): Caller {
  return {
    token: 'tok_test',
    subject,
    kind: 'person',
    rolesIn: () => ['emitter', 'reviewer', 'delivery'],
    hasEverywhere: () => false,
    restrict: null,
  };
}

export function commandOf(subject: string, role: Role, key: string, request: unknown): CommandContext {
  return { caller: callerOf(subject), role, method: 'POST', path: '/v1/of-a-history', idempotencyKey: key, request };
}
