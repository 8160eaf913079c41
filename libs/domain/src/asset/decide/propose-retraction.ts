import { refused, type Decision, type DecisionContext, type Expecting, type Refusal } from '../../shared/decision.js';
import { derivedId } from '../../shared/envelope.js';
import { changedMeanwhile, invalidRequest, reasonMissing, replayed, wrongState } from '../../shared/guards.js';
import type { Evidence } from '../../shared/vocabulary.js';
import { RETRACTABLE, type AssetEvent } from '../events.js';
import { retractedEvents } from '../fold.js';
import type { AssetState } from '../state.js';
import { promotionOpen, recordable, unregistered } from './guards.js';

export interface ProposeRetractionCommand extends Expecting {
  /** Event ids of facts of this asset. */
  readonly events: readonly string[];
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
}

/** F7: says that facts are wrong. Changes nothing until a second person accepts; the emitter may propose. */
export function decideProposeRetraction(
  state: AssetState,
  command: ProposeRetractionCommand,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unregistered(state) ??
    reasonMissing(command.reason) ??
    eventsFault(state, command.events) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    alreadyRetracted(state, command.events);
  if (refusal !== null) return refused(refusal);
  const { events, reason, evidence = [] } = command;
  return recordable({
    type: 'retraction-proposed',
    data: { retraction: retractionIdOf(context.identity.dedup), events: [...new Set(events)], reason, evidence },
  });
}

export const retractionIdOf = (dedup: string): string => derivedId('ret', dedup);

function eventsFault(state: AssetState, events: readonly string[]): Refusal | null {
  if (events.length === 0) return invalidRequest('/events', 'must name at least one event');
  const types = new Map(state.facts.map((fact) => [fact.event, fact.type]));
  for (const [index, event] of events.entries()) {
    const type = types.get(event);
    if (type === undefined) return invalidRequest(`/events/${index}`, 'is no fact of this asset');
    if (!RETRACTABLE.includes(type)) return invalidRequest(`/events/${index}`, `is ${type}, which cannot be retracted`);
  }
  return null;
}

function alreadyRetracted(state: AssetState, events: readonly string[]): Refusal | null {
  const retracted = retractedEvents(state);
  const again = events.find((event) => retracted.has(event));
  return again === undefined ? null : wrongState('retracted', `The event ${again} was retracted before.`);
}
