import type { ToolRef } from '@clearance/domain';
import type { EventRef, ToolClass } from '../types.js';

/**
 * What the ledger knows of tools, vendors and consents at a time. Values in, no I/O: whoever distills looks them up. The same
 * question has to give the same object where the answer is the same, so that a step is judged once and not once for each time.
 */
export interface Registry {
  /** `at`: RFC 3339. The most specific version range wins; a mode that is not stated is the worst one enabled. */
  tool(tool: ToolRef, at: string): ToolAnswer;
  vendor(vendor: string, at: string): RegistryAnswer;
  /** Whether it covers a use is a question to its facts: territories, languages, mediums. */
  consent(consent: string, at: string): RegistryAnswer;
}

export interface RegistryAnswer {
  /** By the name of the field, such as `trainsOnIO`. What is absent is not known. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The first time after `at` at which the answer changes by itself; null = never. RFC 3339. */
  readonly until: string | null;
  readonly evidence: readonly EventRef[];
}
export interface ToolAnswer extends RegistryAnswer {
  /** null = nobody classed it. */
  readonly class: ToolClass | null;
}

/** A ledger without registers: nothing is known of anybody. */
export const NO_REGISTRY: Registry = {
  tool: () => NOTHING,
  vendor: () => NOTHING,
  consent: () => NOTHING,
};
const NOTHING: ToolAnswer = { class: null, facts: {}, until: null, evidence: [] };
