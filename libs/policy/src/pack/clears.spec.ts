import { describe, expect, it } from 'vitest';
import type { Condition } from '../condition/types.js';
import { factModel } from '../facts/model.js';
import { approvalKinds, clearsTemplate, kindsOf } from './clears.js';
import type { PackRule, PackStep } from './format.js';

const model = factModel({
  asset: {
    fields: { genai: { values: ['none', 'full'] }, owner: { values: ['us', 'them'] }, size: { type: 'number' } },
  },
  use: { fields: { prominence: { values: ['none', 'key'] } } },
  tool: { from: 'tool', fields: { trains: { values: ['no', 'yes'] } } },
  vendor: { from: 'vendor', fields: { assessed: { values: ['pass', 'fail'] } } },
  person: {
    list: 'who',
    fields: { who: { type: 'text' }, seen: { values: ['no', 'yes'] }, consent: { type: 'text' } },
  },
  consent: { from: 'consent', citedBy: 'person.consent', fields: { state: { values: ['granted', 'none'] } } },
});
const rule = (parts: Partial<PackRule>): PackRule => ({
  id: 'R1',
  title: 'A rule',
  source: { doc: 'book', section: 'one', asOf: '2026-02' },
  outcome: 'deny',
  classes: ['*'],
  at: 'both',
  travels: 'content',
  hint: false,
  when: { fact: 'asset.owner', equals: 'them' },
  message: '{root}',
  ...parts,
});
const anyOf = (parts: Partial<PackRule>) => clearsTemplate(rule(parts), model).anyOf;
/** What is read off a condition, by the facts it names. */
const facts = (when: Condition) => anyOf({ when }).map((steps) => steps.map((step) => step.fact ?? step.kind));
const owner: Condition = { fact: 'asset.owner', equals: 'them' };
const size: Condition = { fact: 'asset.size', gte: 2 };
const trains: Condition = { fact: 'tool.trains', equals: 'yes' };

describe('what clears a rule that does not say', () => {
  it('is an approval where it asks for one, a ruling where it escalates, at the root or at the asset, or other facts', () => {
    const fact = [{ kind: 'fact', asset: '{root}', fact: 'asset.owner' }];
    expect(anyOf({ outcome: 'approval' })).toEqual([
      [{ kind: 'approval', asset: '{root}', reach: 'contained', approval: 'written' }],
      [{ kind: 'approval', asset: '{item}', reach: 'exact', approval: 'written' }],
      fact,
    ]);
    expect(anyOf({ outcome: 'escalate' })).toEqual([
      [{ kind: 'ruling', asset: '{root}', reach: 'contained', approval: 'ruling' }],
      [{ kind: 'ruling', asset: '{item}', reach: 'exact', approval: 'ruling' }],
      fact,
    ]);
    for (const outcome of ['deny', 'unknown', 'notice'] as const) expect(anyOf({ outcome })).toEqual([fact]);
  });

  it('has a sentence for each outcome', () => {
    const outcomes = ['deny', 'unknown', 'approval', 'escalate', 'notice'] as const;
    const sentences = outcomes.map((outcome) => clearsTemplate(rule({ outcome }), model).message);
    expect(new Set(sentences).size).toBe(outcomes.length);
    expect(sentences[0]).toBe('The facts it rests on are mended; no approval clears it');
  });

  it('is one part of an "all", and every part of an "any"', () => {
    expect(facts({ all: [owner, size] })).toEqual([['asset.owner'], ['asset.size']]);
    expect(facts({ any: [owner, size] })).toEqual([['asset.owner', 'asset.size']]);
    expect(facts({ any: [{ all: [owner, size] }, trains] })).toEqual([
      ['asset.owner', 'terms-review'],
      ['asset.size', 'terms-review'],
    ]);
    expect(facts({ any: [owner, owner] })).toEqual([['asset.owner']]);
  });

  it('is turned round by a negation, and by "none"', () => {
    expect(facts({ not: { all: [owner, size] } })).toEqual([['asset.owner', 'asset.size']]);
    expect(facts({ not: { any: [owner, size] } })).toEqual([['asset.owner'], ['asset.size']]);
    expect(facts({ not: { not: { all: [owner, size] } } })).toEqual([['asset.owner'], ['asset.size']]);
    const where: Condition = {
      all: [
        { fact: 'person.seen', equals: 'yes' },
        { fact: 'consent.state', equals: 'none' },
      ],
    };
    expect(facts({ some: 'person', where })).toEqual([['person'], ['consent']]);
    expect(facts({ every: 'person', where })).toEqual([['person'], ['consent']]);
    expect(facts({ none: 'person', where })).toEqual([['person', 'consent']]);
    expect(facts({ not: { none: 'person', where } })).toEqual([['person'], ['consent']]);
  });

  it('is not a switch, nor what the evaluation or the delivery answers by itself', () => {
    expect(facts({ switch: 'strict' })).toEqual([]);
    for (const fact of ['asset.genai', 'step.chain', 'use.class', 'use.territories', 'use.languages', 'use.medium'])
      expect(facts({ fact, equals: 'x' })).toEqual([]);
    expect(facts({ any: [{ fact: 'use.class', equals: 'final' }, owner] })).toEqual([['asset.owner']]);
    expect(facts({ fact: 'use.prominence', equals: 'key' })).toEqual([['use.prominence']]);
  });

  it('is asked of whoever keeps the register that a fact comes from; of a list its name is declared', () => {
    expect(anyOf({ when: trains })).toEqual([[{ kind: 'terms-review', asset: '{root}' }]]);
    expect(anyOf({ when: { fact: 'vendor.assessed', equals: 'fail' } })).toEqual([
      [{ kind: 'assessment', asset: '{root}' }],
    ]);
    expect(anyOf({ when: { fact: 'consent.state', equals: 'none' } })).toEqual([
      [{ kind: 'consent', asset: '{root}' }],
    ]);
    expect(anyOf({ when: { fact: 'person.seen', equals: 'yes' } })).toEqual([
      [{ kind: 'fact', asset: '{root}', fact: 'person' }],
    ]);
  });

  it('names at most twelve alternatives', () => {
    const three: Condition = { all: [owner, size, trains] };
    expect(facts({ any: [three, three, three] })).toHaveLength(12);
    expect(facts({ all: Array.from({ length: 20 }, () => owner) })).toHaveLength(12);
  });
});

