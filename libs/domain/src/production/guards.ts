import type { Refusal } from '../shared/decision.js';
import { notFound, wrongState } from '../shared/guards.js';
import type { ProductionState } from './fold.js';

/** Whether the production takes commands that change what binds in it. */
export function notOpen(state: ProductionState): Refusal | null {
  if (state.opened === null) return notFound(`The production ${state.id}`);
  return state.closed === null ? null : wrongState('closed', 'This production is closed.');
}
