import { describe, expect, it } from 'vitest';
import { frameOf, SMALL_MODEL, SWITCHES, type Values } from '../testing/conditions.js';
import { compileCondition } from './compile.js';
import type { Answer } from './question.js';
import type { Condition } from './types.js';
import { unknownFacts } from './unknowns.js';

const NOTHING: Values = { scalars: {}, parts: { open: false, entries: [] } };
const context = { model: SMALL_MODEL, switches: SWITCHES };

/** What is possible and what is certain, given values by name. */
function answers(
  condition: Condition,
  scalars: Values['scalars'] = {},
  parts: Partial<Values['parts']> = {},
): [Answer, Answer] {
  const frame = () => frameOf({ scalars, parts: { ...NOTHING.parts, ...parts } });
  return [
    compileCondition(condition, context, 'possible')(frame()),
    compileCondition(condition, context, 'certain')(frame()),
  ];
}
const TRUE = [true, true];
const FALSE = [false, false];
const UNKNOWN = [true, false];

const genai = (operator: object) => ({ fact: 'asset.genai', ...operator }) as Condition;
const bad: Condition = { fact: 'part.state', equals: 'bad' };

describe('comparisons', () => {
  it.each([
    [{ equals: 'full' }, 'full', TRUE],
    [{ equals: 'full' }, 'none', FALSE],
    [{ equals: 'full' }, null, UNKNOWN],
    [{ equals: 'unknown' }, null, TRUE],
    [{ equals: 'unknown' }, 'full', FALSE],
    [{ in: ['full', 'partial'] }, 'partial', TRUE],
    [{ in: ['full', 'partial'] }, 'none', FALSE],
    [{ in: ['full'] }, 'full', TRUE],
    [{ in: ['full', 'unknown'] }, null, TRUE],
    [{ in: ['full', 'partial'] }, null, UNKNOWN],
    [{ lt: 'partial' }, 'assistive', TRUE],
    [{ lt: 'partial' }, 'partial', FALSE],
    [{ lte: 'partial' }, 'partial', TRUE],
    [{ lte: 'partial' }, 'full', FALSE],
    [{ gt: 'partial' }, 'full', TRUE],
    [{ gt: 'partial' }, 'partial', FALSE],
    [{ gte: 'partial' }, 'partial', TRUE],
    [{ gte: 'partial' }, 'assistive', FALSE],
    [{ gte: 'partial' }, null, UNKNOWN],
  ])('of words in order: %j of %j', (operator, value, expected) => {
    expect(answers(genai(operator), { 'asset.genai': value })).toEqual(expected);
  });

  it.each([
    [{ fact: 'asset.size', lt: 2 }, { 'asset.size': 1 }, TRUE],
    [{ fact: 'asset.size', lt: 2 }, { 'asset.size': 2 }, FALSE],
    [{ fact: 'asset.size', lte: 2 }, { 'asset.size': 2 }, TRUE],
    [{ fact: 'asset.size', lte: 2 }, { 'asset.size': 3 }, FALSE],
    [{ fact: 'asset.size', gt: 2 }, { 'asset.size': 3 }, TRUE],
    [{ fact: 'asset.size', gt: 2 }, { 'asset.size': 2 }, FALSE],
    [{ fact: 'asset.size', gte: 2 }, { 'asset.size': 2 }, TRUE],
    [{ fact: 'asset.size', gte: 2 }, { 'asset.size': 1 }, FALSE],
    [{ fact: 'asset.size', gte: 2 }, {}, UNKNOWN],
    [{ fact: 'asset.made', before: '2026-01-02T00:00:00Z' }, { 'asset.made': Date.UTC(2026, 0, 1) }, TRUE],
    [{ fact: 'asset.made', before: '2026-01-02T00:00:00Z' }, { 'asset.made': Date.UTC(2026, 0, 2) }, FALSE],
    [{ fact: 'asset.made', after: '2026-01-02T00:00:00Z' }, { 'asset.made': Date.UTC(2026, 0, 3) }, TRUE],
    [{ fact: 'asset.made', after: '2026-01-02T00:00:00Z' }, { 'asset.made': Date.UTC(2026, 0, 2) }, FALSE],
    [{ fact: 'asset.made', equals: 'unknown' }, {}, TRUE],
    [{ fact: 'asset.note', equals: 'x' }, { 'asset.note': 'x' }, TRUE],
    [{ fact: 'asset.note', within: ['x', 'y'] }, { 'asset.note': 'y' }, TRUE],
    [{ fact: 'asset.note', within: ['x'] }, { 'asset.note': 'y' }, FALSE],
    [{ fact: 'asset.regions', overlaps: ['DE'] }, { 'asset.regions': ['FR', 'DE'] }, TRUE],
    [{ fact: 'asset.regions', overlaps: ['DE'] }, { 'asset.regions': ['FR'] }, FALSE],
    [{ fact: 'asset.regions', overlaps: ['DE'] }, { 'asset.regions': ['*'] }, TRUE],
    [{ fact: 'asset.regions', overlaps: ['DE'] }, { 'asset.regions': [] }, FALSE],
    [{ fact: 'asset.regions', within: ['DE'] }, { 'asset.regions': ['DE'] }, TRUE],
    [{ fact: 'asset.regions', within: ['DE'] }, { 'asset.regions': ['DE', 'FR'] }, FALSE],
    [{ fact: 'asset.regions', within: ['*'] }, { 'asset.regions': ['DE', 'FR'] }, TRUE],
    [{ fact: 'asset.regions', within: { fact: 'asset.regions' } }, { 'asset.regions': ['DE'] }, TRUE],
    [{ fact: 'asset.note', within: { fact: 'asset.regions' } }, { 'asset.note': 'DE', 'asset.regions': ['DE'] }, TRUE],
    [{ fact: 'asset.note', within: { fact: 'asset.regions' } }, { 'asset.note': 'US', 'asset.regions': ['DE'] }, FALSE],
    [{ fact: 'asset.note', within: { fact: 'asset.regions' } }, { 'asset.note': 'US' }, UNKNOWN],
    [{ fact: 'asset.note', within: { fact: 'asset.regions' } }, { 'asset.regions': ['DE'] }, UNKNOWN],
  ] as [Condition, Values['scalars'], boolean[]][])('%j of %j', (condition, scalars, expected) => {
    expect(answers(condition, scalars)).toEqual(expected);
    const [possible, certain] = expected;
    // "Unknown, for certain" has no opposite that a pack may write.
    if (JSON.stringify(condition).includes('"unknown"')) return;
    expect(answers({ not: condition }, scalars)).toEqual([!certain!, !possible!]);
  });
});

