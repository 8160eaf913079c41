import { evidenceMissing, futureFault, recordedTime } from '../shared/body.js';
import {
  accepted,
  refused,
  type Decision,
  type DecisionContext,
  type Expecting,
  type Refusal,
} from '../shared/decision.js';
import { derivedId } from '../shared/envelope.js';
import {
  changedMeanwhile,
  invalidRequest,
  personRequired,
  reasonMissing,
  registryIdFault,
  replayed,
} from '../shared/guards.js';
import type { Evidence } from '../shared/vocabulary.js';
import { isVersionPattern } from '../tool/version-pattern.js';
import type { ProductionEvent } from './events.js';
import type { ProductionState } from './fold.js';
import { notOpen } from './guards.js';

export interface RuleToolUseCommand extends Expecting {
  readonly tool: string;
  readonly version: string;
  readonly mode: string;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  readonly expiresAt?: string | null;
}
export interface RuleToolUseSituation {
  readonly person: boolean;
  /** Whether every version and mode named is classed assistive or less, at every time known. */
  readonly assistive: boolean;
  /** What a rule of the policy in force finds; null where there is no such rule. */
  readonly outcomeOf: (rule: string) => string | null;
}

/**
 * Rules once on all present and future uses of an assistive tool in a production, so that reviewers do not drown. A tool
 * that may generate is never covered: what it makes is ruled on piece by piece.
 */
export function decideRuleToolUse(
  state: ProductionState,
  command: RuleToolUseCommand,
  situation: RuleToolUseSituation,
  context: DecisionContext,
): Decision<ProductionEvent> {
  const before = replayed<ProductionEvent>(state, context.identity);
  if (before !== null) return before;
  const refusal =
    notOpen(state) ??
    personRequired(situation.person, 'rule on the use of a tool') ??
    bodyFault(command, context.now) ??
    rulesFault(command, situation) ??
    changedMeanwhile(state, command) ??
    (situation.assistive ? null : notAssistive(command));
  if (refusal !== null) return refused(refusal);
  const { tool, version, mode, rules, reason, evidence } = command;
  const ruling = derivedId('rul', context.identity.dedup);
  const expiresAt = recordedTime(command.expiresAt);
  return accepted({
    type: 'tool-use-ruled',
    data: { ruling, tool, version, mode, rules, reason, evidence, expiresAt },
  });
}

function bodyFault(command: RuleToolUseCommand, now: string): Refusal | null {
  const { tool, version, mode, rules, reason, evidence, expiresAt } = command;
  return (
    registryIdFault(tool, '/tool') ??
    (isVersionPattern(version)
      ? null
      : invalidRequest('/version', 'must be a version, the beginning of one followed by ".*", or "*"')) ??
    (mode.trim() === '' || mode === '*' ? invalidRequest('/mode', 'must name one mode of the tool') : null) ??
    (rules.length === 0 ? invalidRequest('/rules', 'must name at least one rule') : null) ??
    reasonMissing(reason) ??
    evidenceMissing(evidence) ??
    futureFault('/expiresAt', expiresAt, now)
  );
}

/** F3: a ruling clears escalations alone. */
function rulesFault({ rules }: RuleToolUseCommand, { outcomeOf }: RuleToolUseSituation): Refusal | null {
  const unknown = rules.findIndex((rule) => outcomeOf(rule) === null);
  if (unknown >= 0) return invalidRequest(`/rules/${unknown}`, 'is no rule of the policy in force');
  const other = rules.findIndex((rule) => outcomeOf(rule) !== 'escalate');
  if (other < 0) return null;
  const message = `is ${outcomeOf(rules[other]!)}: a ruling clears what is escalated, nothing else`;
  const pointer = `/rules/${other}`;
  return { slug: 'approval-kind', detail: `${rules[other]} ${message}.`, errors: [{ pointer, message }] };
}

function notAssistive({ tool, version, mode }: RuleToolUseCommand): Refusal {
  return {
    slug: 'approval-kind',
    detail: `${tool} ${version} (${mode}) is not classed as assistive; what it makes is approved piece by piece.`,
  };
}
