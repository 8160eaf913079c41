import { describe, expect, it } from 'vitest';
import { isOverridden } from '../judge.js';
import { loadPack } from '../pack/load.js';
import type { PackDocument } from '../pack/format.js';
import { SmallLedger } from '../testing/ledger.js';
import { policyOf, USE, useIn } from '../testing/netflix.js';
import { SmallRegistry } from '../testing/registry.js';

/** A pack of the given rules and facts, and what every pack has to have. */
function pack(parts: {
  readonly id?: string;
  readonly facts?: string;
  readonly rules: string;
  readonly more?: string;
}): PackDocument {
  const text = `id: ${parts.id ?? 'p'}
version: "1"
title: t
notice: n
sources: [{id: s, title: t, publisher: p, published: "2026-01", read: "2026-01"}]
${parts.more ?? ''}
facts:
${parts.facts ?? '  asset: {fields: {flaw: {values: ["no", "yes"]}}}'}
rules:
${parts.rules}
`;
  const loaded = loadPack(text);
  if (!loaded.ok) throw new TypeError(JSON.stringify(loaded.faults));
  return loaded.pack;
}

function rule(id: string, parts: { readonly when: string; readonly outcome?: string; readonly more?: string }): string {
  const { when, outcome = 'deny', more = '' } = parts;
  return `  - {id: ${id}, title: t, source: {doc: s, section: "1", asOf: "2026-01"}, outcome: ${outcome}, message: "${id} at {root}", when: ${when}${more}}`;
}

const FLAW = '{fact: asset.flaw, equals: "yes"}';

function ledgerUnder(...packs: readonly PackDocument[]): SmallLedger {
  return new SmallLedger(policyOf(packs));
}
const openRules = (ledger: SmallLedger, id: string, use = USE) =>
  ledger.judge(id, use).open.map(({ rule: found, root }) => `${found} ${root}`);

describe('several packs', () => {
  it('are judged side by side, each with facts of its own, and the worst outcome wins', () => {
    const strict = pack({ id: 'a', rules: rule('A', { when: FLAW }) });
    const mild = pack({
      id: 'b',
      facts: '  asset: {fields: {flaw: {values: ["yes", "no"]}}}',
      rules: rule('B', { when: '{fact: asset.flaw, lte: "yes"}', outcome: 'escalate' }),
    });
    const ledger = ledgerUnder(strict, mild);
    ledger.camera('plate');
    ledger.declare('plate', { 'asset.flaw': 'yes' });
    expect(ledger.judge('plate').state).toBe('denied');
    expect(openRules(ledger, 'plate')).toEqual(['A plate', 'B plate']);
  });

  it('each replace only what they name', () => {
    const replacing = pack({
      id: 'a',
      rules: rule('A', { when: FLAW, outcome: 'notice' }),
      more: 'replace: [base-origin-unknown]',
    });
    const ledger = ledgerUnder(replacing);
    ledger.asset('sky');
    ledger.say('sky', 'generated-by-tool', { tool: { id: 'x', version: '1' } });
    ledger.asset('bare');
    expect(openRules(ledger, 'sky')).toEqual(['base-generated sky']);
    expect(openRules(ledger, 'bare')).toEqual([]);
  });
});