describe('what clears a rule that says so', () => {
  const clears = (...alternatives: PackStep[][]) => ({ clears: { message: 'As agreed', anyOf: alternatives } });

  it('is what its author wrote, an approval at the root or at the asset', () => {
    const steps: PackStep[] = [{ approval: 'legal' }, { fact: 'asset.owner', equals: 'us' }];
    expect(clearsTemplate(rule(clears(steps)), model)).toEqual({
      message: 'As agreed',
      anyOf: [
        [
          { kind: 'approval', asset: '{root}', reach: 'contained', approval: 'legal' },
          { kind: 'fact', asset: '{root}', fact: 'asset.owner' },
        ],
        [
          { kind: 'approval', asset: '{item}', reach: 'exact', approval: 'legal' },
          { kind: 'fact', asset: '{root}', fact: 'asset.owner' },
        ],
      ],
    });
    expect(anyOf(clears([{ fact: 'asset.owner' }]))).toEqual([
      [{ kind: 'fact', asset: '{root}', fact: 'asset.owner' }],
    ]);
  });

  it('takes the kinds of approval it names, each once, where nothing undecided stands beside them', () => {
    const of = (outcome: PackRule['outcome'], ...alternatives: PackStep[][]) =>
      kindsOf(rule({ outcome, ...clears(...alternatives) }));
    expect(of('approval', [{ approval: 'legal' }], [{ approval: 'legal' }, { approval: 'producer' }])).toEqual([
      'legal',
      'producer',
    ]);
    expect(of('approval', [{ approval: 'legal' }, { fact: 'asset.owner' }])).toEqual([]);
    expect(of('approval', [{ approval: 'legal' }, { fact: 'asset.owner', equals: 'us' }])).toEqual(['legal']);
    expect(of('approval', [{ approval: 'legal' }, { fact: 'asset.owner', in: ['us'] }])).toEqual(['legal']);
    expect(of('deny', [{ approval: 'legal' }])).toEqual([]);
    expect([kindsOf(rule({ outcome: 'approval' })), kindsOf(rule({ outcome: 'escalate' }))]).toEqual([['written'], []]);
    expect(approvalKinds([{ ruling: true }, { approval: 'legal' }])).toEqual(['ruling', 'legal']);
  });
});
