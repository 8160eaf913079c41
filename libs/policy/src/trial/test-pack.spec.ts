import { describe, expect, it } from 'vitest';
import { loadPack } from '../pack/load.js';
import { edited, SMALL_PACK, TESTED_PACK } from '../testing/small-pack.js';
import { testPack } from './test-pack.js';

/** The small pack with these tests. */
const withTests = (tests: readonly object[]) => `${SMALL_PACK}tests: ${JSON.stringify(tests)}`;

/** What came of each test: `pass`, or its failures as `pointer: message`. */
function outcomes(...tests: readonly object[]): string[] {
  const tested = testPack(withTests(tests));
  if (!tested.ok) throw new TypeError(JSON.stringify(tested.faults));
  return tested.results.map(({ passed, failures }) =>
    passed ? 'pass' : failures.map(({ pointer, message }) => `${pointer}: ${message}`).join(' | '),
  );
}

const MADE = {
  id: 'made',
  steps: [{ tool: 'brush' }],
  tools: { brush: { class: 'generative' } },
  facts: { person: [] },
  expect: { R1: 'approval' },
};
const SEEN = [{ who: 'ann', seen: 'yes', consent: 'c9' }];
const MET = { ...MADE, id: 'met', facts: { person: SEEN }, use: { class: 'review' } };
const DERIVED = { made: 'derived', inputs: { paper: 'component' } };
const GRANTED = { consents: { c9: { state: 'granted' } } };

describe('testing a pack', () => {
  it('tells of each test where it stands and whether it holds, and which rules no test shows', () => {
    const tested = testPack(TESTED_PACK);
    expect(tested).toMatchObject({
      ok: true,
      results: [
        { id: 'made', title: 'Made by a tool that generates', line: 68, column: 5, passed: true, failures: [] },
        { id: 'met', title: null, line: 75, column: 5, passed: true, failures: [] },
      ],
      untested: [],
    });
    expect(testPack(SMALL_PACK)).toMatchObject({ ok: true, results: [], untested: ['R1', 'R2'] });
  });

  it('tells what was not found, and what was found besides, at the expectation', () => {
    const tested = testPack(edited('expect: {R1: approval}', 'expect: {R1: deny, R2: deny}', TESTED_PACK));
    expect(tested.ok && tested.results[0]).toEqual({
      id: 'made',
      title: 'Made by a tool that generates',
      line: 68,
      column: 5,
      passed: false,
      failures: [
        {
          line: 74,
          column: 5,
          pointer: '/tests/0/expect',
          message: 'test "made": not found: deny R1, deny R2; found and not expected: approval R1',
          code: 'failed-test',
        },
      ],
    });
  });

  it('answers a text that is no pack with what is wrong with it', () => {
    expect(testPack('id: [')).toMatchObject({ ok: false, faults: [{ code: 'syntax' }] });
    expect(testPack(edited('like: made', 'like: nobody', TESTED_PACK))).toMatchObject({
      ok: false,
      faults: [{ line: 76, column: 5, pointer: '/tests/1/like', code: 'unknown-test' }],
    });
  });

  it('is no part of the digest of the pack', () => {
    const plain = loadPack(SMALL_PACK);
    const tested = loadPack(TESTED_PACK);
    expect(plain.ok && tested.ok && tested.digest === plain.digest).toBe(true);
    expect(tested.ok && tested.pack).toEqual(plain.ok && plain.pack);
    expect(tested.ok && tested.tests.map(({ id }) => id)).toEqual(['made', 'met']);
  });
});

