import { DELIVERY_CLASSES, type DeliveryClass } from '@clearance/domain';
import type { FactField, FactGroup, FieldType } from '../pack/format.js';
import type { Entry } from './value.js';

/** A fact model made ready: every field has a place of its own, so that nothing is looked up by name while judging. */
export interface FactModel {
  /** Single facts, by index. */
  readonly scalars: readonly FieldSpec[];
  readonly lists: readonly ListSpec[];
  /** `group.field` -> where it stands. */
  readonly refs: ReadonlyMap<string, FactRef>;
  readonly listByName: ReadonlyMap<string, ListSpec>;
  /** Single facts that differ from step to step: those of the step, of registers, and `asset.genai`. */
  readonly ofSteps: readonly FieldSpec[];
}

export type FactRef =
  | { readonly kind: 'scalar'; readonly field: FieldSpec }
  | { readonly kind: 'entry'; readonly list: ListSpec; readonly field: FieldSpec }
  | { readonly kind: 'use'; readonly name: string; readonly field: FieldSpec };

export interface FieldSpec {
  /** `group.field`. */
  readonly name: string;
  /** Name within its group. */
  readonly field: string;
  readonly index: number;
  readonly type: FieldType | 'values';
  /** Words it may have, favourable ones first; null where it is free. */
  readonly values: readonly string[] | null;
  /** Whether later words are worse. */
  readonly ordered: boolean;
  readonly state: boolean;
  readonly needs: NeedsSpec | null;
  /** By class of delivery: the least value it implies. */
  readonly implied: Readonly<Partial<Record<DeliveryClass, string>>> | null;
  readonly from: FactGroup['from'] | null;
}

/** What a favourable value has to rest on. */
export interface NeedsSpec {
  readonly values: readonly string[];
  readonly basis: readonly string[] | null;
  readonly evidence: boolean;
}

export interface ListSpec {
  readonly name: string;
  readonly index: number;
  /** Name of the field that tells entries apart. */
  readonly key: string;
  /** Its own fields, then those of the groups that are looked up by what an entry cites. */
  readonly fields: readonly FieldSpec[];
  readonly own: ReadonlyMap<string, FieldSpec>;
  readonly cited: readonly CitedGroup[];
  /** An entry of which nothing is known. */
  readonly unknown: Entry;
}

/** A consent that an entry cites. */
export interface CitedGroup {
  readonly group: string;
  /** The citing field, one of the list's own. */
  readonly by: FieldSpec;
  readonly fields: readonly FieldSpec[];
}

/** Answered by the evaluation itself, for each step. */
export const STEP_FIELDS = {
  /** More than one step, one of them by a vendor. */
  chain: ['no', 'yes'],
  /** It names its tool; also where there is no step to declare. */
  declared: ['yes', 'no'],
  /** A vendor made it. */
  vendor: ['no', 'yes'],
} as const;

/** Facts of a use that every delivery has, whatever a pack declares. */
export const USE_FIELDS = {
  class: 'values',
  territories: 'words',
  languages: 'words',
  medium: 'text',
} as const;

export const STEP_PREFIX = 'step.';
export const GENAI_FACT = 'asset.genai';
export const GENAI_VALUES = ['none', 'assistive', 'partial', 'full'] as const;
export type GenAi = (typeof GENAI_VALUES)[number];
export const PRODUCTION_VALUES = ['none', 'this', 'other'] as const;

export function factModel(groups: Readonly<Record<string, FactGroup>>): FactModel {
  const scalars: FieldSpec[] = [];
  const lists: ListSpec[] = [];
  const refs = new Map<string, FactRef>();
  const addScalar = (group: string, name: string, field: FactField, from: FactGroup['from']) => {
    const spec = fieldSpec(group, name, field, scalars.length, from ?? null);
    scalars.push(spec);
    refs.set(spec.name, { kind: 'scalar', field: spec });
  };
  for (const [name, values] of Object.entries(STEP_FIELDS)) addScalar('step', name, { values }, undefined);
  for (const [name, type] of Object.entries(USE_FIELDS)) refs.set(`use.${name}`, useRef(name, type));
  for (const [group, { list, from, citedBy, fields }] of Object.entries(groups)) {
    if (list !== undefined || citedBy !== undefined) continue;
    for (const [name, field] of Object.entries(fields)) {
      if (group === 'use')
        refs.set(`use.${name}`, { kind: 'use', name, field: fieldSpec(group, name, field, 0, null) });
      else addScalar(group, name, field, from);
    }
  }
  for (const [group, { list, fields }] of Object.entries(groups)) {
    if (list === undefined) continue;
    const spec = listSpec(group, list, fields, lists.length, groups);
    lists.push(spec);
    for (const field of spec.fields) refs.set(field.name, { kind: 'entry', list: spec, field });
  }
  const ofSteps = scalars.filter(
    ({ name, from }) => from !== null || name === GENAI_FACT || name.startsWith(STEP_PREFIX),
  );
  return { scalars, lists, refs, listByName: new Map(lists.map((list) => [list.name, list])), ofSteps };
}

function listSpec(
  name: string,
  key: string,
  fields: FactGroup['fields'],
  index: number,
  groups: Readonly<Record<string, FactGroup>>,
): ListSpec {
  const own = Object.entries(fields).map(([field, definition], at) => fieldSpec(name, field, definition, at, null));
  const all = [...own];
  const cited = Object.entries(groups).flatMap(([group, { citedBy, from, fields: theirs }]): CitedGroup[] => {
    const by = own.find((field) => field.name === citedBy);
    if (by === undefined) return [];
    const specs = Object.entries(theirs).map(([field, definition], at) =>
      fieldSpec(group, field, definition, all.length + at, from ?? null),
    );
    all.push(...specs);
    return [{ group, by, fields: specs }];
  });
  const unknown: Entry = { key: null, values: all.map(() => null) };
  return { name, index, key, fields: all, own: new Map(own.map((field) => [field.field, field])), cited, unknown };
}

function fieldSpec(
  group: string,
  field: string,
  definition: FactField,
  index: number,
  from: FieldSpec['from'],
): FieldSpec {
  const { values, type, state = false, favourableNeeds: needs, impliedBy } = definition;
  const words = values ?? (type === 'production' ? PRODUCTION_VALUES : null);
  return {
    name: `${group}.${field}`,
    field,
    index,
    type: type ?? 'values',
    values: words,
    ordered: words !== null,
    state,
    needs:
      needs === undefined
        ? null
        : {
            values: needs.values ?? (words ?? []).slice(0, 1),
            basis: needs.basis ?? null,
            evidence: needs.evidence ?? false,
          },
    implied: impliedBy?.class ?? null,
    from,
  };
}

function useRef(name: string, type: (typeof USE_FIELDS)[keyof typeof USE_FIELDS]): FactRef {
  const base = fieldSpec('use', name, {}, 0, null);
  return {
    kind: 'use',
    name,
    field: { ...base, type, values: name === 'class' ? DELIVERY_CLASSES : null, ordered: false },
  };
}
