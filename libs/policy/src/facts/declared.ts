import type { AnyFact } from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import type { FactModel, ListSpec } from './model.js';
import { emptyReading, takeIn, type Reading } from './reading.js';

type Declaring = Extract<AnyFact, { type: 'facts-declared' }>;

/** What is declared of a content as a whole, the same for all its steps. */
export interface Declared {
  /** By index of the scalar; undefined where nothing was said. */
  readonly scalars: readonly (Reading | undefined)[];
  /** By index of the list. */
  readonly lists: readonly DeclaredList[];
}
export interface DeclaredList {
  /** Nobody declared the list, or something in it cannot be read. */
  readonly open: boolean;
  readonly entries: ReadonlyMap<string, DeclaredEntry>;
  /** Statements about the list, in log order. */
  readonly facts: readonly AnyFact[];
}
export interface DeclaredEntry {
  /** By index of the list's own fields. */
  readonly fields: (Reading | undefined)[];
}

/** @param keyOf maps what an entry is named by to what it stands for: an asset id to its content. */
export function readDeclared(
  dossier: Dossier,
  model: FactModel,
  keyOf: (list: ListSpec, name: string) => string,
): Declared {
  const production = dossier.claims[0]?.production ?? '';
  const scalars: (Reading | undefined)[] = [];
  const lists: (MutableList | undefined)[] = [];
  for (const fact of dossier.facts) {
    if (fact.type !== 'facts-declared') continue;
    for (const key of Object.keys(fact.data.facts)) {
      const ref = model.refs.get(key);
      if (ref?.kind === 'scalar') {
        // What a step answers by itself cannot be declared.
        if (!ref.field.name.startsWith('step.')) {
          takeIn((scalars[ref.field.index] ??= emptyReading()), ref.field, fact.data.facts[key], fact, production);
        }
        continue;
      }
      const list = model.listByName.get(key);
      if (list === undefined) continue;
      takeList((lists[list.index] ??= { open: false, entries: new Map(), facts: [] }), list, fact, keyOf, production);
    }
  }
  return { scalars, lists: model.lists.map(({ index }) => lists[index] ?? UNDECLARED) };
}

interface MutableList {
  open: boolean;
  readonly entries: Map<string, DeclaredEntry>;
  readonly facts: AnyFact[];
}
const UNDECLARED: DeclaredList = { open: true, entries: new Map(), facts: [] };

/** Lists are declared whole; several declarations are one list of all entries. */
function takeList(
  into: MutableList,
  list: ListSpec,
  fact: Declaring,
  keyOf: (list: ListSpec, name: string) => string,
  production: string,
): void {
  into.facts.push(fact);
  const raw = fact.data.facts[list.name];
  if (!Array.isArray(raw)) {
    into.open = true;
    return;
  }
  for (const item of raw as readonly unknown[]) {
    const name = isObject(item) ? item[list.key] : undefined;
    if (!isObject(item) || typeof name !== 'string' || name === '' || name === 'unknown') {
      into.open = true;
      continue;
    }
    const key = keyOf(list, name);
    let entry = into.entries.get(key);
    if (entry === undefined) into.entries.set(key, (entry = { fields: [] }));
    for (const field of list.own.values()) {
      if (!Object.hasOwn(item, field.field)) continue;
      takeIn((entry.fields[field.index] ??= emptyReading()), field, item[field.field], fact, production);
    }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
