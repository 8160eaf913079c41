import { refused, type Decision, type DecisionContext, type Expecting, type Refusal } from '../../shared/decision.js';
import {
  changedMeanwhile,
  fourEyes,
  invalidRequest,
  personRequired,
  reasonMissing,
  replayed,
  wrongState,
} from '../../shared/guards.js';
import type { Evidence } from '../../shared/vocabulary.js';
import type { AssetEvent } from '../events.js';
import type { AssetState } from '../state.js';
import { otherBytes, promotionOpen, recordable, unregistered } from './guards.js';

export interface ConfirmReplacementCommand extends Expecting {
  /** The older version. */
  readonly of: string;
  readonly roots: readonly string[];
  readonly replacedBy?: readonly string[];
  readonly removed?: boolean;
  readonly digest: { readonly sha256: string };
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
}

export interface ConfirmReplacementSituation {
  readonly person: boolean;
  /** F6: submitters of the content and of the content of every root named. */
  readonly excluded: readonly string[];
  readonly sha256: string | null;
  /** L3: what waits for confirmation here, as contents. */
  readonly unconfirmed: readonly { readonly of: string; readonly root: string }[];
  /** F1: the content an asset id stands for; without it every id stands for itself. */
  readonly contentOf?: (asset: string) => string;
}

/** L3: a second person says that what was wrong with the older version is gone from this one. */
export function decideConfirmReplacement(
  state: AssetState,
  command: ConfirmReplacementCommand,
  situation: ConfirmReplacementSituation,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unregistered(state) ??
    personRequired(situation.person, 'confirm a replacement') ??
    fourEyes(context, situation.excluded, 'confirm the replacement') ??
    reasonMissing(command.reason) ??
    bodyFault(state, command) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    otherBytes(situation.sha256, command.digest.sha256) ??
    notWaiting(command, situation);
  if (refusal !== null) return refused(refusal);
  const { of, roots, replacedBy = [], removed = false, digest, reason, evidence = [] } = command;
  return recordable({
    type: 'replacement-confirmed',
    data: { of, roots: [...new Set(roots)], replacedBy, removed, digest: { sha256: digest.sha256 }, reason, evidence },
  });
}

function bodyFault(state: AssetState, command: ConfirmReplacementCommand): Refusal | null {
  if (command.of === state.id) return invalidRequest('/of', 'must be the older version, not this asset');
  if (command.roots.length === 0) return invalidRequest('/roots', 'must name at least one root');
  return null;
}

function notWaiting(command: ConfirmReplacementCommand, situation: ConfirmReplacementSituation): Refusal | null {
  const contentOf = situation.contentOf ?? ((asset: string) => asset);
  const of = contentOf(command.of);
  const missing = command.roots.find(
    (root) =>
      !situation.unconfirmed.some((open) => contentOf(open.of) === of && contentOf(open.root) === contentOf(root)),
  );
  if (missing === undefined) return null;
  return wrongState('not-waiting', `Nothing of ${missing} in ${command.of} waits for confirmation here.`);
}
