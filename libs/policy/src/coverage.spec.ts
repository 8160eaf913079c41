import type { Scope, Use } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { gapsOf, missingOf } from './coverage.js';
import { ANY_SCOPE } from './testing/ledger.js';

const NOW = '2026-03-10T12:00:00.000Z';
const USE: Use = { class: 'final', territories: ['DE'], languages: ['de'], medium: 'svod' };
const gaps = (scope: Partial<Scope>, use: Partial<Use> = {}) =>
  gapsOf({ ...ANY_SCOPE, ...scope }, { ...USE, ...use }, NOW);

describe('what a scope leaves uncovered of a use', () => {
  it('is nothing where it names everything, or all that the use asks for', () => {
    expect(gaps({})).toBeNull();
    expect(gaps({ classes: ['final'], territories: ['FR', 'DE'], languages: ['de'], mediums: ['svod'] })).toBeNull();
  });

  it.each([
    ['classes', { classes: ['review'] }, ['final']],
    ['territories', { territories: ['FR'] }, ['DE']],
    ['languages', { languages: ['fr'] }, ['de']],
    ['mediums', { mediums: ['avod'] }, ['svod']],
    ['prominence', { prominence: 'incidental' }, ['key_element']],
    ['window', { window: { from: null, until: NOW } }, [NOW]],
  ] as const)('is named by member: %s', (member, scope, missing) => {
    expect(gaps(scope as Partial<Scope>)).toEqual({ [member]: missing });
  });

  it('is everything where the use names nothing, or asks for all of what the scope lists', () => {
    expect(gaps({ territories: ['DE'], languages: ['de'] }, { territories: [], languages: ['*'] })).toEqual({
      territories: ['*'],
      languages: ['*'],
    });
  });

  it('is the time where the window has not begun, has ended, or cannot be read', () => {
    expect(gaps({ window: { from: '2026-03-10T12:00:00.001Z', until: null } })).toEqual({ window: [NOW] });
    expect(gaps({ window: { from: NOW, until: '2026-03-10T12:00:00.001Z' } })).toBeNull();
    expect(gaps({ window: { from: 'spring', until: null } })).toEqual({ window: [NOW] });
    expect(gaps({ window: { from: null, until: 'summer' } })).toEqual({ window: [NOW] });
    expect(gaps({ window: null })).toBeNull();
  });
});

describe('what several approvals leave open together', () => {
  it('is nothing where there are none', () => {
    expect(missingOf([])).toBeNull();
  });

  it('is what all of them leave open, word by word', () => {
    expect(
      missingOf([
        { territories: ['FR', 'US'], languages: ['fr'], mediums: ['svod'] },
        { territories: ['US', 'DE'], mediums: ['svod'] },
      ]),
    ).toEqual({ territories: ['US'], mediums: ['svod'] });
  });

  it('is what the first with the fewest gaps leaves open, where each gap is filled by another', () => {
    const [large, small, alike] = [{ territories: ['DE', 'FR'] }, { languages: ['fr'] }, { mediums: ['svod'] }];
    expect(missingOf([large, small])).toEqual(small);
    expect(missingOf([small, large])).toEqual(small);
    expect(missingOf([alike, small])).toEqual(alike);
    expect(missingOf([{ territories: ['DE'], languages: ['de'] }, { mediums: ['svod'] }])).toEqual(alike);
  });
});
