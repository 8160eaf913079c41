import { describe, expect, it } from 'vitest';
import { clearingKinds, ENGINE, packDigest, ruleFor, ruleOf } from './pack.js';
import { basePack } from './packs/base.js';
import type { Outcome } from './types.js';

describe('the base pack', () => {
  it('has the rules, outcomes and codes of rules.md, binding in final, marketing and dub', () => {
    expect(
      basePack.rules.map((rule) => [rule.id, rule.outcome, rule.code, rule.binds.join(), rule.kinds.join()]),
    ).toEqual([
      ['base-temporary-mark', 'deny', 'temporary-mark', 'final,marketing,dub', ''],
      ['base-generated', 'approval', 'generated', 'final,marketing,dub', 'written'],
      ['base-origin-unknown', 'unknown', 'origin-unknown', 'final,marketing,dub', ''],
      ['base-bytes-unknown', 'unknown', 'bytes-unknown', 'final,marketing,dub', ''],
      ['base-inputs-incomplete', 'unknown', 'inputs-incomplete', 'final,marketing,dub', ''],
      ['base-input-unregistered', 'unknown', 'input-unregistered', 'final,marketing,dub', ''],
      ['base-cycle', 'unknown', 'cycle', 'final,marketing,dub', ''],
      ['base-replacement-unconfirmed', 'approval', 'replacement-unconfirmed', 'final,marketing,dub', ''],
      ['base-ledger-fault', 'unknown', 'ledger-fault', 'final,marketing,dub', ''],
    ]);
    expect([basePack.id, basePack.version, ENGINE]).toEqual(['base', '1', 1]);
  });

  it('is what its version says, to the letter: whoever changes it raises the version, and this digest', () => {
    expect([basePack.version, packDigest(basePack)]).toEqual([
      '1',
      'e7343735ad16a484633be3273b595eba441af2d92dc6b945d81c9dc392d56baf',
    ]);
  });

  it('is a plain JSON value whose digest changes with any of it and with nothing else', () => {
    expect(JSON.parse(JSON.stringify(basePack))).toEqual(basePack);
    expect(packDigest(JSON.parse(JSON.stringify(basePack)))).toBe(packDigest(basePack));
    expect(packDigest(basePack)).toMatch(/^[0-9a-f]{64}$/);
    expect(packDigest({ ...basePack, version: '2' })).not.toBe(packDigest(basePack));
  });
});

describe('rules of a pack', () => {
  it('are found by id and by what they look for', () => {
    expect(ruleOf(basePack, 'base-cycle')?.when).toBe('cycle');
    expect(ruleFor(basePack, 'replacement')?.id).toBe('base-replacement-unconfirmed');
    expect([ruleOf(basePack, 'toString'), ruleFor({ ...basePack, rules: [] }, 'cycle')]).toEqual([null, null]);
  });

  it('F3: name the kinds that clear them; deny, unknown, notices, replacements and strangers have none', () => {
    expect(kinds('base-generated', 'approval')).toEqual(['written']);
    expect(kinds('base-generated', 'escalate')).toEqual(['ruling']);
    expect([
      kinds('base-generated', 'deny'),
      kinds('base-generated', 'unknown'),
      kinds('base-generated', 'notice'),
    ]).toEqual([[], [], []]);
    expect([kinds('base-replacement-unconfirmed', 'approval'), kinds('elsewhere', 'approval')]).toEqual([[], []]);
  });
});

it('F3: a replacement is never cleared by approval, whatever kinds a pack names for it', () => {
  const rules = basePack.rules.map((rule) => ({ ...rule, kinds: ['written'] }));
  const finding = { rule: 'base-replacement-unconfirmed', outcome: 'approval' } as const;
  expect(clearingKinds(finding, { ...basePack, rules })).toEqual([]);
  expect(clearingKinds({ ...finding, rule: 'base-generated' }, { ...basePack, rules })).toEqual(['written']);
});

function kinds(rule: string, outcome: Outcome) {
  return clearingKinds({ rule, outcome }, basePack);
}
