import { evidenceMissing } from '../../shared/body.js';
import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../../shared/decision.js';
import { derivedId } from '../../shared/envelope.js';
import {
  changedMeanwhile,
  fourEyes,
  invalidRequest,
  notFound,
  personRequired,
  reasonMissing,
  replayed,
  wrongState,
} from '../../shared/guards.js';
import type { Evidence } from '../../shared/vocabulary.js';
import { MAX_CONFORMING } from '../bounds.js';
import type { UsageEvent } from '../events.js';
import type { UsageState } from '../fold.js';
import type { UsageQuorum } from '../standing.js';
import { mustBe, unproposed } from './judge.js';

export interface ConfirmConformanceCommand extends Expecting {
  readonly evidence: readonly Evidence[];
  readonly note?: string | null;
}
export interface RevokeConformanceCommand extends Expecting {
  readonly conformance: string;
  readonly reason: string;
  readonly evidence?: readonly Evidence[];
}

/** Bytes that are said to conform, with what the ledger knows of them. */
export interface ConformingBytes {
  /** Where they stand in the request. */
  readonly pointer: string;
  /** null: what was named has no sha256, or is not known. */
  readonly sha256: string | null;
  /** F6: submitters of the content. */
  readonly excluded: readonly string[];
  /** What in the facts of the content is outside the usage, in words; empty where nothing is. */
  readonly outside: readonly string[];
}

export interface ConfirmConformanceSituation {
  readonly person: boolean;
  readonly quorum: UsageQuorum;
  readonly bytes: readonly ConformingBytes[];
}

/**
 * A second person, who neither proposed the usage nor made any of the bytes, says that they are what was approved. Only that
 * clears their findings. All of them or none: what is outside is named.
 */
export function decideConfirmConformance(
  state: UsageState,
  command: ConfirmConformanceCommand,
  situation: ConfirmConformanceSituation,
  context: DecisionContext,
): Decision<UsageEvent> {
  const before = replayed<UsageEvent>(state, context.identity);
  if (before !== null) return before;
  const { bytes } = situation;
  const refusal =
    unproposed(state) ??
    personRequired(situation.person, 'confirm conformance') ??
    fourEyes(context, [state.proposed!.by, ...bytes.flatMap(({ excluded }) => excluded)], 'confirm this') ??
    bytesFault(bytes) ??
    evidenceMissing(command.evidence) ??
    changedMeanwhile(state, command) ??
    mustBe(state, situation.quorum, context.now, ['approved']) ??
    outsideUsage(bytes);
  if (refusal !== null) return refused(refusal);
  return accepted({
    type: 'conformance-confirmed',
    data: {
      conformance: derivedId('cfm', context.identity.dedup),
      digests: [...new Set(bytes.flatMap(({ sha256 }) => sha256 ?? []))],
      evidence: command.evidence,
      note: command.note ?? null,
    },
  });
}

/** Takes a confirmation back: what it named has not been confirmed. */
export function decideRevokeConformance(
  state: UsageState,
  command: RevokeConformanceCommand,
  context: DecisionContext,
): Decision<UsageEvent> {
  const before = replayed<UsageEvent>(state, context.identity);
  if (before !== null) return before;
  const { conformance, reason, evidence = [] } = command;
  const record = state.conformances.find(({ data }) => data.conformance === conformance);
  const refusal =
    (record === undefined ? notFound(`The conformance ${conformance}`) : null) ??
    reasonMissing(reason) ??
    changedMeanwhile(state, command) ??
    (record!.revoked === null ? null : wrongState('revoked', 'This confirmation was revoked before.'));
  if (refusal !== null) return refused(refusal);
  return accepted({ type: 'conformance-revoked', data: { conformance, reason, evidence } });
}

function bytesFault(bytes: readonly ConformingBytes[]): Refusal | null {
  if (bytes.length === 0 || bytes.length > MAX_CONFORMING)
    return invalidRequest('/digests', `must name 1 to ${MAX_CONFORMING}, as digests or as assets`);
  const errors = bytes
    .filter(({ sha256 }) => sha256 === null)
    .map(({ pointer }) => ({ pointer, message: 'names nothing of which a sha256 is known here' }));
  const [first] = errors;
  return first === undefined ? null : { slug: 'invalid-request', detail: `${first.pointer} ${first.message}`, errors };
}

function outsideUsage(bytes: readonly ConformingBytes[]): Refusal | null {
  const errors = bytes.flatMap(({ pointer, outside }) => outside.map((message) => ({ pointer, message })));
  if (errors.length === 0) return null;
  return {
    slug: 'wrong-state',
    detail: 'Something in what is named is outside this usage.',
    members: { state: 'outside-usage' },
    errors,
  };
}