describe('travels', () => {
  const travelling = pack({
    rules: [
      rule('C', { when: FLAW }),
      rule('R', { when: FLAW, more: ', travels: rights' }),
      rule('A', { when: FLAW, more: ', travels: act' }),
      rule('N', { when: FLAW, outcome: 'notice' }),
    ].join('\n'),
  });
  const flawed = () => {
    const ledger = ledgerUnder(travelling);
    ledger.camera('photo');
    ledger.declare('photo', { 'asset.flaw': 'yes' });
    ledger.camera('plate');
    ledger.declare('plate', { 'asset.flaw': 'no' });
    return ledger;
  };
  const clean = { 'asset.flaw': 'no' };
  const about = (ledger: SmallLedger, id: string) => openRules(ledger, id).filter((text) => text.endsWith(' photo'));

  it('content: everything goes over content edges', () => {
    const ledger = flawed();
    ledger.made('comp', { photo: 'component' });
    expect(about(ledger, 'comp')).toEqual(['A photo', 'C photo', 'R photo']);
  });

  it('rights: goes over references of a step that generates, and of no other', () => {
    const ledger = flawed();
    ledger.asset('art');
    ledger.say('art', 'generated-by-tool', {
      tool: { id: 'imagine', version: '4' },
      references: [{ asset: 'photo' }],
      inputsComplete: 'yes',
    });
    ledger.declare('art', clean);
    expect(ledger.own('art').edges).toMatchObject([{ to: 'photo', kind: 'reference', generative: true }]);
    expect(about(ledger, 'art')).toEqual(['R photo']);
    expect(ledger.findings('art', USE).find(({ root }) => root === 'photo')?.path).toEqual(['art', 'photo']);
    ledger.made('painting', { photo: 'reference', plate: 'component' });
    expect(about(ledger, 'painting')).toEqual([]);
    expect(ledger.own('painting').edges.every((edge) => !('generative' in edge))).toBe(true);
  });

  it('act: stays through a replacement and its confirmation', () => {
    const ledger = flawed();
    ledger.made('v1', { photo: 'component' });
    ledger.made('v2', { plate: 'component', v1: 'revision' });
    for (const id of ['v1', 'v2']) ledger.declare(id, clean);
    expect(about(ledger, 'v2')).toEqual(['A photo', 'base-replacement-unconfirmed photo']);
    ledger.confirm('v2', 'v1', ['photo']);
    expect(about(ledger, 'v2')).toEqual(['A photo']);
  });

  it('a notice that is gone asks nobody to confirm that', () => {
    const ledger = ledgerUnder(pack({ rules: rule('N', { when: FLAW, outcome: 'notice' }) }));
    ledger.camera('photo');
    ledger.declare('photo', { 'asset.flaw': 'yes' });
    ledger.camera('plate');
    ledger.made('v1', { photo: 'component' });
    ledger.made('v2', { plate: 'component', v1: 'revision' });
    expect(ledger.evaluate('v2').state.classes.filter(({ root }) => root === 'photo')).toEqual([]);
  });
});

