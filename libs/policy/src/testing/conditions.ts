import fc from 'fast-check';
import type { UseFacts } from '../condition/guard.js';
import type { Condition } from '../condition/types.js';
import { factModel, type FactModel } from '../facts/model.js';
import type { FactValue, Frame, ListValue } from '../facts/value.js';
import type { FactGroup } from '../pack/format.js';

/** A model with a fact of every type, small enough that random conditions often meet. */
export const SMALL_FACTS: Readonly<Record<string, FactGroup>> = {
  asset: {
    fields: {
      genai: { values: ['none', 'assistive', 'partial', 'full'] },
      stage: {
        values: ['ideation', 'temporary', 'deliverable'],
        state: true,
        impliedBy: { class: { final: 'deliverable', turnover: 'temporary' } },
      },
      size: { type: 'number' },
      made: { type: 'time' },
      regions: { type: 'words' },
      note: { type: 'text' },
    },
  },
  use: { fields: { prominence: { values: ['none', 'incidental', 'key'] }, mood: { type: 'text' } } },
  part: {
    list: 'name',
    fields: { name: { type: 'text' }, state: { values: ['good', 'bad'] }, where: { type: 'words' } },
  },
};
export const SMALL_MODEL: FactModel = factModel(SMALL_FACTS);
export const SWITCHES = { on: true, off: false } as const;

const REGIONS = ['DE', 'FR', '*'] as const;
const words = fc.uniqueArray(fc.constantFrom(...REGIONS), { minLength: 1, maxLength: 2 });

/** Conditions that a pack may hold: no literal `unknown` under a negation. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<Record<string, Condition>>((tie) => {
  const level = (literals: 'open' | 'closed', inList: boolean): fc.Arbitrary<Condition> => {
    const name = `${literals}${inList ? 'In' : 'Out'}`;
    const again = tie(name);
    const denied = tie(`closed${inList ? 'In' : 'Out'}`);
    const entry = tie(`${literals}In`);
    const deniedEntry = tie('closedIn');
    return fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      comparison(literals === 'open', inList),
      fc.record({ all: fc.array(again, { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(again, { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: denied }),
      fc.record({ some: fc.constant('part'), where: entry }),
      fc.record({ every: fc.constant('part'), where: entry }),
      fc.record({ none: fc.constant('part'), where: deniedEntry }),
      fc.record({ switch: fc.constantFrom('on', 'off') }),
    );
  };
  return {
    openOut: level('open', false),
    closedOut: level('closed', false),
    openIn: level('open', true),
    closedIn: level('closed', true),
  };
})['openOut']!;

function comparison(mayAskForUnknown: boolean, inList: boolean): fc.Arbitrary<Condition> {
  const word = (fact: string, values: readonly string[]) => {
    const literal = fc.constantFrom(...values, ...(mayAskForUnknown ? ['unknown'] : []));
    return fc.oneof(
      fc.record({ fact: fc.constant(fact), equals: literal }),
      fc.record({ fact: fc.constant(fact), in: fc.uniqueArray(literal, { minLength: 1, maxLength: 3 }) }),
      ...(['lt', 'lte', 'gt', 'gte'] as const).map((operator) =>
        fc.record({ fact: fc.constant(fact), [operator]: fc.constantFrom(...values) }),
      ),
    );
  };
  const lists = (fact: string) =>
    fc.oneof(
      fc.record({ fact: fc.constant(fact), overlaps: words }),
      fc.record({ fact: fc.constant(fact), within: words }),
      fc.record({ fact: fc.constant(fact), within: fc.constant({ fact: inList ? 'part.where' : 'asset.regions' }) }),
    );
  const outside: fc.Arbitrary<unknown>[] = [
    word('asset.genai', ['none', 'assistive', 'partial', 'full']),
    word('asset.stage', ['ideation', 'temporary', 'deliverable']),
    word('use.prominence', ['none', 'incidental', 'key']),
    fc.record({
      fact: fc.constant('use.class'),
      in: fc.uniqueArray(fc.constantFrom('final', 'review'), { minLength: 1 }),
    }),
    fc.record({ fact: fc.constant('use.mood'), equals: fc.constantFrom('a', 'b') }),
    fc.record({ fact: fc.constant('asset.size'), lt: fc.constantFrom(1, 2) }),
    fc.record({ fact: fc.constant('asset.size'), gte: fc.constantFrom(1, 2) }),
    fc.record({ fact: fc.constant('asset.made'), before: fc.constant('2026-01-02T00:00:00Z') }),
    fc.record({ fact: fc.constant('asset.made'), after: fc.constant('2026-01-02T00:00:00Z') }),
    lists('use.territories'),
    lists('asset.regions'),
  ];
  const inside = [word('part.state', ['good', 'bad']), lists('part.where')];
  return fc.oneof(...(inList ? [...inside, ...outside.slice(0, 3)] : outside)) as fc.Arbitrary<Condition>;
}

/** Values of one step, with unknowns among them. */
export interface Values {
  readonly scalars: Readonly<Record<string, FactValue>>;
  readonly parts: { readonly open: boolean; readonly entries: readonly Readonly<Record<string, FactValue>>[] };
}

const orUnknown = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 3 });

export const values: fc.Arbitrary<Values> = fc.record({
  scalars: fc.record({
    'asset.genai': orUnknown(fc.constantFrom('none', 'assistive', 'partial', 'full')),
    'asset.stage': orUnknown(fc.constantFrom('ideation', 'temporary', 'deliverable')),
    'asset.size': orUnknown(fc.constantFrom(0, 1, 2, 3)),
    'asset.made': orUnknown(
      fc.constantFrom(...['01', '02', '03'].map((day) => Date.parse(`2026-01-${day}T00:00:00Z`))),
    ),
    'asset.regions': orUnknown(words),
    'asset.note': orUnknown(fc.constantFrom('x', 'y')),
  }),
  parts: fc.record({
    open: fc.boolean(),
    entries: fc.array(
      fc.record({
        'part.name': fc.constant('p'),
        'part.state': orUnknown(fc.constantFrom('good', 'bad')),
        'part.where': orUnknown(words),
      }),
      { maxLength: 2 },
    ),
  }),
});

export const uses: fc.Arbitrary<UseFacts> = fc
  .record({
    class: fc.constantFrom('final', 'review', 'turnover'),
    territories: fc.oneof(words, fc.constant(['GB'])),
    prominence: orUnknown(fc.constantFrom('none', 'incidental', 'key', 'unknown')),
    mood: orUnknown(fc.constantFrom('a', 'b')),
  })
  .map(({ prominence, mood, ...rest }) => ({ ...rest, prominence: prominence ?? undefined, mood: mood ?? undefined }));

export function frameOf({ scalars, parts }: Values, model: FactModel = SMALL_MODEL): Frame {
  const list = model.listByName.get('part')!;
  const value: ListValue = {
    open: parts.open,
    entries: parts.entries.map((entry) => ({ key: 'p', values: list.fields.map(({ name }) => entry[name] ?? null) })),
  };
  return {
    scalars: model.scalars.map(({ name }) => scalars[name] ?? null),
    lists: [value],
    at: [null],
  };
}
