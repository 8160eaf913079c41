import { describe, expect, it } from 'vitest';
import { loadPack } from '../pack/load.js';
import { SMALL_PACK } from '../testing/small-pack.js';

/** Faults of the small pack with these tests, as `code pointer`; a test is `{id: a, expect: {}}` but for what is given. */
function faults(...tests: readonly object[]): string[] {
  const whole = tests.map((test) => ({ id: 'a', expect: {}, ...test }));
  const loaded = loadPack(`${SMALL_PACK}tests: ${JSON.stringify(whole)}`);
  return loaded.ok ? [] : loaded.faults.map(({ code, pointer }) => `${code} ${pointer}`);
}

describe('tests of a pack', () => {
  it('have ids of their own, and are like one above', () => {
    expect(faults({}, {})).toEqual(['duplicate /tests/1/id']);
    expect(faults({ like: 'a' })).toEqual(['unknown-test /tests/0/like']);
    expect(faults({ like: 'b' }, { id: 'b' })).toEqual(['unknown-test /tests/0/like']);
    expect(faults({}, { id: 'b', like: 'a' })).toEqual([]);
  });

  it('name switches, rules and kinds of approval that are there', () => {
    expect(faults({ switches: { lax: true } })).toEqual(['unknown-switch /tests/0/switches/lax']);
    expect(faults({ expect: { R3: 'deny' } })).toEqual(['unknown-rule /tests/0/expect/R3']);
    expect(faults({ expect: { 'R2/a/b': 'deny' }, notices: ['R4'], cleared: ['R1', 'R5/x'] })).toEqual([
      'unknown-rule /tests/0/notices/0',
      'unknown-rule /tests/0/cleared/1',
    ]);
    expect(faults({ approvals: { R3: 'legal', R1: 'mayor', R2: ['ruling', 'king'] } })).toEqual([
      'unknown-rule /tests/0/approvals/R3',
      'unknown-approval /tests/0/approvals/R1',
      'unknown-approval /tests/0/approvals/R2',
    ]);
    expect(faults({ approvals: { R1: 'written', R2: ['legal', 'ruling'] } })).toEqual([]);
    expect(faults({ later: [{ expect: { R9: 'deny' } }] })).toEqual(['unknown-rule /tests/0/later/0/expect/R9']);
  });

  it('state facts of the model, and those that every asset has', () => {
    const facts = (given: object) => faults({ facts: given });
    expect(facts({ 'asset.colour': 'red' })).toEqual(['unknown-fact /tests/0/facts/asset.colour']);
    expect(facts({ 'use.prominence': 'key' })).toEqual(['unknown-fact /tests/0/facts/use.prominence']);
    expect(facts({ 'person.seen': 'yes' })).toEqual(['unknown-fact /tests/0/facts/person.seen']);
    expect(facts({ 'step.vendor': 'yes' })).toEqual(['unknown-fact /tests/0/facts/step.vendor']);
    expect(facts({ cars: [] })).toEqual(['unknown-fact /tests/0/facts/cars']);
    expect(facts({ 'asset.digitalSourceType': 'x', 'asset.media': 'image', 'tool.trains': 'no' })).toEqual([]);
  });

  it('state values of the model; what stands outside of it is a slip, unknown is said', () => {
    const facts = (given: object) => faults({ facts: given });
    for (const [name, right, wrong] of [
      ['asset.genai', 'full', 'much'],
      ['asset.genai', ['none', 'full'], ['none', 'much']],
      ['asset.size', 3, 'three'],
      ['asset.made', '2026-01-01T00:00:00Z', '2026-01-01'],
      ['asset.regions', ['DE'], 'DE'],
      ['asset.note', 'words', 7],
      ['person', [], 'nobody'],
      ['person', [{ who: 'ann', seen: 'no' }], ['ann']],
    ] as const) {
      expect([name, facts({ [name]: right }), facts({ [name]: 'unknown' })]).toEqual([name, [], []]);
      expect([name, facts({ [name]: wrong })[0]?.split(' ')[0]]).toEqual([name, 'outside-model']);
    }
    expect(facts({ person: [{ who: 'ann', seen: 'maybe', age: 3 }, { seen: 'no' }] })).toEqual([
      'outside-model /tests/0/facts/person/0/seen',
      'unknown-fact /tests/0/facts/person/0/age',
      'outside-model /tests/0/facts/person/1',
    ]);
  });

  it('fill registers with facts that are asked of them', () => {
    expect(
      faults({
        tools: { brush: { terms: { trains: 'maybe', price: 3 } } },
        vendors: { acme: { assessed: 'well', trains: 'no' } },
        consents: { c1: { state: 'granted', who: 'ann', regions: 'DE', assessed: 'pass' } },
      }),
    ).toEqual([
      'outside-model /tests/0/tools/brush/terms/trains',
      'unknown-fact /tests/0/tools/brush/terms/price',
      'outside-model /tests/0/vendors/acme/assessed',
      'unknown-fact /tests/0/vendors/acme/trains',
      'outside-model /tests/0/consents/c1/regions',
      'unknown-fact /tests/0/consents/c1/assessed',
    ]);
    expect(
      faults({
        tools: { 'brush:soft mode': { class: 'none', terms: { trains: null } } },
        vendors: { acme: { assessed: 'unknown' } },
        consents: { c1: { state: 'granted', who: 'ann', regions: ['DE'] } },
      }),
    ).toEqual([]);
  });

  it('are judged for a use that there is', () => {
    expect(faults({ use: { class: 'premiere', prominence: 'huge', colour: 'red', territories: 'DE' } })).toEqual([
      'outside-model /tests/0/use/class',
      'outside-model /tests/0/use/prominence',
      'unknown-fact /tests/0/use/colour',
      'outside-model /tests/0/use/territories',
    ]);
    expect(faults({ use: { class: 'dub', prominence: 'unknown', territories: ['DE'], medium: 'svod' } })).toEqual([]);
    expect(faults({ use: { class: null, prominence: null } })).toEqual([]);
  });

  it('take steps that can be, and take nothing back that was said', () => {
    expect(faults({ steps: [{ made: 'generated' }] })).toEqual(['malformed /tests/0/steps/0/made']);
    expect(faults({ steps: [{ vendor: 'acme' }, { mode: 'soft' }] })).toEqual(['malformed /tests/0/steps/1']);
    expect(faults({ later: [{ expect: {}, facts: { 'asset.size': null } }] })).toEqual([
      'cannot-clear /tests/0/later/0/facts/asset.size',
    ]);
  });

  it('are not more together than can be run while somebody waits', () => {
    const long = (id: string, stages: number) => ({
      id,
      later: Array.from({ length: stages }, () => ({ expect: {} })),
    });
    const many = Array.from({ length: 25 }, (_, index) => long(`t${index}`, 19));
    expect(faults(...many)).toEqual([]);
    expect(faults(...many.slice(1), long('more', 20))).toEqual(['too-long /tests']);
  });

  it('have a form', () => {
    expect(faults({ id: 'a b' })).toEqual(['malformed /tests/0/id']);
    expect(faults({ expected: {} })).toEqual(['unexpected /tests/0/expected']);
    expect(faults({ expect: { R1: 'notice', R2: 'maybe' } })).toEqual([
      'not-allowed /tests/0/expect/R1',
      'not-allowed /tests/0/expect/R2',
    ]);
    expect(faults({ facts: { 'asset.size': true, person: [{ who: { a: 1 } }] } })).toEqual([
      'wrong-type /tests/0/facts/asset.size',
      'wrong-type /tests/0/facts/person/0/who',
    ]);
    expect(faults({ later: [] })).toEqual(['missing /tests/0/later']);
    expect(faults({ later: [{ after: '2 days' }] })).toEqual([
      'missing /tests/0/later/0',
      'malformed /tests/0/later/0/after',
    ]);
    expect(faults(...Array.from({ length: 201 }, (_, index) => ({ id: `t${index}` })))).toEqual(['too-many /tests']);
    expect(loadPack(`${SMALL_PACK}tests: none`)).toMatchObject({ ok: false, faults: [{ code: 'wrong-type' }] });
  });
});