describe('guards', () => {
  const guarded = pack({
    facts:
      '  asset: {fields: {flaw: {values: ["no", "yes"]}}}\n  use: {fields: {prominence: {values: [none, incidental, key_element]}}}',
    rules: [
      rule('G', { when: `{all: [${FLAW}, {fact: use.prominence, equals: key_element}]}` }),
      rule('T', { when: `{all: [${FLAW}, {fact: use.territories, overlaps: [DE]}]}`, outcome: 'approval' }),
    ].join('\n'),
  });
  const flawed = () => {
    const ledger = ledgerUnder(guarded);
    ledger.camera('prop');
    ledger.declare('prop', { 'asset.flaw': 'yes' });
    ledger.made('cut', { prop: 'component' });
    ledger.declare('cut', { 'asset.flaw': 'no' });
    return ledger;
  };

  it('stand with the finding and travel with it, to be asked of the use of the root', () => {
    const ledger = flawed();
    const guard = { use: 'prominence', in: ['key_element'] };
    expect(ledger.own('prop').findings.find(({ rule: id }) => id === 'G')).toMatchObject({ guard });
    expect(ledger.evaluate('cut').state.classes.find(({ rule: id }) => id === 'G')).toMatchObject({
      root: 'prop',
      guard,
    });
    expect(openRules(ledger, 'cut')).toEqual(['G prop', 'T prop']);
    ledger.uses.set('prop', { prominence: 'incidental' });
    expect(openRules(ledger, 'cut')).toEqual(['T prop']);
    ledger.uses.set('cut', { prominence: 'key_element' });
    expect(openRules(ledger, 'cut')).toEqual(['T prop']);
  });

  it('ask the delivery for its territories, whatever is declared', () => {
    const ledger = flawed();
    ledger.uses.set('prop', { prominence: 'none', territories: ['DE'] });
    expect(openRules(ledger, 'cut', { ...USE, territories: ['US'] })).toEqual([]);
    expect(openRules(ledger, 'cut', { ...USE, territories: ['US', 'DE'] })).toEqual(['T prop']);
  });

  it('scenario 15: an approval for an incidental use is void where the prop becomes a key element', () => {
    const ledger = flawed();
    const scope = {
      prominence: 'incidental',
      classes: ['*'],
      territories: ['*'],
      languages: ['*'],
      mediums: ['*'],
    } as const;
    ledger.approve('prop', [['T', 'prop']], { scope });
    ledger.uses.set('prop', { prominence: 'incidental' });
    expect(ledger.judge('cut', USE).state).toBe('approved');
    ledger.uses.set('prop', { prominence: 'key_element' });
    expect(ledger.judge('cut', USE).open.map(({ rule: id, missing }) => [id, missing])).toEqual([
      ['G', null],
      ['T', { prominence: ['key_element'] }],
    ]);
  });

  it('D5: a finding that a guard keeps away from the use of a release breaks nothing', () => {
    const ledger = flawed();
    ledger.uses.set('prop', { prominence: 'none' });
    expect(ledger.failing('cut', '2026-03-02T00:00:00Z', { ...USE, territories: ['US'] })).toEqual([]);
    expect(ledger.failing('cut', '2026-03-02T00:00:00Z', USE).map(({ rule: id }) => id)).toEqual(['T']);
  });

  it('merge where several steps lead to the finding', () => {
    const ledger = ledgerUnder(
      pack({
        facts:
          '  use: {fields: {prominence: {values: [none, incidental, key_element]}}}\n  tool: {from: tool, fields: {bad: {values: ["no", "yes"]}}}',
        rules: rule('G', {
          when: '{any: [{fact: tool.bad, equals: "yes"}, {fact: use.prominence, equals: key_element}]}',
        }),
      }),
    );
    ledger.registry = new SmallRegistry()
      .putTool('good', { class: 'none', facts: { bad: 'no' } })
      .putTool('bad', { class: 'none', facts: { bad: 'yes' } });
    ledger.asset('a');
    ledger.say('a', 'derived-from', { inputs: [], tool: { id: 'good', version: '1' } });
    expect(ledger.own('a').findings.find(({ rule: id }) => id === 'G')).toMatchObject({
      guard: { use: 'prominence', in: ['key_element'] },
    });
    ledger.say('a', 'derived-from', { inputs: [], tool: { id: 'bad', version: '1' } });
    const merged = ledger.own('a').findings.filter(({ rule: id }) => id === 'G');
    expect(merged).toHaveLength(1);
    expect(merged[0]).not.toHaveProperty('guard');
    expect(merged[0]?.evidence.map(({ revision }) => revision)).toEqual([2, 3]);
  });
});

