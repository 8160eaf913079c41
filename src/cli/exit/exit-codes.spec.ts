import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EXIT,
  exitForAsset,
  exitForCheck,
  exitForRefusal,
  exitForRelease,
  exitForResult,
  exitForVerdict,
  worst,
  type Asked,
} from './exit-codes.js';

const asked: Asked = { production: 'nightfall', delivery: 'ep101', class: 'final' };

const released = {
  decision: { id: 'dec_1', decision: 'release' },
  delivery: { id: 'ep101', production: 'nightfall', state: 'released', class: 'final' },
};

const cleared = {
  decision: 'release',
  delivery: 'ep101',
  production: 'nightfall',
  summary: { total: 2, cleared: 2, held: 0 },
  items: [{ status: 'cleared' }, { status: 'cleared' }],
  use: { class: 'final' },
};

describe('exit codes of refusals', () => {
  it.each([
    ['gate', 409, 2],
    ['gate', 401, 3],
    ['gate', 403, 3],
    ['gate', 404, 3],
    ['gate', 422, 3],
    ['gate', 429, 3],
    ['gate', 500, 3],
    ['gate', 503, 3],
    ['gate', null, 3],
    ['command', 403, 2],
    ['command', 404, 2],
    ['command', 409, 2],
    ['command', 422, 2],
    ['command', 400, 3],
    ['command', 401, 3],
    ['command', 413, 3],
    ['command', 429, 3],
    ['command', 500, 3],
    ['command', 503, 3],
    ['command', null, 3],
  ] as const)('a %s answered %s ends with %i', (kind, status, code) => {
    expect(exitForRefusal(kind, status)).toBe(code);
  });

  it('no status at all makes a refusal a go, not even 200', () => {
    fc.assert(
      fc.property(fc.constantFrom('gate', 'command'), fc.integer({ min: 0, max: 999 }), (kind, status) => {
        expect(exitForRefusal(kind, status)).not.toBe(EXIT.go);
      }),
    );
  });
});

describe('exit codes of verdicts', () => {
  it('only release is a go, in the body and in the header', () => {
    expect(exitForVerdict('release', null)).toBe(0);
    expect(exitForVerdict('release', 'release')).toBe(0);
    expect(exitForVerdict('hold', 'hold')).toBe(2);
    expect(exitForVerdict('release', 'hold')).toBe(2);
    expect(exitForVerdict('hold', 'release')).toBe(2);
    expect(exitForVerdict('undecided', null)).toBe(3);
    expect(exitForVerdict('release', 'undecided')).toBe(3);
    expect(exitForVerdict('hold', 'something-new')).toBe(3);
  });

  it('a verdict that is missing or unknown is never a go', () => {
    fc.assert(
      fc.property(fc.anything(), (verdict) => {
        fc.pre(verdict !== 'release');
        expect(exitForVerdict(verdict, null)).not.toBe(EXIT.go);
      }),
    );
  });
});

describe('exit codes of checks', () => {
  it('a release of the delivery that was asked about is a go', () => {
    expect(exitForCheck(asked, cleared, 'release')).toBe(0);
  });

  it('a hold is 2', () => {
    expect(exitForCheck(asked, { ...cleared, decision: 'hold', summary: { total: 2, held: 1 } }, 'hold')).toBe(2);
  });

  it('a delivery of another class is 2 although it is released', () => {
    expect(exitForCheck({ ...asked, class: 'review' }, cleared, 'release')).toBe(2);
  });

  it.each([
    ['about another delivery', { delivery: 'ep102' }],
    ['about another production', { production: 'daybreak' }],
    ['without a summary', { summary: undefined }],
    ['that counts held items', { summary: { total: 2, held: 1 } }],
    ['of nothing', { summary: { total: 0, held: 0 } }],
    ['with a held item', { items: [{ status: 'cleared' }, { status: 'held' }] }],
    ['with an item of an unknown status', { items: [{ status: 'probably' }] }],
    ['that does not say its class', { use: null }],
    ['with an unknown decision', { decision: 'ship-it' }],
  ])('a release %s decides nothing (3)', (_what, change) => {
    expect(exitForCheck(asked, { ...cleared, ...change }, 'release')).toBe(3);
  });

  it('whatever else comes back is never a go', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(exitForCheck(asked, body, null)).not.toBe(EXIT.go);
      }),
    );
  });
});

describe('exit codes of releases', () => {
  it('decision release and delivery released are a go', () => {
    expect(exitForRelease(asked, released, 'release')).toBe(0);
  });

  it.each(['compromised', 'questioned', 'affected', 'held', 'some-new-state'])(
    'D4: a delivery that is %s at once is 2, whatever the decision',
    (state) => {
      expect(exitForRelease(asked, { ...released, delivery: { ...released.delivery, state } }, 'release')).toBe(2);
    },
  );

  it('the header alone can hold it', () => {
    expect(exitForRelease(asked, released, 'hold')).toBe(2);
  });

  it('another class is 2 even when released', () => {
    expect(exitForRelease({ ...asked, class: 'review' }, released, 'release')).toBe(2);
  });

  it.each([
    ['no decision', { decision: null }],
    ['an unknown decision', { decision: { decision: 'maybe' } }],
    ['no delivery', { delivery: null }],
    ['another delivery', { delivery: { ...released.delivery, id: 'ep102' } }],
    ['no state', { delivery: { ...released.delivery, state: null } }],
    ['no class', { delivery: { ...released.delivery, class: null } }],
  ])('%s in the answer decides nothing (3)', (_what, change) => {
    expect(exitForRelease(asked, { ...released, ...change }, null)).toBe(3);
  });

  it('whatever else comes back is never a go', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(exitForRelease(asked, body, null)).not.toBe(EXIT.go);
      }),
    );
  });
});

describe('exit codes of assets', () => {
  it.each(['clear', 'approved'])('a registered, compliant, %s asset is a go', (state) => {
    expect(exitForAsset({ registered: true, compliant: true, state })).toBe(0);
  });

  it.each(['denied', 'unknown', 'temporary', 'needs-approval', 'escalated'])(
    'a %s asset is 2, even if it claims compliance',
    (state) => {
      expect(exitForAsset({ registered: true, compliant: true, state })).toBe(2);
    },
  );

  it('an asset that is not registered is 2', () => {
    expect(exitForAsset({ registered: false, compliant: false, state: 'unknown' })).toBe(2);
  });

  it('a state this version does not know decides nothing', () => {
    expect(exitForAsset({ registered: true, compliant: true, state: 'blessed' })).toBe(3);
  });

  it.each([
    {},
    null,
    { compliant: true, state: 'clear' },
    { registered: true, state: 'clear' },
    { registered: true, compliant: 'true', state: 'clear' },
  ])('an answer without its members decides nothing: %j', (body) => {
    expect(exitForAsset(body)).toBe(3);
  });
});

describe('exit codes of several things', () => {
  it('an intake result is a go only when accepted or duplicate', () => {
    expect(
      ['accepted', 'duplicate', 'refused', 'failed', 'spooled', 'brand-new', undefined].map(exitForResult),
    ).toEqual([0, 0, 2, 3, 3, 3, 3]);
  });

  it('the gravest code counts', () => {
    expect(worst([0, 0])).toBe(0);
    expect(worst([0, 2, 0])).toBe(2);
    expect(worst([2, 3, 0])).toBe(3);
    expect(worst([3, 70])).toBe(70);
  });

  it('of nothing at all the outcome is undecided', () => {
    expect(worst([])).toBe(3);
  });
});
