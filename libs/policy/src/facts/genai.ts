import type { AnyFact, OriginSignal } from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import type { Subject } from '../own/condition.js';
import { hasKnownOrigin } from '../own/origin.js';
import type { ToolClass } from '../types.js';
import { codeOf } from '../vocabulary/digital-source-type.js';
import { GENAI_VALUES, type GenAi } from './model.js';
import type { Step } from './step.js';

/**
 * `asset.genai`: how much of a content is generated, as far as it shows in what is declared, in its source type, in signals
 * found in its bytes, and in what is known of its origin (L5). null = unknown, the most adverse of all.
 * @param vocabulary code -> what it says
 */
export function genaiOfContent(subject: Subject, vocabulary: ReadonlyMap<string, GenAi | null>): GenAi | null {
  const { dossier } = subject;
  let worst: GenAi | null = 'none';
  for (const fact of dossier.facts) {
    if (fact.type === 'facts-declared') {
      const { facts } = fact.data;
      if (Object.hasOwn(facts, 'asset.genai')) worst = worseOf(worst, readGenai(facts['asset.genai']));
      if (Object.hasOwn(facts, 'asset.digitalSourceType'))
        worst = worseOf(worst, readSourceType(facts['asset.digitalSourceType'], vocabulary));
    } else if (fact.type === 'origin-detected') {
      for (const { verdict } of fact.data.signals) worst = worseOf(worst, readSignal(verdict));
    }
    if (worst === null) return null;
  }
  return hasKnownOrigin(subject) ? worst : null;
}

/** What the tool of a step adds: its class, or for a tool nobody classed what the statement says of it. */
export function genaiOfStep(step: Step, toolClass: ToolClass | null): GenAi | null {
  if (step.tool === null) return 'none';
  if (toolClass === 'generative') return 'full';
  if (toolClass !== null) return toolClass;
  return step.generated ? 'full' : null;
}

export function worseOf(a: GenAi | null, b: GenAi | null): GenAi | null {
  if (a === null || b === null) return null;
  return GENAI_VALUES.indexOf(a) >= GENAI_VALUES.indexOf(b) ? a : b;
}

/** Facts that say something of how a content was made; the evidence where `asset.genai` is what counts. In log order. */
export function originFacts(dossier: Dossier): AnyFact[] {
  return dossier.facts.filter((fact) => {
    if (fact.type === 'facts-declared')
      return Object.hasOwn(fact.data.facts, 'asset.genai') || Object.hasOwn(fact.data.facts, 'asset.digitalSourceType');
    return fact.type === 'origin-detected' && fact.data.signals.some(({ verdict }) => readSignal(verdict) !== 'none');
  });
}

function readGenai(value: unknown): GenAi | null {
  return GENAI_VALUES.find((word) => word === value) ?? null;
}

function readSourceType(value: unknown, vocabulary: ReadonlyMap<string, GenAi | null>): GenAi | null {
  const code = codeOf(value);
  return code === null ? null : (vocabulary.get(code) ?? null);
}

function readSignal(verdict: OriginSignal['verdict']): GenAi | null {
  if (verdict === 'ai' || verdict === 'ai-composite') return 'full';
  return verdict === 'tampered' ? null : 'none';
}
