import { describe, expect, it } from 'vitest';
import { foldGroup } from '../group/fold.js';
import { recorded } from '../testing/given.js';
import { foldConsent } from './fold.js';
import { consentStandingAt } from './standing.js';

const day = (date: string) => `2026-${date}T00:00:00.000Z`;
const change = (type: string, date: string | null) => ({
  type,
  data: { reason: 'r', effectiveAt: date === null ? null : day(date), evidence: [] },
});

function consent(window: { from?: string; until?: string }, ...changes: readonly ReturnType<typeof change>[]) {
  const first = {
    type: 'recorded',
    data: {
      kind: 'consent',
      party: 'performer_7',
      purpose: 'p',
      uses: ['u'],
      territories: ['*'],
      languages: ['*'],
      mediums: ['*'],
      window: {
        from: window.from === undefined ? null : day(window.from),
        until: window.until === undefined ? null : day(window.until),
      },
      document: { ref: 'd' },
      guildOk: 'yes',
      group: 'sag',
    },
  };
  return foldConsent('nightfall', 'con_1', recorded('consent-nightfall/con_1', [first, ...changes]));
}
function group(...changes: readonly (readonly [string, string])[]) {
  return foldGroup(
    'nightfall',
    'sag',
    recorded(
      'group-nightfall/sag',
      changes.map(([type, date]) => ({ type, data: { reason: 'r', effectiveAt: day(date) } })),
    ),
  );
}
const at = (state: ReturnType<typeof consent>, date: string, of: ReturnType<typeof group> | null = null) => {
  const { value, until } = consentStandingAt(state, of, day(date));
  return [value, until?.slice(5, 10) ?? null];
};

describe('how a consent stands', () => {
  it('is not known where none was recorded', () => {
    expect(consentStandingAt(foldConsent('nightfall', 'con_1', []), null, day('01-01'))).toEqual({
      value: null,
      until: null,
    });
  });

  it('is granted within its window, from its first moment up to its last', () => {
    const state = consent({ from: '02-01', until: '05-01' });
    expect(at(state, '01-31')).toEqual(['pending', '02-01']);
    expect(at(state, '02-01')).toEqual(['granted', '05-01']);
    expect(at(state, '05-01')).toEqual(['expired', null]);
    expect(at(consent({}), '05-01')).toEqual(['granted', null]);
  });

  it('scenario 7: is withdrawn from the date that was named, the earliest of several', () => {
    const state = consent({}, change('withdrawn', '06-01'), change('withdrawn', '04-01'));
    expect(at(state, '03-31')).toEqual(['granted', '04-01']);
    expect(at(state, '04-01')).toEqual(['withdrawn', '06-01']);
    expect(at(consent({}, change('withdrawn', null)), '03-02')).toEqual(['withdrawn', null]);
    expect(at(consent({}, change('withdrawn', null)), '03-01')).toEqual(['granted', '03-01']);
  });

  it('is suspended until it is reinstated', () => {
    const state = consent({}, change('suspended', '04-01'), change('reinstated', '05-01'));
    expect(['03-01', '04-01', '05-01'].map((date) => at(state, date))).toEqual([
      ['granted', '04-01'],
      ['suspended', '05-01'],
      ['granted', null],
    ]);
  });

  it('is suspended with its group, also one that was suspended before it was recorded', () => {
    const strike = group(['suspended', '01-01'], ['lifted', '06-01']);
    expect(at(consent({}), '04-01', strike)).toEqual(['suspended', '06-01']);
    expect(at(consent({}), '06-01', strike)).toEqual(['granted', null]);
    expect(at(consent({}, change('suspended', '05-01')), '06-01', strike)).toEqual(['suspended', null]);
  });

  it('withdrawn outweighs expired, expired suspended, suspended pending', () => {
    const state = consent(
      { from: '04-01', until: '05-01' },
      change('suspended', '03-15'),
      change('withdrawn', '06-01'),
    );
    expect(['03-14', '03-15', '04-01', '05-01', '06-01'].map((date) => at(state, date)[0])).toEqual([
      'pending',
      'suspended',
      'suspended',
      'expired',
      'withdrawn',
    ]);
  });
});
