import { Problem } from '../ledger/ports.js';
import { NoVerdict } from './judge-host.js';

/**
 * What stopped a decision, as the caller sees it: without a verdict the answer is "undecided" (503), never a release.
 * What is no matter of waiting (a defect) goes through unchanged.
 */
export function undecidedOn(error: unknown): unknown {
  if (error instanceof NoVerdict)
    return new Problem('undecided', `No verdict could be reached: ${error.message}. Try again.`);
  if (error instanceof Problem && error.slug === 'behind')
    return new Problem('undecided', error.message, error.members);
  return error;
}
