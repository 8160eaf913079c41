import type { AnyFact } from '@clearance/domain';
import { UNKNOWN } from '../condition/types.js';
import { compareText } from '../order.js';
import { instant } from '../time.js';
import type { FieldSpec } from './model.js';
import type { FactValue } from './value.js';

type Declaring = Extract<AnyFact, { type: 'facts-declared' }>;

/** What has been read of one field so far. Mutable: many statements are taken in, one value comes out. */
export interface Reading {
  value: FactValue;
  /** Statements that count; the evidence of what is found. */
  facts: AnyFact[];
  /** For a state: the statement that counts. */
  latest: Declaring | null;
  stated: boolean;
}

export const emptyReading = (): Reading => ({ value: null, facts: [], latest: null, stated: false });

/**
 * Takes one statement in. Several values reduce to one: of a state the latest, otherwise the most adverse, and what cannot be
 * read or is said to be unknown is the most adverse of all. A favourable value without what it has to rest on says nothing.
 * @param fact null for the answer of a register
 */
export function takeIn(
  reading: Reading,
  field: FieldSpec,
  raw: unknown,
  fact: Declaring | null,
  production: string,
): void {
  const value = readValue(field, raw, production);
  if (fact !== null && lacksBacking(field, value, fact)) return;
  if (field.state && fact !== null) {
    if (reading.latest !== null && !isLater(fact, reading.latest)) return;
    reading.latest = fact;
    reading.value = value;
    reading.facts = [fact];
    reading.stated = true;
    return;
  }
  reading.value = reading.stated ? worse(field, reading.value, value) : value;
  reading.stated = true;
  if (fact !== null) reading.facts.push(fact);
}

/** A value of the model, or null: a value outside it may mean anything. */
export function readValue(field: FieldSpec, raw: unknown, production: string): FactValue {
  if (raw === UNKNOWN) return null;
  switch (field.type) {
    case 'values':
      return readWords(field.values ?? [], raw);
    case 'production':
      if (typeof raw !== 'string' || raw === '') return null;
      return raw === 'none' ? 'none' : raw === production || raw === 'this' ? 'this' : 'other';
    case 'text':
      return typeof raw === 'string' && raw !== '' ? raw : null;
    case 'number':
      return typeof raw === 'number' && Number.isFinite(raw) ? raw : null;
    case 'time':
      return typeof raw === 'string' && RFC_3339.test(raw) && !Number.isNaN(instant(raw)) ? instant(raw) : null;
    case 'words':
      return Array.isArray(raw) && raw.every((word) => typeof word === 'string' && word !== UNKNOWN)
        ? (raw as string[])
        : null;
  }
}

/** With an offset; a date alone is a day somewhere. */
export const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** One word, or several at once of which the most adverse counts. */
function readWords(values: readonly string[], raw: unknown): FactValue {
  if (!Array.isArray(raw)) return typeof raw === 'string' && values.includes(raw) ? raw : null;
  let worst = -1;
  for (const word of raw as readonly unknown[]) {
    const rank = values.indexOf(word as string);
    if (rank < 0) return null;
    if (rank > worst) worst = rank;
  }
  return values[worst] ?? null;
}

function worse(field: FieldSpec, a: FactValue, b: FactValue): FactValue {
  if (a === null || b === null) return null;
  if (field.ordered && field.values !== null) {
    return field.values.indexOf(a as string) >= field.values.indexOf(b as string) ? a : b;
  }
  // What has no order and differs: nobody can say which of them holds.
  return a === b || (Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b)) ? a : null;
}

function lacksBacking({ needs }: FieldSpec, value: FactValue, { data }: Declaring): boolean {
  if (needs === null || typeof value !== 'string' || !needs.values.includes(value)) return false;
  if (needs.evidence && (data.evidence ?? []).length === 0) return true;
  return needs.basis !== null && (data.basis === undefined || !needs.basis.includes(data.basis));
}

function isLater(a: Declaring, b: Declaring): boolean {
  const order = instant(a.occurredAt) - instant(b.occurredAt);
  return order === 0 ? compareText(a.event, b.event) > 0 : order > 0;
}