describe('conditions of several parts', () => {
  const [yes, no, perhaps]: Condition[] = [{ switch: 'on' }, { switch: 'off' }, { fact: 'asset.note', equals: 'x' }];
  it.each([
    [{ all: [yes!, yes!] }, TRUE],
    [{ all: [yes!, no!] }, FALSE],
    [{ all: [perhaps!, yes!] }, UNKNOWN],
    [{ all: [perhaps!, no!] }, FALSE],
    [{ any: [no!, no!] }, FALSE],
    [{ any: [no!, yes!] }, TRUE],
    [{ any: [perhaps!, no!] }, UNKNOWN],
    [{ any: [perhaps!, yes!] }, TRUE],
    [{ all: [perhaps!] }, UNKNOWN],
    [{ any: [yes!] }, TRUE],
    [{ not: yes! }, FALSE],
    [{ not: no! }, TRUE],
    [{ not: perhaps! }, UNKNOWN],
    [{ not: { not: yes! } }, TRUE],
    [{ not: { all: [yes!, no!] } }, TRUE],
    [{ not: { any: [no!, perhaps!] } }, UNKNOWN],
    [{ not: { any: [yes!, perhaps!] } }, FALSE],
    [{ all: [] }, TRUE],
    [{ any: [] }, FALSE],
  ])('%j', (condition, expected) => {
    expect(answers(condition)).toEqual(expected);
  });

  it('refuse names that no pack brought', () => {
    expect(() => answers({ switch: 'toString' })).toThrow(TypeError);
    expect(() => answers({ fact: 'asset.colour', equals: 'red' })).toThrow(TypeError);
    expect(() => answers({ some: 'people', where: bad })).toThrow(TypeError);
    expect(() => answers({ fact: 'asset.regions', within: { fact: 'use.territories' } })).toThrow(TypeError);
    expect(() => answers({ fact: 'use.mood', before: '2026-01-01T00:00:00Z' })).toThrow(TypeError);
  });
});

