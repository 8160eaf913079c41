import { UNKNOWN } from '../condition/types.js';
import { checkComparison, type ConditionScope } from './check-condition.js';
import { approvalKinds } from './clears.js';
import { comparisonOfStep } from './compile.js';
import { BUILT_IN_KINDS, type PackDocument, type PackRule, type PackStep } from './format.js';

/** What is said to clear a finding can do so (F3), and every alternative is worth having. */
export function checkClears(
  rule: PackRule,
  pointer: string,
  lists: ReadonlySet<string>,
  pack: PackDocument,
  scope: ConditionScope,
): void {
  if (rule.clears === undefined) return;
  const { reader } = scope;
  const alternatives = rule.clears.anyOf;
  alternatives.forEach((steps, index) => {
    const at = `${pointer}/clears/anyOf/${index}`;
    steps.forEach((step, place) => checkStep(step, `${at}/${place}`, rule, lists, pack, scope));
    const own = new Set(steps.map((step) => JSON.stringify(step)));
    if (own.size < steps.length) reader.fail(at, 'duplicate', 'a step stands here twice');
    const simpler = alternatives.findIndex(
      (others, other) =>
        other !== index &&
        others.every((step) => own.has(JSON.stringify(step))) &&
        (others.length < own.size || other < index),
    );
    if (simpler >= 0)
      reader.fail(at, 'unreachable', `alternative ${simpler + 1} asks for no more than a part of this one`);
  });
  if (rule.outcome === 'approval' && !alternatives.some((steps) => approvalKinds(steps).length > 0))
    reader.fail(
      `${pointer}/clears/anyOf`,
      'cannot-clear',
      'a rule that asks for approval needs an alternative with one',
    );
}

function checkStep(
  step: PackStep,
  pointer: string,
  rule: PackRule,
  lists: ReadonlySet<string>,
  pack: PackDocument,
  scope: ConditionScope,
): void {
  const { reader } = scope;
  if ('approval' in step) {
    const kinds: readonly string[] = [...BUILT_IN_KINDS, ...pack.approvals.map(({ kind }) => kind)];
    if (!kinds.includes(step.approval))
      reader.fail(`${pointer}/approval`, 'unknown-approval', `nobody defined the kind of approval "${step.approval}"`);
    if (rule.outcome !== 'approval' || step.approval === 'ruling')
      reader.fail(
        pointer,
        'cannot-clear',
        `an approval does not clear a finding of outcome ${rule.outcome}${step.approval === 'ruling' ? ' as a ruling' : ''}`,
      );
    return;
  }
  if ('ruling' in step) {
    if (rule.outcome !== 'escalate')
      reader.fail(pointer, 'cannot-clear', `a ruling clears an escalation, not a finding of outcome ${rule.outcome}`);
    return;
  }
  if (!('fact' in step)) return;
  if (step.equals === undefined && step.in === undefined) {
    // Named without a value: the fact has to be declared. It says what to do and decides nothing.
    if (scope.model.refs.get(step.fact) === undefined && !scope.model.listByName.has(step.fact))
      reader.fail(`${pointer}/fact`, 'unknown-fact', `there is no fact "${step.fact}" in the model of this pack`);
    return;
  }
  const comparison = comparisonOfStep(step);
  if (step.equals === UNKNOWN || step.in?.includes(UNKNOWN) === true)
    reader.fail(pointer, 'cannot-clear', 'that nothing is known clears nothing');
  checkComparison(comparison, pointer, lists, scope, false);
}
