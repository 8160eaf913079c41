import { describe, expect, it } from 'vitest';
import { digest, sha, SmallLedger } from '../testing/ledger.js';
import { distill } from '../own.js';
import { basePack } from '../packs/base.js';
import { findingsOf, plate, rulesOf } from '../testing/plate.js';

describe('base-input-unregistered', () => {
  it.each(['component', 'derivation', 'revision', 'reference'] as const)(
    'I4: matches an unregistered input of kind %s; root = that input',
    (kind) => {
      const ledger = plate();
      ledger.made('comp', { plate: 'component' });
      ledger.derive('comp', { ghost: kind }, 'yes');
      expect(findingsOf(ledger, 'comp')).toEqual([
        'base-input-unregistered ghost: comp was made from ghost, which is not registered',
      ]);
      ledger.camera('ghost');
      expect(rulesOf(ledger, 'comp')).toEqual([]);
    },
  );

  it('names what the ledger does not know by the strongest digest, and an asset of another production by both names', () => {
    const ledger = plate();
    ledger.asset('comp');
    ledger.say('comp', 'derived-from', {
      inputs: [
        { digest: { md5: digest('md5', 'a'), c4: digest('c4', 'a'), sha1: digest('sha1', 'a') }, kind: 'component' },
        { digest: { sha256: sha('b'), md5: digest('md5', 'b') }, kind: 'component' },
        { asset: 'plate', production: 'othershow', kind: 'component' },
        { asset: 'plate', production: 'nightfall', kind: 'component' },
      ],
      inputsComplete: 'yes',
    });
    expect(ledger.own('comp').findings.map(({ root }) => root)).toEqual([
      `c4:${digest('c4', 'a')}`,
      'plate@othershow',
      `sha256:${sha('b')}`,
    ]);
    expect(ledger.own('comp').edges.map(({ to }) => to)).toEqual(['plate']);
  });

  it('resolves an input named by digest', () => {
    const ledger = plate();
    ledger.asset('comp');
    ledger.say('comp', 'derived-from', {
      inputs: [{ digest: { sha256: sha('plate') }, kind: 'component' }],
      inputsComplete: 'yes',
    });
    expect(ledger.own('comp')).toMatchObject({
      findings: [],
      edges: [{ to: 'plate', kind: 'component', passes: true }],
    });
  });

  it('has no better name for an input that names nothing', () => {
    const ledger = plate();
    ledger.asset('comp');
    ledger.say('comp', 'derived-from', { inputs: [{ kind: 'component' }], inputsComplete: 'yes' });
    expect(ledger.own('comp').findings.map(({ root }) => root)).toEqual(['an input without a name']);
  });

  it('is one finding a root, with every event that names it as evidence', () => {
    const ledger = new SmallLedger();
    ledger.made('comp', { ghost: 'component' });
    ledger.derive('comp', { ghost: 'reference' }, 'yes');
    expect(
      ledger.own('comp').findings.map(({ root, evidence }) => [root, evidence.map(({ revision }) => revision)]),
    ).toEqual([['ghost', [2, 3]]]);
  });
});

describe('base-cycle', () => {
  it('L1: each member carries it with itself as root, and its edges pass nothing', () => {
    const ledger = plate();
    ledger.made('a', { b: 'component', plate: 'component' });
    ledger.made('b', { a: 'derivation' });
    expect(findingsOf(ledger, 'a')).toEqual(['base-cycle a: a is, by way of b, an input of itself']);
    expect(findingsOf(ledger, 'b')).toEqual(['base-cycle b: b is, by way of a, an input of itself']);
    expect(ledger.own('a').edges.map(({ to, passes }) => [to, passes])).toEqual([
      ['b', false],
      ['plate', true],
    ]);
  });
});

describe('base-cycle of a content none of whose own inputs lead round', () => {
  it('L1: is carried all the same', () => {
    const ledger = plate();
    const resolver = { ...ledger.resolver('plate'), inCycle: true, sameCycle: () => true };
    const own = distill({
      content: 'plate',
      claims: [ledger.claim('plate')],
      resolver,
      logTime: ledger.logTime,
      faults: [],
      pack: basePack,
    });
    expect(own.findings.map(({ rule, root }) => [rule, root])).toEqual([['base-cycle', 'plate']]);
  });
});

it('a pack whose rule has no words for what it finds is a fault of the pack', () => {
  const ledger = plate();
  ledger.mark('plate');
  const rules = basePack.rules.map((rule) => ({ ...rule, messages: {} }));
  expect(() => new SmallLedger({ ...basePack, rules }).own('plate')).toThrow(TypeError);
});

describe('base-ledger-fault', () => {
  it('matches what the read model found wrong with the log', () => {
    const ledger = plate();
    const evidence = { stream: 'asset-nightfall/plate', revision: 9 };
    ledger.faults.set('plate', [{ message: 'event 9 could not be read', evidence }]);
    expect(ledger.own('plate').findings).toMatchObject([
      {
        rule: 'base-ledger-fault',
        outcome: 'unknown',
        message: 'plate has a fault in the ledger: event 9 could not be read',
        evidence: [evidence],
      },
    ]);
  });

  it('I1: matches claims of one content with two values of one joining algorithm', () => {
    const ledger = plate();
    ledger.say('plate', 'bytes-identified', { digests: { md5: digest('md5', 'x') } });
    ledger.say('twin', 'bytes-identified', { digests: { sha256: sha('plate'), md5: digest('md5', 'y') } });
    expect(findingsOf(ledger, 'twin')).toEqual([
      'base-ledger-fault plate: two different md5 digests are known for the bytes of plate',
    ]);
  });
});
it('findings stand in the order of their keys', () => {
  const ledger = new SmallLedger();
  ledger.say('odd', 'derived-from', {
    inputs: [
      { asset: 'z', kind: 'component' },
      { asset: 'a', kind: 'component' },
    ],
  });
  ledger.mark('odd');
  expect(ledger.own('odd').findings.map(({ rule, root }) => `${rule} ${root}`)).toEqual([
    'base-bytes-unknown odd',
    'base-input-unregistered a',
    'base-input-unregistered z',
    'base-inputs-incomplete odd',
    'base-origin-unknown odd',
    'base-temporary-mark odd',
  ]);
});