describe('quantifiers', () => {
  const entry = (state: string | null) => ({ 'part.name': 'p', 'part.state': state });
  const list = (...states: (string | null)[]) => ({ entries: states.map(entry) });
  const open = (...states: (string | null)[]) => ({ ...list(...states), open: true });
  it.each([
    ['some', list(), FALSE],
    ['some', list('good'), FALSE],
    ['some', list('good', 'bad'), TRUE],
    ['some', list('good', null), UNKNOWN],
    ['some', open(), UNKNOWN],
    ['some', open('good'), UNKNOWN],
    ['some', open('bad'), TRUE],
    ['every', list(), TRUE],
    ['every', list('bad', 'bad'), TRUE],
    ['every', list('bad', 'good'), FALSE],
    ['every', list('bad', null), UNKNOWN],
    ['every', open(), UNKNOWN],
    ['every', open('bad'), UNKNOWN],
    ['every', open('good'), FALSE],
    ['none', list(), TRUE],
    ['none', list('good'), TRUE],
    ['none', list('good', 'bad'), FALSE],
    ['none', list('good', null), UNKNOWN],
    ['none', open(), UNKNOWN],
    ['none', open('bad'), FALSE],
  ] as const)('%s of %j', (kind, parts, expected) => {
    const condition = { [kind]: 'part', where: bad } as unknown as Condition;
    expect(answers(condition, {}, parts)).toEqual(expected);
    expect(answers({ not: condition }, {}, parts)).toEqual([!expected[1], !expected[0]]);
  });

  it('ask of each entry what is asked of the use', () => {
    const condition: Condition = { some: 'part', where: { all: [bad, { fact: 'use.mood', equals: 'a' }] } };
    expect(answers(condition, {}, list('bad', 'good'))).toEqual([
      { use: 'mood', in: ['a'] },
      { use: 'mood', in: ['a'] },
    ]);
    const every: Condition = { every: 'part', where: { any: [bad, { fact: 'use.mood', equals: 'a' }] } };
    expect(answers(every, {}, list('bad', 'good'))).toEqual([
      { use: 'mood', in: ['a'] },
      { use: 'mood', in: ['a'] },
    ]);
    expect(answers(every, {}, list('bad'))).toEqual(TRUE);
  });

  it('an inner one does not disturb the entry of an outer one', () => {
    const condition: Condition = {
      some: 'part',
      where: { all: [{ some: 'part', where: { fact: 'part.state', equals: 'good' } }, bad] },
    };
    expect(answers(condition, {}, list('bad', 'good'))).toEqual(TRUE);
    const every: Condition = {
      some: 'part',
      where: { all: [{ every: 'part', where: { fact: 'part.state', in: ['good', 'bad'] } }, bad] },
    };
    expect(answers(every, {}, list('bad', 'good'))).toEqual(TRUE);
  });
});