describe('what a test gives', () => {
  it('is one asset with bytes and nothing else: what nobody knows counts', () => {
    expect(outcomes({ id: 'a', expect: {} })).toEqual([
      '/tests/0/expect: test "a": found and not expected: deny R2, approval R1',
    ]);
    expect(
      outcomes({ id: 'a', facts: { 'asset.digitalSourceType': 'digitalCapture', person: [] }, expect: {} }),
    ).toEqual(['pass']);
  });

  it('is what the test it is like gives, but for what it gives itself; null takes back', () => {
    expect(
      outcomes(
        { ...MADE, facts: { person: [], 'asset.size': 3 } },
        { id: 'b', like: 'made', tools: { brush: { class: 'assistive' } }, expect: {} },
        { id: 'c', like: 'b', tools: { brush: { terms: { trains: 'yes' } } }, expect: {} },
        { id: 'd', like: 'made', facts: { person: null }, expect: { R1: 'approval', R2: 'deny' } },
        { id: 'e', like: 'made', steps: [], expect: { R1: 'approval' } },
        { id: 'f', like: 'made', switches: { strict: false }, expect: {} },
        { id: 'g', like: 'f', expect: {} },
      ),
    ).toEqual(Array.from({ length: 7 }, () => 'pass'));
  });

  it('is judged for the use of a delivery, final everywhere unless said', () => {
    const bad = { ...MADE, facts: { person: [{ who: 'ann', seen: 'yes', consent: 'none' }] } };
    expect(
      outcomes(
        { ...bad, expect: { R1: 'approval', 'R2/ann': 'deny' }, notices: [] },
        { ...bad, id: 'b', use: { class: 'review' }, expect: { R1: 'approval' }, notices: ['R2/ann'] },
        { ...bad, id: 'c', use: { class: 'review' }, expect: { R1: 'approval' }, notices: [] },
      ),
    ).toEqual(['pass', 'pass', '/tests/2/notices: test "c": found and not expected: R2/ann']);
  });

  it('says of a tool by mode, or of the tool as such; steps are one after the other', () => {
    const tools = { brush: { class: 'generative' }, 'brush:soft': { class: 'assistive' } };
    const steps = (...modes: (string | undefined)[]) => modes.map((mode) => ({ tool: 'brush', version: '2', mode }));
    expect(
      outcomes(
        { ...MADE, tools, steps: steps('soft'), expect: {} },
        { ...MADE, id: 'b', tools, steps: steps('hard') },
        { ...MADE, id: 'c', tools, steps: steps(undefined) },
        { ...MADE, id: 'd', tools, steps: steps('soft', 'hard') },
        { ...MADE, id: 'e', tools, steps: [{ ...DERIVED, tool: 'brush', mode: 'soft' }], expect: {} },
        { ...MADE, id: 'f', steps: [{ tool: 'pen' }] },
        { ...MADE, id: 'g', steps: [DERIVED], expect: {} },
      ),
    ).toEqual(Array.from({ length: 7 }, () => 'pass'));
  });

  it('happens step by step: later statements join those before, and registers change', () => {
    expect(
      outcomes({
        ...MET,
        ...GRANTED,
        use: { class: 'final' },
        later: [
          { consents: { c9: { state: 'withdrawn' } }, expect: { R1: 'approval', 'R2/ann': 'deny' } },
          { consents: { c9: { state: 'granted' } }, expect: { R1: 'approval' } },
          {
            facts: { person: [{ who: 'bo', seen: 'yes', consent: 'none' }] },
            expect: { R1: 'approval', 'R2/bo': 'deny' },
          },
          { use: { class: 'review' }, expect: { R1: 'approval' } },
        ],
      }),
    ).toEqual(['pass']);
  });

  it('backs what is stated with evidence, and with a basis where it names one', () => {
    const owned = edited(
      'when: {all: [{fact: asset.genai, gte: partial}, {switch: strict}]}',
      'when: {fact: asset.owner, equals: them}',
    ).replace('{root} is {asset.genai}', () => '{root} is theirs');
    const facts = { person: [], 'asset.owner': 'us' };
    const tested = testPack(
      `${owned}tests: ${JSON.stringify([
        { id: 'a', facts, basis: 'tracker', expect: {} },
        { id: 'b', facts, expect: { R1: 'approval' } },
        { id: 'c', like: 'a', evidence: false, expect: { R1: 'approval' } },
      ])}`,
    );
    expect(tested.ok && tested.results.map(({ failures }) => failures)).toEqual([[], [], []]);
  });

  it('may be approved, by as many as it takes and for as long as it holds', () => {
    expect(
      outcomes({
        ...MADE,
        approvals: { R1: 'legal' },
        cleared: [],
        later: [
          { approvals: { R1: 'written' }, expect: { R1: 'approval' } },
          { approvals: { R1: ['legal'] }, expect: {}, cleared: ['R1'] },
          { after: 'P29D', expect: { R1: 'approval' }, cleared: [] },
        ],
      }),
    ).toEqual(['pass']);
    expect(outcomes({ ...MADE, approvals: { R1: ['legal', 'legal'] }, expect: {}, cleared: ['R1'] })).toEqual(['pass']);
  });
});
