import { describe, expect, it } from 'vitest';
import { packDigest } from './pack.js';
import { basePack } from './packs/base.js';
import { basePolicy, compiledOf, composePolicy, maxAgeOf, policyDigest } from './policy.js';
import { loadPack } from './pack/load.js';
import type { PackDocument } from './pack/format.js';
import { packNamed, policyOf } from './testing/netflix.js';
import { edited, SMALL_PACK } from './testing/small-pack.js';

const small = read(SMALL_PACK);
const other = read(
  edited(
    'id: small',
    'id: other',
    edited('- id: R1', '- id: Q1', edited('- id: R2', '- id: Q2', edited('P30D', 'P20D'))),
  ),
);

function read(text: string): PackDocument {
  const loaded = loadPack(text);
  if (!loaded.ok) throw new TypeError(JSON.stringify(loaded.faults));
  return loaded.pack;
}

describe('composePolicy', () => {
  it('of no packs is the base pack, under its own id and digest', () => {
    expect(basePolicy).toMatchObject({
      id: 'base',
      version: '1',
      digest: packDigest(basePack),
      approvals: [],
      compiled: [],
    });
    expect(basePolicy.rules).toEqual(basePack.rules);
    expect(basePolicy.packs).toEqual([{ id: 'base', version: '1', digest: packDigest(basePack), switches: {} }]);
  });

  it('puts the rules of a pack beside those of the base pack, without the ones it replaces', () => {
    const policy = policyOf([small]);
    expect(policy.rules.map(({ id }) => id)).toEqual([
      ...basePack.rules.map(({ id }) => id).filter((id) => id !== 'base-generated'),
      'R1',
      'R2',
    ]);
    expect([policy.id, policy.version]).toEqual(['small', '1']);
    expect(policy.packs.map(({ id, switches }) => [id, switches])).toEqual([
      ['base', {}],
      ['small', { strict: true }],
    ]);
  });

  it('of several packs is combined, the same in whatever order they are named', () => {
    const one = policyOf([small, other]);
    const two = policyOf([other, small]);
    expect([one.id, one.version]).toEqual(['combined', 'other@1 small@1']);
    expect(two.digest).toBe(one.digest);
    expect(two.rules).toEqual(one.rules);
    expect(one.approvals).toHaveLength(2);
    expect(compiledOf(one).map(({ id }) => id)).toEqual(['other', 'small']);
  });

  it('has a digest that can be told from those of its packs, in whatever order they are named', () => {
    for (const policy of [basePolicy, policyOf([small]), policyOf([small, other])])
      expect(policyDigest(policy.packs.slice(1).toReversed())).toBe(policy.digest);
  });

  it('has another digest for every pack and every setting of a switch', () => {
    const digests = [
      basePolicy,
      policyOf([small]),
      policyOf([other]),
      policyOf([small, other]),
      policyOf([small], { strict: false }),
    ];
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(digests.length);
    expect(policyOf([small], { strict: true }).digest).toBe(policyOf([small]).digest);
  });

  it.each([
    ['a pack twice', [{ pack: small }, { pack: small }], ['duplicate-pack small@1: "small" is adopted twice']],
    [
      'a rule of another pack',
      [{ pack: small }, { pack: { ...other, rules: small.rules.slice(0, 1) } }],
      ['duplicate-rule small@1: the rule "R1" stands in other@1 too'],
    ],
    [
      'a switch there is not',
      [{ pack: small, switches: { lax: true } }],
      ['unknown-switch small@1: there is no switch "lax"'],
    ],
  ])('refuses %s', (_, adoptions, faults) => {
    const composed = composePolicy(adoptions);
    expect(composed.ok ? [] : composed.faults.map(({ code, pack, message }) => `${code} ${pack}: ${message}`)).toEqual(
      faults,
    );
  });

  it('the two packs that come with the ledger go together', () => {
    const policy = policyOf([packNamed('netflix-genai'), packNamed('eu-ai-act-50')]);
    expect(policy.version).toBe('eu-ai-act-50@2026.08 netflix-genai@2025.11');
  });
});

describe('maxAgeOf', () => {
  it('is the shortest that any pack gives a kind, and none for others', () => {
    const day = 86_400_000;
    expect(maxAgeOf(policyOf([small]), 'legal')).toBe(30 * day);
    expect(maxAgeOf(policyOf([small, other]), 'legal')).toBe(20 * day);
    expect(maxAgeOf(policyOf([small]), 'written')).toBeNull();
    expect(maxAgeOf(basePack, 'legal')).toBeNull();
  });
});

describe('a compiled rule', () => {
  const heads = Object.fromEntries(policyOf([small]).rules.map((rule) => [rule.id, rule]));
  it('stands among the others with its classes, kinds, code and what clears it', () => {
    expect(heads['R1']).toEqual({
      id: 'R1',
      outcome: 'approval',
      binds: ['final', 'marketing', 'dub', 'review', 'turnover', 'archive'],
      code: 'r1',
      when: 'facts',
      messages: {},
      kinds: ['legal'],
      clears: {
        message: 'Counsel agrees',
        anyOf: [
          [{ kind: 'approval', asset: '{root}', reach: 'contained', approval: 'legal' }],
          [{ kind: 'approval', asset: '{item}', reach: 'exact', approval: 'legal' }],
        ],
      },
    });
  });
  it('that says nothing about clearing shows the facts that would make it false', () => {
    expect(heads['R2']).toMatchObject({
      binds: ['final'],
      kinds: [],
      travels: 'rights',
      clears: {
        message: 'The facts it rests on are mended; no approval clears it',
        anyOf: [[{ kind: 'fact', asset: '{root}', fact: 'person' }], [{ kind: 'consent', asset: '{root}' }]],
      },
    });
  });
});