describe('what clears', () => {
  const clearing = (anyOf: string, more = '') =>
    pack({
      facts:
        '  asset: {fields: {flaw: {values: ["no", "yes"]}, mended: {values: ["yes", "no"]}}}\n  use: {fields: {input: {values: [much, little]}}}',
      more: `approvals: [{kind: legal, by: counsel, maxAge: P10D}, {kind: board, by: the board, quorum: 2}]${more}`,
      rules: rule('R', { when: FLAW, outcome: 'approval', more: `, clears: {message: m, anyOf: ${anyOf}}` }),
    });
  const flawed = (anyOf: string, facts: object = {}) => {
    const ledger = ledgerUnder(clearing(anyOf));
    ledger.camera('a');
    ledger.declare('a', { 'asset.flaw': 'yes', ...facts });
    return ledger;
  };
  const state = (ledger: SmallLedger) => ledger.judge('a', USE).state;
  const key = [['R', 'a']] as const;

  it('one approval of a kind the rule names, and of no other', () => {
    const ledger = flawed('[[{approval: legal}], [{approval: written}]]');
    expect(ledger.own('a').findings.find(({ rule: id }) => id === 'R')).not.toHaveProperty('clearing');
    ledger.approve('a', key, { kind: 'board' });
    expect(state(ledger)).toBe('needs-approval');
    ledger.approve('a', key, { kind: 'written' });
    expect(state(ledger)).toBe('approved');
  });

  it('several approvals where a rule asks for them together', () => {
    const ledger = flawed('[[{approval: legal}, {approval: written}]]');
    ledger.approve('a', key, { kind: 'legal' });
    expect(state(ledger)).toBe('needs-approval');
    expect(ledger.judge('a', USE).open[0]?.missing).toEqual({ approvals: ['written'] });
    ledger.approve('a', key, { kind: 'written' });
    expect(state(ledger)).toBe('approved');
    expect(ledger.judge('a', USE).cleared).toMatchObject([{ rule: 'R', by: ['apr_1', 'apr_2'] }]);
  });

  it('as many people as a kind asks for', () => {
    const ledger = flawed('[[{approval: board}]]');
    ledger.approve('a', key, { kind: 'board' }, 'rita@studio.example');
    ledger.approve('a', key, { kind: 'board' }, 'rita@studio.example');
    expect(state(ledger)).toBe('needs-approval');
    expect(ledger.judge('a', USE).open[0]?.missing).toEqual({ approvals: ['board'] });
    ledger.approve('a', key, { kind: 'board' }, 'sam@studio.example');
    expect(state(ledger)).toBe('approved');
  });

  it('an approval besides a fact that has to be certain', () => {
    const anyOf = '[[{approval: legal}, {fact: asset.mended, equals: "yes"}]]';
    const ledger = flawed(anyOf);
    ledger.approve('a', key, { kind: 'legal' });
    expect(state(ledger)).toBe('needs-approval');
    ledger.declare('a', { 'asset.mended': 'yes' });
    expect(state(ledger)).toBe('approved');
    ledger.declare('a', { 'asset.mended': 'no' });
    expect(state(ledger)).toBe('needs-approval');
  });

  it('an approval besides a fact of the use, which nobody may leave undeclared', () => {
    const ledger = flawed('[[{approval: legal}, {fact: use.input, equals: much}]]');
    ledger.approve('a', key, { kind: 'legal' });
    expect(state(ledger)).toBe('needs-approval');
    ledger.uses.set('a', { input: 'little' });
    expect(state(ledger)).toBe('needs-approval');
    ledger.uses.set('a', { input: 'much' });
    expect(state(ledger)).toBe('approved');
  });

  describe('and a broken glass, which stands in for people and for nothing else', () => {
    const through = (ledger: SmallLedger) => ledger.judge('a', USE).open.filter(isOverridden).length > 0;
    const broken = (anyOf: string, facts: object = {}) => {
      const ledger = flawed(anyOf, facts);
      ledger.approve('a', key, { kind: 'break-glass' });
      return ledger;
    };

    it('lets through whatever number and kinds of people it takes', () => {
      for (const anyOf of ['[[{approval: legal}]]', '[[{approval: legal}, {approval: board}]]'])
        expect([state(broken(anyOf)), through(broken(anyOf))]).toEqual(['needs-approval', true]);
    });

    it('lets nothing through while a fact is missing that every approval would need beside it', () => {
      const ledger = broken('[[{approval: legal}, {fact: asset.mended, equals: "yes"}]]');
      expect(through(ledger)).toBe(false);
      ledger.declare('a', { 'asset.mended': 'yes' });
      expect(through(ledger)).toBe(true);
      const used = broken('[[{approval: legal}, {fact: use.input, equals: much}]]');
      expect(through(used)).toBe(false);
      used.uses.set('a', { input: 'little' });
      expect(through(used)).toBe(false);
      used.uses.set('a', { input: 'much' });
      expect(through(used)).toBe(true);
    });
  });

  it('nothing, where an alternative holds something that the ledger cannot tell', () => {
    const ledger = flawed('[[{approval: legal}, {fact: asset.mended}], [{approval: written}]]');
    ledger.approve('a', key, { kind: 'legal' });
    expect(state(ledger)).toBe('needs-approval');
  });

  it('an approval until its kind has aged, at which the state falls due', () => {
    const ledger = flawed('[[{approval: legal}]]');
    ledger.approve('a', key, { kind: 'legal' });
    expect(ledger.own('a').approvals).toMatchObject([{ ended: false, endsAt: '2026-03-11T00:00:05.000Z' }]);
    expect(ledger.own('a').dueAt).toEqual(['2026-03-11T00:00:05.000Z']);
    ledger.logTime = '2026-03-11T00:00:05.000Z';
    expect(state(ledger)).toBe('needs-approval');
    expect(ledger.own('a').approvals).toMatchObject([{ ended: true }]);
  });

  it('D5: what fails because one of two approvals ended affects a release, and compromises it without the other', () => {
    const anyOf = '[[{approval: board}], [{approval: legal}, {approval: written}]]';
    const ledger = flawed(anyOf);
    ledger.approve('a', key, { kind: 'legal', expiresAt: '2026-03-09T00:00:00.000Z' });
    const kindOf = () => ledger.failing('a', '2026-03-05T00:00:00Z', USE).map(({ kind }) => kind);
    expect(kindOf()).toEqual(['compromised']);
    ledger.approve('a', key, { kind: 'written' });
    expect(kindOf()).toEqual(['affected']);
  });

  it('a ready body names the kind that is asked for', () => {
    const ledger = flawed('[[{approval: written}], [{approval: legal}]]');
    const { clears } = ledger.findings('a', USE)[0]!;
    expect(clears.anyOf.map(([step]) => step?.body?.['kind'])).toEqual(['written', 'legal']);
  });
});

