import { describe, expect, it } from 'vitest';
import { clearFault, peopleNeeded, usageQuorum } from './kinds.js';
import { loadPack } from './pack/load.js';
import { basePack } from './packs/base.js';
import { policyOf } from './testing/netflix.js';
import { SMALL_PACK } from './testing/small-pack.js';

const loaded = loadPack(SMALL_PACK);
if (!loaded.ok) throw new TypeError(JSON.stringify(loaded.faults));
const policy = policyOf([loaded.pack]);
const legal = 'R1';

describe('kinds of approval', () => {
  it('F3: say why they would clear nothing of a rule', () => {
    expect(clearFault(basePack, 'base-generated', 'written')).toBeNull();
    expect(clearFault(basePack, 'base-generated', 'legal')).toBe(
      'no approval of kind legal clears base-generated; it takes written',
    );
    expect(clearFault(basePack, 'base-cycle', 'written')).toBe('no approval clears base-cycle');
    expect(clearFault(basePack, 'base-replacement-unconfirmed', 'written')).toBe(
      'no approval clears base-replacement-unconfirmed',
    );
    expect(clearFault(basePack, 'gone', 'written')).toBe('there is no rule gone in the policy in force');
    expect(clearFault(policy, legal, 'legal')).toBeNull();
  });

  it('take as many people as the pack of the rule asks for', () => {
    expect(peopleNeeded(policy, legal, 'legal')).toBe(2);
    expect(peopleNeeded(policy, legal, 'written')).toBe(1);
    expect(peopleNeeded(policy, 'base-generated', 'legal')).toBe(1);
    expect(peopleNeeded(basePack, 'gone', 'written')).toBe(1);
  });

  it('a usage takes the most that one of its rules asks for, and ends as its kind does', () => {
    expect(usageQuorum(policy, { kind: 'legal', rules: ['base-generated', legal] })).toEqual({
      needed: 2,
      maxAge: 30 * 86_400_000,
    });
    expect(usageQuorum(policy, { kind: 'written', rules: ['base-generated'] })).toEqual({ needed: 1, maxAge: null });
    expect(usageQuorum(basePack, { kind: 'written', rules: [] })).toEqual({ needed: 1, maxAge: null });
  });
});
