import { describe, expect, it } from 'vitest';
import { isWithinScope } from '../coverage.js';
import { loadPack } from '../pack/load.js';
import { policyOf } from '../testing/netflix.js';
import { ANY_SCOPE } from '../testing/sayings.js';
import { SMALL_PACK } from '../testing/small-pack.js';
import type { OwnApproval } from '../types.js';
import { approvalQuorum } from './quorum.js';

const loaded = loadPack(SMALL_PACK);
if (!loaded.ok) throw new TypeError(JSON.stringify(loaded.faults));
/** R1 takes two people of kind `legal`. */
const policy = policyOf([loaded.pack]);
const key = (rule: string, root = 'sky') => ({ rule, root, element: null });

const approval = (id: string, more: Partial<OwnApproval> = {}): OwnApproval => ({
  id,
  kind: 'legal',
  reach: 'exact',
  scope: ANY_SCOPE,
  keys: [key('R1')],
  ended: false,
  endsAt: null,
  evidence: { stream: 's', revision: 1 },
  ...more,
});
const people: Readonly<Record<string, string>> = { a1: 'ann', a2: 'ann', b: 'ben', c: 'cyd' };
const quorum = (of: OwnApproval, ...given: OwnApproval[]) =>
  approvalQuorum(of, of.keys, given, policy, (id) => people[id] ?? null);

describe('how many people an approval takes', () => {
  it('is what the pack of the rule says; the same person counts once, and nobody known not at all', () => {
    const one = approval('a1');
    expect(quorum(one, one)).toEqual({ needed: 2, have: 1 });
    expect(quorum(one, one, approval('a2'))).toEqual({ needed: 2, have: 1 });
    expect(quorum(one, one, approval('nobody'))).toEqual({ needed: 2, have: 1 });
    expect(quorum(one, one, approval('b'))).toEqual({ needed: 2, have: 2 });
    expect(quorum(one, one, approval('b'), approval('c'))).toEqual({ needed: 2, have: 3 });
    const written = approval('a1', { kind: 'written', keys: [key('base-cycle')] });
    expect(quorum(written, written)).toEqual({ needed: 1, have: 1 });
    expect(quorum(approval('a1', { keys: [] }))).toEqual({ needed: 1, have: 0 });
  });

  it.each<[string, Partial<OwnApproval>]>([
    ['of another kind', { kind: 'written' }],
    ['of another finding', { keys: [key('R1', 'sea')] }],
    ['that has ended', { ended: true }],
    ['with a narrower scope', { scope: { ...ANY_SCOPE, territories: ['DE'] } }],
  ])('one %s does not count for it', (_, more) => {
    const one = approval('a1');
    expect(quorum(one, one, approval('b', more)).have).toBe(1);
  });

  it('one that says more counts for one that says less', () => {
    const narrow = approval('a1', { scope: { ...ANY_SCOPE, territories: ['DE'] } });
    const wide = approval('b', { reach: 'processed', keys: [key('R1'), key('R1', 'sea')] });
    expect(quorum(narrow, narrow, wide)).toEqual({ needed: 2, have: 2 });
    expect(quorum(wide, narrow, wide)).toEqual({ needed: 2, have: 1 });
    const far = approval('b', { reach: 'contained' });
    const near = approval('a1');
    expect(quorum(far, far, near).have).toBe(1);
    expect(quorum(near, far, near).have).toBe(2);
  });

  it('of several findings is told for the one that lacks the most people', () => {
    const both = approval('a1', { keys: [key('R1'), key('R1', 'sea')] });
    expect(quorum(both, both, approval('b'))).toEqual({ needed: 2, have: 1 });
  });
});

describe('isWithinScope', () => {
  const scope = (more: object) => ({ ...ANY_SCOPE, ...more });
  it.each([
    [{}, {}, true],
    [{ territories: ['DE'] }, {}, true],
    [{}, { territories: ['DE'] }, false],
    [{ languages: ['de'] }, { languages: ['de', 'fr'] }, true],
    [{ mediums: ['svod', 'avod'] }, { mediums: ['svod'] }, false],
    [{ classes: ['*'] }, { classes: ['final'] }, false],
    [{ prominence: 'incidental' }, { prominence: 'key_element' }, true],
    [{ prominence: 'key_element' }, { prominence: 'incidental' }, false],
    [{ prominence: '*' }, { prominence: 'key_element' }, false],
    [{}, { window: { from: null, until: null } }, true],
    [{}, { window: { from: '2026-01-01T00:00:00Z', until: null } }, false],
    [
      { window: { from: '2026-01-02T00:00:00Z', until: null } },
      { window: { from: '2026-01-01T00:00:00Z', until: null } },
      true,
    ],
    [
      { window: { from: '2025-01-02T00:00:00Z', until: null } },
      { window: { from: '2026-01-01T00:00:00Z', until: null } },
      false,
    ],
    [
      { window: { from: null, until: '2026-01-01T00:00:00Z' } },
      { window: { from: null, until: '2026-01-01T00:00:00Z' } },
      true,
    ],
    [
      { window: { from: null, until: '2026-01-02T00:00:00Z' } },
      { window: { from: null, until: '2026-01-01T00:00:00Z' } },
      false,
    ],
    [{}, { window: { from: null, until: '2026-01-01T00:00:00Z' } }, false],
  ])('%j within %j: %s', (inner, outer, within) => {
    expect(isWithinScope(scope(inner), scope(outer))).toBe(within);
  });
});