describe('registers', () => {
  const asking = (at: string) =>
    pack({
      facts: '  tool: {from: tool, fields: {bad: {values: ["no", "yes"]}}}',
      more: 'tolerance: PT1H',
      rules: rule('R', { when: '{fact: tool.bad, equals: "yes"}', more: `, at: ${at}` }),
    });
  const madeAt = (at: string, occurredAt: string) => {
    const ledger = ledgerUnder(asking(at));
    ledger.registry = new SmallRegistry()
      .putTool('t', { class: 'none', facts: { bad: 'no' }, until: '2026-03-05T00:00:00Z' })
      .putTool(
        't',
        {
          class: 'none',
          facts: { bad: 'yes' },
          until: '2026-03-20T00:00:00Z',
          evidence: [{ stream: 'tool-t', revision: 4 }],
        },
        '2026-03-05T00:00:00Z',
      )
      .putTool('t', { class: 'none', facts: { bad: 'no' } }, '2026-03-20T00:00:00Z');
    ledger.asset('a');
    ledger.say('a', 'derived-from', { inputs: [], tool: { id: 't', version: '1' } }, { occurredAt });
    return ledger;
  };
  const found = (ledger: SmallLedger) => ledger.own('a').findings.filter(({ rule: id }) => id === 'R');

  it('made: the answer for when the step was made counts', () => {
    expect(found(madeAt('made', '2026-03-01T00:00:00.000Z'))).toEqual([]);
  });
  it('now: the answer for now counts, with what it rests on', () => {
    expect(found(madeAt('now', '2026-03-01T00:00:00.000Z'))).toMatchObject([
      {
        evidence: [
          { stream: 'asset-nightfall/a', revision: 2 },
          { stream: 'tool-t', revision: 4 },
        ],
      },
    ]);
  });
  it('both: the worse of the two counts', () => {
    expect(found(madeAt('both', '2026-03-01T00:00:00.000Z'))).toHaveLength(1);
  });
  it('a time beyond the tolerance is not believed alone', () => {
    expect(found(madeAt('made', '2026-03-06T00:00:00.000Z'))).toHaveLength(1);
    expect(found(madeAt('made', '2026-02-28T23:30:00.000Z'))).toEqual([]);
  });
  it('when the answer for now ends, the state falls due', () => {
    expect(madeAt('now', '2026-03-01T00:00:00.000Z').own('a').dueAt).toEqual(['2026-03-20T00:00:00.000Z']);
  });

  it('what is declared joins the answer, and the worse of the two counts', () => {
    const ledger = madeAt('made', '2026-03-01T00:00:00.000Z');
    ledger.declare('a', { 'tool.bad': 'yes' });
    expect(found(ledger)).toHaveLength(1);
    const now = madeAt('now', '2026-03-01T00:00:00.000Z');
    now.declare('a', { 'tool.bad': 'no' });
    expect(found(now)).toHaveLength(1);
  });

  it('without a register nothing is known', () => {
    const ledger = ledgerUnder(asking('now'));
    ledger.camera('a');
    expect(found(ledger)).toMatchObject([{ message: 'R at a; counted so because tool.bad is not known' }]);
  });
});

