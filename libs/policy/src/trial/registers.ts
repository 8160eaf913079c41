import type { ToolRef } from '@clearance/domain';
import type { Registry, RegistryAnswer, ToolAnswer } from '../facts/registry.js';
import { instant } from '../time.js';
import type { Registers } from './given.js';

/**
 * Registers of which every answer is known beforehand. What they said at first they have always said; the same question gives
 * the same object until they say something else.
 */
export class GivenRegistry implements Registry {
  private readonly said: { readonly from: number; readonly answers: Answers }[] = [];

  /** @param from milliseconds */
  put(registers: Registers, from: number): void {
    this.said.push({ from: this.said.length === 0 ? -Infinity : from, answers: answersOf(registers) });
  }

  /** A mode that is not known of by itself is what the tool is. */
  tool({ id, mode }: ToolRef, at: string): ToolAnswer {
    const { tools } = this.at(at);
    return (mode === undefined ? undefined : tools.get(`${id}:${mode}`)) ?? tools.get(id) ?? NOTHING;
  }
  vendor(vendor: string, at: string): RegistryAnswer {
    return this.at(at).vendors.get(vendor) ?? NOTHING;
  }
  consent(consent: string, at: string): RegistryAnswer {
    return this.at(at).consents.get(consent) ?? NOTHING;
  }

  private at(time: string): Answers {
    return this.said.findLast(({ from }) => from <= instant(time))?.answers ?? NO_ANSWERS;
  }
}

interface Answers {
  readonly tools: ReadonlyMap<string, ToolAnswer>;
  readonly vendors: ReadonlyMap<string, RegistryAnswer>;
  readonly consents: ReadonlyMap<string, RegistryAnswer>;
}
const NOTHING: ToolAnswer = { class: null, facts: {}, until: null, evidence: [] };
const NO_ANSWERS: Answers = { tools: new Map(), vendors: new Map(), consents: new Map() };

function answersOf({ tools, vendors, consents }: Registers): Answers {
  const answer = (facts: RegistryAnswer['facts']): RegistryAnswer => ({ ...NOTHING, facts });
  return {
    tools: new Map(
      Object.entries(tools).map(([key, given]) => [
        key,
        { ...NOTHING, class: given.class ?? null, facts: given.terms ?? {} },
      ]),
    ),
    vendors: new Map(Object.entries(vendors).map(([key, facts]) => [key, answer(facts)])),
    consents: new Map(Object.entries(consents).map(([key, facts]) => [key, answer(facts)])),
  };
}
