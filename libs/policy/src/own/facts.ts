import type { FactRecord } from '@clearance/domain';
import { factsOf, type Dossier } from '../dossier.js';

export interface DeclaredValue {
  /** As declared; of any JSON type. */
  readonly value: unknown;
  readonly fact: FactRecord<'facts-declared'>;
}

/** Every unretracted value declared for a key, in log order. */
export function declaredValues(dossier: Dossier, key: string): DeclaredValue[] {
  return factsOf(dossier, 'facts-declared').flatMap((fact) =>
    Object.hasOwn(fact.data.facts, key) ? [{ value: fact.data.facts[key], fact }] : [],
  );
}

/** The value where it is one of the words, else `unknown`: what cannot be read may mean anything. */
export function readWord<W extends string>(value: unknown, words: readonly W[]): W | 'unknown' {
  return words.find((word) => word === value) ?? 'unknown';
}