describe('lists', () => {
  const listing = pack({
    facts: '  input: {list: asset, fields: {asset: {type: text}, ok: {values: ["yes", "no"]}}}',
    rules: rule('I', { when: '{fact: input.ok, equals: "no"}', more: ', each: input' }),
  });
  const keys = (ledger: SmallLedger, id: string) =>
    ledger
      .own(id)
      .findings.filter(({ rule: found }) => found === 'I')
      .map(({ element }) => element);

  it('one that nobody declared may hold anything: each named input, and one that nobody named', () => {
    const ledger = ledgerUnder(listing);
    ledger.camera('plate');
    ledger.made('a', { plate: 'component' });
    expect(keys(ledger, 'a')).toEqual([null, 'plate']);
    expect(keys(ledger, 'plate')).toEqual([null]);
  });

  it('an empty one holds what the lineage names, with unknown fields', () => {
    const ledger = ledgerUnder(listing);
    ledger.camera('plate');
    ledger.made('a', { plate: 'component' });
    ledger.declare('a', { input: [] });
    expect(keys(ledger, 'a')).toEqual(['plate']);
    ledger.declare('a', { input: [{ asset: 'plate', ok: 'yes' }] });
    expect(keys(ledger, 'a')).toEqual([]);
  });

  it('several declarations are one list, and each entry has its worst value', () => {
    const ledger = ledgerUnder(listing);
    ledger.camera('a');
    ledger.declare('a', {
      input: [
        { asset: 'x', ok: 'yes' },
        { asset: 'y', ok: 'yes' },
      ],
    });
    ledger.declare('a', {
      input: [
        { asset: 'x', ok: 'no' },
        { asset: 'z', ok: 'yes' },
      ],
    });
    expect(keys(ledger, 'a')).toEqual(['x']);
  });

  it.each([['unknown'], [{}], [[{ ok: 'yes' }]], [[{ asset: '', ok: 'yes' }]], [[{ asset: 'unknown' }]], [[7]]])(
    'what cannot be read leaves it open: %j',
    (input) => {
      const ledger = ledgerUnder(listing);
      ledger.camera('a');
      ledger.declare('a', { input });
      expect(keys(ledger, 'a')).toEqual([null]);
    },
  );

  it('an earlier version is no input, and inputs of other steps are theirs', () => {
    const ledger = ledgerUnder(
      pack({
        facts:
          '  input: {list: asset, fields: {asset: {type: text}, ok: {values: ["yes", "no"]}}}\n  tool: {from: tool, fields: {bad: {values: ["no", "yes"]}}}',
        rules: rule('I', {
          when: '{all: [{fact: input.ok, equals: "no"}, {fact: tool.bad, equals: "yes"}]}',
          more: ', each: input',
        }),
      }),
    );
    ledger.registry = new SmallRegistry()
      .putTool('good', { class: 'none', facts: { bad: 'no' } })
      .putTool('bad', { class: 'none', facts: { bad: 'yes' } });
    for (const id of ['p', 'q', 'v1']) ledger.camera(id);
    ledger.asset('a');
    ledger.say('a', 'derived-from', {
      inputs: [{ asset: 'p', kind: 'component' }],
      tool: { id: 'good', version: '1' },
    });
    ledger.say('a', 'derived-from', {
      inputs: [
        { asset: 'q', kind: 'component' },
        { asset: 'v1', kind: 'revision' },
      ],
      tool: { id: 'bad', version: '1' },
    });
    ledger.declare('a', { input: ['p', 'q', 'prompt'].map((asset) => ({ asset, ok: 'no' })) });
    expect(keys(ledger, 'a')).toEqual(['prompt', 'q']);
  });
});

