import { refused, type Decision, type DecisionContext, type Expecting } from '../../shared/decision.js';
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

export interface LiftCommand extends Expecting {
  /** Event ids of marks on any claim of the content. */
  readonly marks: readonly string[] | 'all';
  readonly reason: string;
  readonly digest: { readonly sha256: string };
  readonly evidence: readonly Evidence[];
}

export interface LiftSituation {
  readonly person: boolean;
  /** F6: everybody who submitted a fact on any claim of the content; the markers are among them. */
  readonly excluded: readonly string[];
  /** Of the content. */
  readonly sha256: string | null;
  /** Every mark on every claim of the content, in log order; `lifted` by a lift that is not void. */
  readonly marks: readonly { readonly event: string; readonly lifted: boolean }[];
}

/** F7: "all" is written out as the marks seen; marks that come later stand. */
export function decideLift(
  state: AssetState,
  command: LiftCommand,
  situation: LiftSituation,
  context: DecisionContext,
): Decision<AssetEvent> {
  const before = replayed<AssetEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    unregistered(state) ??
    personRequired(situation.person, 'lift a temporary mark') ??
    fourEyes(context, situation.excluded, 'lift a temporary mark') ??
    reasonMissing(command.reason) ??
    unknownMark(command, situation) ??
    changedMeanwhile(state, command) ??
    promotionOpen(state) ??
    otherBytes(situation.sha256, command.digest.sha256);
  if (refusal !== null) return refused(refusal);
  const open = situation.marks.filter(
    (mark) => !mark.lifted && (command.marks === 'all' || command.marks.includes(mark.event)),
  );
  if (open.length === 0) {
    const marked = situation.marks.length > 0;
    return refused(
      wrongState(
        marked ? 'lifted' : 'not-marked',
        marked ? 'These marks are lifted.' : 'This asset is not marked temporary.',
      ),
    );
  }
  const { reason, digest, evidence } = command;
  return recordable({
    type: 'temporary-mark-lifted',
    data: { marks: open.map((mark) => mark.event), reason, digest: { sha256: digest.sha256 }, evidence },
  });
}

function unknownMark(command: LiftCommand, situation: LiftSituation) {
  if (command.marks === 'all') return null;
  if (command.marks.length === 0) return invalidRequest('/marks', 'must name at least one mark, or be "all"');
  const unknown = command.marks.findIndex((mark) => !situation.marks.some((known) => known.event === mark));
  return unknown < 0 ? null : invalidRequest(`/marks/${unknown}`, 'is no temporary mark of this asset');
}