describe('what is asked of the use', () => {
  it.each([
    [
      { fact: 'use.prominence', equals: 'key' },
      { use: 'prominence', in: ['key'] },
    ],
    [
      { fact: 'use.prominence', in: ['key', 'none'] },
      { use: 'prominence', in: ['key', 'none'] },
    ],
    [
      { fact: 'use.prominence', gte: 'incidental' },
      { use: 'prominence', in: ['incidental', 'key'] },
    ],
    [
      { fact: 'use.prominence', lt: 'key' },
      { use: 'prominence', in: ['none', 'incidental'] },
    ],
    [
      { fact: 'use.territories', overlaps: ['DE'] },
      { use: 'territories', overlaps: ['DE'] },
    ],
    [
      { fact: 'use.territories', within: ['DE'] },
      { use: 'territories', within: ['DE'] },
    ],
  ] as [Condition, Answer][])('%j stays a question', (condition, guard) => {
    expect(answers(condition)).toEqual([guard, guard]);
    expect(answers({ not: condition })).toEqual([
      { ...(guard as object), not: true },
      { ...(guard as object), not: true },
    ]);
  });

  it('within a fact takes the words over, and is unknown without them', () => {
    const condition: Condition = { fact: 'use.territories', within: { fact: 'asset.regions' } };
    expect(answers(condition, { 'asset.regions': ['DE'] })[0]).toEqual({ use: 'territories', within: ['DE'] });
    expect(answers({ not: condition }, { 'asset.regions': ['DE'] })[0]).toEqual({
      use: 'territories',
      within: ['DE'],
      not: true,
    });
    expect(answers(condition)).toEqual(UNKNOWN);
  });

  it('is joined with what is known, as far as it matters', () => {
    const key: Condition = { fact: 'use.prominence', equals: 'key' };
    const mood: Condition = { fact: 'use.mood', equals: 'a' };
    const [k, m] = [
      { use: 'prominence', in: ['key'] },
      { use: 'mood', in: ['a'] },
    ];
    expect(answers({ all: [key, { switch: 'on' }] })[0]).toEqual(k);
    expect(answers({ all: [key, { switch: 'off' }] })[0]).toBe(false);
    expect(answers({ any: [key, { switch: 'on' }] })[0]).toBe(true);
    expect(answers({ any: [{ switch: 'off' }, key] })[0]).toEqual(k);
    expect(answers({ all: [key, mood] })[0]).toEqual({ all: [k, m] });
    expect(answers({ any: [key, mood] })[0]).toEqual({ any: [k, m] });
  });

  it.each([
    ['ideation', ['final', 'turnover'], ['final']],
    ['temporary', true, ['final']],
    ['deliverable', true, true],
  ])('the class implies at least its value: declared as %s', (stage, temporary, deliverable) => {
    const asked = (classes: unknown) => (classes === true ? true : { use: 'class', in: classes });
    const scalars = { 'asset.stage': stage };
    expect(answers({ fact: 'asset.stage', gte: 'temporary' }, scalars)[0]).toEqual(asked(temporary));
    expect(answers({ fact: 'asset.stage', equals: 'deliverable' }, scalars)[0]).toEqual(asked(deliverable));
  });

  it('what is not known may be anything from the implied value on', () => {
    const deliverable: Condition = { fact: 'asset.stage', equals: 'deliverable' };
    expect(answers(deliverable)).toEqual([true, { use: 'class', in: ['final'] }]);
    const others = { use: 'class', in: ['marketing', 'dub', 'review', 'turnover', 'archive'] };
    expect(answers({ fact: 'asset.stage', lt: 'deliverable' })).toEqual([others, false]);
    expect(answers({ fact: 'asset.stage', equals: 'unknown' })).toEqual([others, others]);
    expect(answers({ not: deliverable })).toEqual([others, false]);
  });
});

describe('unknownFacts', () => {
  const named = (condition: Condition, scalars: Values['scalars'] = {}, parts: Partial<Values['parts']> = {}) =>
    unknownFacts(condition, frameOf({ scalars, parts: { ...NOTHING.parts, ...parts } }), SMALL_MODEL);

  it('names each fact once, sorted, and nothing of the use', () => {
    const condition: Condition = {
      all: [
        { fact: 'asset.note', within: { fact: 'asset.regions' } },
        { any: [{ fact: 'asset.genai', gte: 'partial' }, { not: { fact: 'asset.note', equals: 'x' } }] },
        { fact: 'use.mood', equals: 'a' },
        { switch: 'on' },
      ],
    };
    expect(named(condition)).toEqual(['asset.genai', 'asset.note', 'asset.regions']);
    expect(named(condition, { 'asset.note': 'x', 'asset.genai': 'none' })).toEqual(['asset.regions']);
  });

  it.each(['some', 'every', 'none'])('names a list that may hold more, and fields of its entries: %s', (kind) => {
    const condition = { [kind]: 'part', where: bad } as unknown as Condition;
    expect(named(condition, {}, { open: true })).toEqual(['part']);
    expect(named(condition, {}, { entries: [{ 'part.state': null }, { 'part.state': 'bad' }] })).toEqual([
      'part.state',
    ]);
    expect(named(condition, {}, { entries: [{ 'part.state': 'bad' }] })).toEqual([]);
  });
});