describe('asset.genai', () => {
  const reading = pack({
    facts: '  asset: {fields: {genai: {values: [none, assistive, partial, full]}}}',
    more: 'vocabularies: {digitalSourceType: {digitalCapture: none, compositeSynthetic: partial, humanEdits: none, composite: unknown}}',
    rules: ['assistive', 'partial', 'full']
      .map((word) => rule(word, { when: `{fact: asset.genai, gte: ${word}}`, outcome: 'escalate' }))
      .join('\n'),
  });
  /** The word that counts, `unknown` where all rules say so. */
  const genai = (ledger: SmallLedger) => {
    const found = ledger.own('a').findings.filter(({ rule: id }) => ['assistive', 'partial', 'full'].includes(id));
    if (found.some(({ message }) => message.includes('not known'))) return 'unknown';
    return ['full', 'partial', 'assistive'].find((word) => found.some(({ rule: id }) => id === word)) ?? 'none';
  };
  const asset = () => {
    const ledger = ledgerUnder(reading);
    ledger.registry = new SmallRegistry()
      .putTool('gen', { class: 'generative' })
      .putTool('help', { class: 'assistive' })
      .putTool('plain', { class: 'none' });
    ledger.asset('a');
    return ledger;
  };
  const tool = (id: string) => ({ tool: { id, version: '1' } });

  it.each([
    ['gen', 'full', 'full'],
    ['help', 'assistive', 'assistive'],
    ['plain', 'none', 'none'],
    ['nobody-classed', 'full', 'unknown'],
  ])('of the tool %s: %s where it generated, %s where it derived', (id, generated, derived) => {
    const one = asset();
    one.say('a', 'generated-by-tool', tool(id));
    expect(genai(one)).toBe(generated);
    const two = asset();
    two.camera('p');
    two.say('a', 'derived-from', { inputs: [{ asset: 'p', kind: 'component' }], inputsComplete: 'yes', ...tool(id) });
    expect(genai(two)).toBe(derived);
  });

  it.each([
    [{ 'asset.digitalSourceType': 'digitalCapture' }, 'none'],
    [{ 'asset.digitalSourceType': 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic' }, 'partial'],
    [{ 'asset.digitalSourceType': 'composite' }, 'unknown'],
    [{ 'asset.digitalSourceType': 'print' }, 'unknown'],
    [{ 'asset.digitalSourceType': 7 }, 'unknown'],
    [{ 'asset.digitalSourceType': 'https://elsewhere.example/digitalCapture' }, 'unknown'],
    [{ 'asset.digitalSourceType': 'humanEdits' }, 'unknown'],
    [{ 'asset.digitalSourceType': 'digitalCapture', 'asset.genai': 'partial' }, 'partial'],
    [{ 'asset.digitalSourceType': 'digitalCapture', 'asset.genai': 'some' }, 'unknown'],
    [{ 'asset.digitalSourceType': 'compositeSynthetic', 'asset.genai': 'none' }, 'partial'],
    [{}, 'unknown'],
  ])('of %j is %s', (facts, word) => {
    const ledger = asset();
    ledger.declare('a', facts);
    expect(genai(ledger)).toBe(word);
  });

  it.each([
    ['ai', 'full'],
    ['ai-composite', 'full'],
    ['tampered', 'unknown'],
    ['none', 'none'],
    ['claims-capture', 'none'],
    ['unreadable', 'none'],
  ] as const)('with a signal that says %s is %s', (verdict, word) => {
    const ledger = asset();
    ledger.declare('a', { 'asset.digitalSourceType': 'digitalCapture' });
    const signal = { kind: 'xmp', where: 'x', value: 'v', trust: 'none', detector: 'd', detectorVersion: '1' } as const;
    ledger.say('a', 'origin-detected', { signals: [{ ...signal, verdict }] });
    expect(genai(ledger)).toBe(word);
  });

  it('counts for each step, and the worst step makes the finding', () => {
    const ledger = asset();
    ledger.say('a', 'derived-from', { inputs: [], ...tool('plain') });
    ledger.say('a', 'generated-by-tool', tool('help'));
    expect(genai(ledger)).toBe('assistive');
  });
});

describe('with the base pack alone', () => {
  it('nothing that packs bring stands in what is stored', () => {
    const ledger = new SmallLedger();
    ledger.generated('sky');
    ledger.made('comp', { sky: 'component' });
    const text = JSON.stringify([ledger.evaluate('comp'), ledger.own('sky'), ledger.judge('comp', useIn('final'))]);
    for (const member of ['guard', 'clearing', 'generative', 'travels']) expect(text).not.toContain(`"${member}"`);
  });
});
