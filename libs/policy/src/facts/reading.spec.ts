import type { AnyFact } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import type { FactField } from '../pack/format.js';
import { factModel, type FieldSpec } from './model.js';
import { emptyReading, readValue, takeIn } from './reading.js';

type Declaring = Extract<AnyFact, { type: 'facts-declared' }>;

function field(definition: FactField): FieldSpec {
  const ref = factModel({ g: { fields: { f: definition } } }).refs.get('g.f');
  return ref!.field;
}

let n = 0;
function stated(
  data: Partial<Declaring['data']> = {},
  occurredAt = '2026-03-01T00:00:00Z',
  event = `e${(n += 1)}`,
): Declaring {
  return {
    event,
    stream: 's',
    revision: n,
    n,
    type: 'facts-declared',
    data: { facts: {}, ...data },
    subject: 'x',
    authid: null,
    source: null,
    occurredAt,
    recordedAt: occurredAt,
  };
}

/** The value after all statements, `null` for unknown; each a raw value or a raw value with how it was said. */
function reduced(definition: FactField, ...said: readonly (readonly [unknown, Declaring?])[]): unknown {
  const reading = emptyReading();
  const spec = field(definition);
  for (const [raw, fact] of said) takeIn(reading, spec, raw, fact ?? stated(), 'nightfall');
  return reading.stated ? reading.value : 'nothing said';
}

const ORDERED: FactField = { values: ['good', 'fair', 'bad'] };

describe('several statements reduce to one value', () => {
  it.each([
    [['good'], 'good'],
    [['good', 'bad', 'fair'], 'bad'],
    [['bad', 'good'], 'bad'],
    [['good', 'unknown'], null],
    [['unknown', 'good', 'bad'], null],
    [['bad', 'worst'], null],
    [[['good', 'fair']], 'fair'],
    [[['good', 'worst']], null],
    [[[]], null],
    [[true], null],
  ])('the most adverse of %j is %j', (values, value) => {
    expect(reduced(ORDERED, ...values.map((raw) => [raw] as const))).toBe(value);
  });

  it.each([
    [{ type: 'text' } as const, ['a', 'a'], 'a'],
    [{ type: 'text' } as const, ['a', 'b'], null],
    [{ type: 'number' } as const, [1, 1], 1],
    [{ type: 'number' } as const, [1, 2], null],
    [{ type: 'words' } as const, [['DE'], ['DE']], ['DE']],
    [{ type: 'words' } as const, [['DE'], ['FR']], null],
    [{ type: 'number' } as const, [1, 'unknown'], null],
  ])('of %j without an order, %j is %j', (definition, values, value) => {
    expect(reduced(definition, ...values.map((raw) => [raw] as const))).toEqual(value);
  });

  it('of a state the latest counts, and at one moment the greater event', () => {
    const state = { ...ORDERED, state: true };
    const early = stated({}, '2026-03-01T00:00:00Z', 'b');
    const late = stated({}, '2026-03-02T00:00:00Z', 'a');
    const sameTime = stated({}, '2026-03-02T00:00:00.000Z', 'c');
    expect(reduced(state, ['bad', early], ['good', late])).toBe('good');
    expect(reduced(state, ['good', late], ['bad', early])).toBe('good');
    expect(reduced(state, ['good', late], ['fair', sameTime])).toBe('fair');
    expect(reduced(state, ['fair', sameTime], ['good', late])).toBe('fair');
    expect(reduced(state, ['good', early], ['lost', late])).toBeNull();
  });

  it('keeps the statements that count as evidence', () => {
    const [first, second] = [stated({}, '2026-03-01T00:00:00Z'), stated({}, '2026-03-02T00:00:00Z')];
    const both = emptyReading();
    takeIn(both, field(ORDERED), 'good', first, 'p');
    takeIn(both, field(ORDERED), 'bad', second, 'p');
    expect(both.facts).toEqual([first, second]);
    const state = emptyReading();
    takeIn(state, field({ ...ORDERED, state: true }), 'good', first, 'p');
    takeIn(state, field({ ...ORDERED, state: true }), 'bad', second, 'p');
    expect(state.facts).toEqual([second]);
  });
});

describe('a favourable value that has to rest on something', () => {
  const evidence = { ...ORDERED, favourableNeeds: { evidence: true } };
  const basis = { ...ORDERED, favourableNeeds: { basis: ['tracker', 'camera-report'], values: ['good', 'fair'] } };
  const backed = () => stated({ evidence: [{ ref: 'dms://1' }] });

  it('says nothing without its evidence, and neither hides nor spoils what others said', () => {
    expect(reduced(evidence, ['good'])).toBe('nothing said');
    expect(reduced(evidence, ['good', stated({ evidence: [] })])).toBe('nothing said');
    expect(reduced(evidence, ['good'], ['good', backed()])).toBe('good');
    expect(reduced(evidence, ['bad'], ['good'])).toBe('bad');
  });
  it('counts with it, and other values count without', () => {
    expect(reduced(evidence, ['good', backed()])).toBe('good');
    expect(reduced(evidence, ['fair'])).toBe('fair');
    expect(reduced(evidence, ['unknown'])).toBeNull();
  });
  it('may ask for one of several bases, for several values', () => {
    expect(reduced(basis, ['fair', stated({ basis: 'tracker' })])).toBe('fair');
    expect(reduced(basis, ['good', stated({ basis: 'camera-report' })])).toBe('good');
    expect(reduced(basis, ['good', stated({ basis: 'artist-statement' })])).toBe('nothing said');
    expect(reduced(basis, ['fair'])).toBe('nothing said');
    expect(reduced(basis, ['bad'])).toBe('bad');
  });
});

describe('readValue', () => {
  it.each([
    [{ type: 'text' } as const, 'a', 'a'],
    [{ type: 'text' } as const, '', null],
    [{ type: 'text' } as const, 3, null],
    [{ type: 'text' } as const, 'unknown', null],
    [{ type: 'number' } as const, 3.5, 3.5],
    [{ type: 'number' } as const, '3', null],
    [{ type: 'number' } as const, Infinity, null],
    [{ type: 'time' } as const, '2026-03-01T00:00:00+01:00', Date.UTC(2026, 1, 28, 23)],
    [{ type: 'time' } as const, '2026-03-01', null],
    [{ type: 'time' } as const, '2026-13-01T00:00:00Z', null],
    [{ type: 'time' } as const, 5, null],
    [{ type: 'words' } as const, ['DE', '*'], ['DE', '*']],
    [{ type: 'words' } as const, ['DE', 'unknown'], null],
    [{ type: 'words' } as const, ['DE', 1], null],
    [{ type: 'words' } as const, 'DE', null],
    [{ type: 'production' } as const, 'nightfall', 'this'],
    [{ type: 'production' } as const, 'this', 'this'],
    [{ type: 'production' } as const, 'daybreak', 'other'],
    [{ type: 'production' } as const, 'none', 'none'],
    [{ type: 'production' } as const, '', null],
    [{ type: 'production' } as const, 7, null],
    [{ values: ['a', 'b'] }, 'b', 'b'],
    [{ values: ['a', 'b'] }, 'c', null],
    [{ values: ['a', 'b'] }, null, null],
  ])('reads %j: %j as %j', (definition, raw, value) => {
    expect(readValue(field(definition), raw, 'nightfall')).toEqual(value);
  });
});
