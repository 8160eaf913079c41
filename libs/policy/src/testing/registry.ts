import type { ToolRef } from '@clearance/domain';
import type { Registry, RegistryAnswer, ToolAnswer } from '../facts/registry.js';

/** Registers as a test fills them. The same question gives the same object while nothing changed. */
export class SmallRegistry implements Registry {
  private readonly tools = new Map<string, Timed<ToolAnswer>[]>();
  private readonly vendors = new Map<string, Timed<RegistryAnswer>[]>();
  private readonly consents = new Map<string, Timed<RegistryAnswer>[]>();

  /** @param from since when; before that, what was put in earlier holds */
  putTool(key: string, answer: Partial<ToolAnswer>, from = ''): this {
    return this.put(this.tools, key, { ...NOTHING, ...answer }, from);
  }
  putVendor(id: string, answer: Partial<RegistryAnswer>, from = ''): this {
    return this.put(this.vendors, id, { ...NOTHING, ...answer }, from);
  }
  putConsent(id: string, answer: Partial<RegistryAnswer>, from = ''): this {
    return this.put(this.consents, id, { ...NOTHING, ...answer }, from);
  }

  /** Tools stand under `id` or `id:mode`. */
  tool({ id, mode }: ToolRef, at: string): ToolAnswer {
    return this.find(this.tools, mode === undefined ? id : `${id}:${mode}`, at);
  }
  vendor(vendor: string, at: string): RegistryAnswer {
    return this.find(this.vendors, vendor, at);
  }
  consent(consent: string, at: string): RegistryAnswer {
    return this.find(this.consents, consent, at);
  }

  private put<A>(into: Map<string, Timed<A>[]>, key: string, answer: A, from: string): this {
    into.set(key, [...(into.get(key) ?? []), { answer, from }]);
    return this;
  }
  private find<A>(among: ReadonlyMap<string, readonly Timed<A>[]>, key: string, at: string): A | ToolAnswer {
    return among.get(key)?.findLast(({ from }) => from === '' || Date.parse(from) <= Date.parse(at))?.answer ?? NOTHING;
  }
}

interface Timed<A> {
  readonly answer: A;
  readonly from: string;
}
const NOTHING: ToolAnswer = { class: null, facts: {}, until: null, evidence: [] };
