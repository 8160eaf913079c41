import { refused, type Decision, type DecisionContext, type Expecting, type Refusal } from '../../shared/decision.js';
import {
  changedMeanwhile,
  fourEyes,
  notFound,
  personRequired,
  reasonMissing,
  replayed,
  wrongState,
} from '../../shared/guards.js';
import type { Evidence } from '../../shared/vocabulary.js';
import type { AssetEvent } from '../events.js';
import type { AssetState, RetractionRecord } from '../state.js';
import { promotionOpen, recordable } from './guards.js';

export interface CloseRetractionCommand extends Expecting {
  readonly retraction: string;
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
}
export interface AcceptRetractionSituation {
  readonly person: boolean;
  /** F6: submitters of the content. The proposer is left out of it here; the decision adds him. */
  readonly excluded: readonly string[];
}
export interface RejectRetractionSituation {
  readonly person: boolean;
}

/** F6, F7: the acceptor is a person, neither the proposer nor anybody who reported facts of the content. */
export function decideAcceptRetraction(
  state: AssetState,
  command: CloseRetractionCommand,
  situation: AcceptRetractionSituation,
  context: DecisionContext,
): Decision<AssetEvent> {
  return close(
    state,
    command,
    context,
    'fact-retracted',
    ({ by: proposer }) =>
      personRequired(situation.person, 'accept a retraction') ??
      fourEyes(context, [...situation.excluded, proposer], 'accept the retraction'),
  );
}

/** A person turns a proposal down; who proposed it may take it back in this way too. */
export function decideRejectRetraction(
  state: AssetState,
  command: CloseRetractionCommand,
  situation: RejectRetractionSituation,
  context: DecisionContext,
): Decision<AssetEvent> {
  return close(state, command, context, 'retraction-rejected', () =>
    personRequired(situation.person, 'reject a retraction'),
  );
}

function close(
  state: AssetState,
  command: CloseRetractionCommand,
  context: DecisionContext,
  type: 'fact-retracted' | 'retraction-rejected',
  access: (retraction: RetractionRecord) => Refusal | null,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const retraction = state.retractions.find((record) => record.data.retraction === command.retraction);
  if (retraction === undefined) return refused(notFound(`The retraction ${command.retraction}`));
  const refusal =
    access(retraction) ??
    reasonMissing(command.reason) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    (retraction.state === 'proposed'
      ? null
      : wrongState(retraction.state, `This retraction was ${retraction.state} before.`));
  if (refusal !== null) return refused(refusal);
  const { reason, evidence = [] } = command;
  const closed = { retraction: command.retraction, reason, evidence };
  return recordable(
    type === 'fact-retracted' ? { type, data: { ...closed, events: retraction.data.events } } : { type, data: closed },
  );
}
