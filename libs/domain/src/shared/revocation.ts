import { recordedTime, timeFault } from './body.js';
import type { DecisionContext, Refusal } from './decision.js';
import { invalidRequest } from './guards.js';

/** `ab-initio`: void from the start, as if never given; `from`: ends at a time. */
export type RevocationEffect = 'ab-initio' | 'from';

export interface Revocation {
  readonly effect: RevocationEffect;
  /** Only with `from`; without it now. RFC 3339. */
  readonly effectiveAt?: string | null;
}

export function revocationFault({ effect, effectiveAt }: Revocation): Refusal | null {
  if (effect === 'ab-initio' && effectiveAt !== undefined && effectiveAt !== null)
    return invalidRequest('/effectiveAt', 'goes with the effect "from" only');
  return timeFault('/effectiveAt', effectiveAt);
}

/** When what is revoked ends, as it is recorded; null where it is void from the start. */
export function revocationTime({ effect, effectiveAt }: Revocation, { now }: DecisionContext): string | null {
  return effect === 'from' ? (recordedTime(effectiveAt) ?? now) : null;
}
