import type { FactRecord } from '@clearance/domain';
import type { Dossier } from '../dossier.js';

export interface DeclaredValue {
  /** As declared; of any JSON type. */
  readonly value: unknown;
  readonly fact: FactRecord<'facts-declared'>;
}

/** Every unretracted value declared for a key, in log order. */
export function declaredValues(dossier: Dossier, key: string): DeclaredValue[] {
  const values: DeclaredValue[] = [];
  for (const fact of dossier.facts) {
    if (fact.type === 'facts-declared' && Object.hasOwn(fact.data.facts, key))
      values.push({ value: fact.data.facts[key], fact });
  }
  return values;
}

/** The value where it is one of the words, else `unknown`: what cannot be read may mean anything. */
export function readWord<W extends string>(value: unknown, words: readonly W[]): W | 'unknown' {
  return words.find((word) => word === value) ?? 'unknown';
}
