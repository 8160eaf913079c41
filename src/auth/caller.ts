import type { Role } from '@clearance/domain';
import type { TokenRow } from '@clearance/projections';
import type { Caller } from '../ledger/ports.js';

/** What a token's grants let its holder do. */
export function callerOf(token: TokenRow): Caller {
  const byProduction = new Map<string, readonly Role[]>();
  const rolesIn = (production: string): readonly Role[] => {
    const known = byProduction.get(production);
    if (known !== undefined) return known;
    const granted = token.grants.filter(
      ({ productions }) => productions.includes('*') || productions.includes(production),
    );
    const roles = [...new Set(granted.map(({ role }) => role))];
    byProduction.set(production, roles);
    return roles;
  };
  return {
    token: token.id,
    subject: token.subject,
    kind: token.kind,
    rolesIn,
    hasEverywhere: (role) => token.grants.some((grant) => grant.role === role && grant.productions.includes('*')),
    restrict: token.restrict,
  };
}
