import type { FactRecord, OriginSignal, ToolRef } from '@clearance/domain';
import { factsOf, type Dossier } from '../dossier.js';
import { classifySourceType } from '../vocabulary/digital-source-type.js';
import type { ConditionReader, Match, Subject } from './condition.js';
import { declaredValues, readWord, type DeclaredValue } from './facts.js';
import { isContentEdge, isVersionLink } from './inputs.js';

const GENAI = ['none', 'assistive', 'partial', 'full'] as const;

/** base-generated: a generating tool, a generative source type, `asset.genai` partial or full, a signal of AI origin. */
export const generated: ConditionReader = ({ dossier }) => [
  ...factsOf(dossier, 'generated-by-tool').map((fact): Match => ({
    message: 'tool',
    values: { tool: toolName(fact.data.tool) },
    facts: [fact],
  })),
  ...declared(
    sourceTypes(dossier).filter(({ value }) => classifySourceType(value).taint === 'generative'),
    'sourceType',
  ),
  ...declared(
    genai(dossier).filter(({ word }) => word === 'partial' || word === 'full'),
    'genai',
  ),
  ...signals(dossier, ['ai', 'ai-composite']),
];

/** base-origin-unknown: no known origin (L5), an ambiguous source type, `asset.genai` unknown, a tampered signal. */
export const originUnknown: ConditionReader = (subject) => [
  ...(hasKnownOrigin(subject)
    ? []
    : [{ message: 'none', facts: subject.dossier.facts.filter((fact) => fact.type === 'registered') }]),
  ...declared(
    sourceTypes(subject.dossier).filter(({ value }) => classifySourceType(value).taint === 'ambiguous'),
    'sourceType',
  ),
  ...declared(
    genai(subject.dossier).filter(({ word }) => word === 'unknown'),
    'genai',
  ),
  ...signals(subject.dossier, ['tampered']),
];

/** L5: a source type that states one, a tool, or complete inputs with a content edge or version link. */
export function hasKnownOrigin({ dossier, inputs, completeness }: Subject): boolean {
  return (
    sourceTypes(dossier).some(({ value }) => classifySourceType(value).statesOrigin) ||
    factsOf(dossier, 'generated-by-tool').length > 0 ||
    (completeness.value === 'yes' && inputs.some(({ kind }) => isContentEdge(kind) || isVersionLink(kind)))
  );
}

const sourceTypes = (dossier: Dossier) => declaredValues(dossier, 'asset.digitalSourceType');

const genai = (dossier: Dossier) =>
  declaredValues(dossier, 'asset.genai').map((declaredValue) => ({
    ...declaredValue,
    word: readWord(declaredValue.value, GENAI),
  }));

function declared(values: readonly DeclaredValue[], message: string): Match[] {
  return values.map(({ value, fact }) => ({ message, values: { value: valueText(value) }, facts: [fact] }));
}

function signals(dossier: Dossier, verdicts: readonly OriginSignal['verdict'][]): Match[] {
  return factsOf(dossier, 'origin-detected').flatMap((fact: FactRecord<'origin-detected'>) =>
    fact.data.signals
      .filter(({ verdict }) => verdicts.includes(verdict))
      .map((signal): Match => ({
        message: 'signal',
        values: { where: `${signal.kind} at ${signal.where}` },
        facts: [fact],
      })),
  );
}

export function toolName({ id, version, mode }: ToolRef): string {
  return mode === undefined ? `${id} ${version}` : `${id} ${version} (${mode})`;
}

/** Declared values of another type are shown as JSON, so that a text and a number stay apart. */
function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
