/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, givenStream, NOW, recorded, said } from '../testing/given.js';
import { assessmentAt } from './assessment.js';
import {
  decideAssessVendor,
  decideRegisterVendor,
  type AssessVendorCommand,
  type RegisterVendorCommand,
} from './decide.js';
import { evolveVendor, foldVendor, type VendorState } from './fold.js';

const givenVendor = givenStream('vendor-acme', (events) => foldVendor('acme', events));
const REGISTERED = { type: 'registered', data: { name: 'Acme VFX' } };
const DATA = {
  assessedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2027-01-01T00:00:00.000Z',
  dataHandling: 'pass',
  creativeControl: 'pass',
  results: 'unknown',
  conditions: null,
  productions: null,
  evidence: [{ ref: 'dms://vendor/1' }],
} as const;
const ASSESSED = { type: 'assessed', data: DATA };

describe('registering a vendor', () => {
  const register =
    (command: RegisterVendorCommand = { name: 'Acme VFX' }) =>
    (state: VendorState) =>
      decideRegisterVendor(state, command, by('admin'));

  it('happens once, under an id of the right form, with a name', () => {
    givenVendor().when(register()).records(REGISTERED);
    givenVendor(REGISTERED)
      .when(register())
      .refuses({ slug: 'already-exists', members: { id: 'acme' } });
    givenVendor()
      .when((state) => decideRegisterVendor({ ...state, id: '-acme' }, { name: 'x' }, by('admin')))
      .refuses({ slug: 'invalid-request', pointers: ['/id'] });
    givenVendor()
      .when(register({ name: '' }))
      .refuses({ slug: 'invalid-request', pointers: ['/name'] });
  });

  it('the same request again repeats', () => {
    givenVendor(said(REGISTERED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(register())
      .repeats({ contentDigest: 'content of new', revision: 0, n: 1, events: 1 });
  });
});

describe('assessing a vendor', () => {
  const assess =
    (parts: Partial<AssessVendorCommand> = {}) =>
    (state: VendorState) =>
      decideAssessVendor(state, { ...DATA, ...parts }, by('k.ito'));

  it('records what was found, times in the form of the ledger', () => {
    givenVendor(REGISTERED).when(assess()).records(ASSESSED);
    givenVendor(REGISTERED)
      .when(assess({ assessedAt: '2026-01-01T01:00:00+01:00', expiresAt: '2027-01-01T00:00:00Z' }))
      .records(ASSESSED);
    givenVendor(REGISTERED)
      .when(assess({ results: 'conditional', conditions: 'no cloud tools', productions: ['nightfall'] }))
      .records({
        type: 'assessed',
        data: { ...DATA, results: 'conditional', conditions: 'no cloud tools', productions: ['nightfall'] },
      });
    givenVendor(REGISTERED, said(ASSESSED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(assess())
      .repeats({ contentDigest: 'content of new', revision: 1, n: 2, events: 1 });
  });

  it('takes an assessment that happened, that ends, with conditions where it is conditional, and a document', () => {
    givenVendor().when(assess()).refuses({ slug: 'not-found' });
    for (const [parts, pointer] of [
      [{ assessedAt: 'x' }, '/assessedAt'],
      [{ expiresAt: 'x' }, '/expiresAt'],
      [{ assessedAt: '2026-03-10T12:00:00.001Z' }, '/assessedAt'],
      [{ expiresAt: DATA.assessedAt }, '/expiresAt'],
      [{ productions: [] }, '/productions'],
      [{ productions: ['X'] }, '/productions/0'],
      [{ dataHandling: 'conditional' }, '/conditions'],
      [{ creativeControl: 'conditional', conditions: ' ' }, '/conditions'],
      [{ results: 'conditional' }, '/conditions'],
      [{ evidence: [] }, '/evidence'],
    ] as const) {
      givenVendor(REGISTERED)
        .when(assess(parts))
        .refuses({ slug: 'invalid-request', pointers: [pointer] });
    }
    givenVendor(REGISTERED)
      .when(assess({ assessedAt: NOW }))
      .records({ type: 'assessed', data: { ...DATA, assessedAt: NOW } });
    givenVendor(REGISTERED)
      .when(assess({ expectedRevision: 3 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 3, actual: 0 } });
  });
});

describe('the assessment at a time', () => {
  const assessed = (assessedAt: string, expiresAt: string, productions: readonly string[] | null = null) => ({
    type: 'assessed',
    data: { ...DATA, assessedAt: `${assessedAt}T00:00:00.000Z`, expiresAt: `${expiresAt}T00:00:00.000Z`, productions },
  });
  const at = (entries: readonly ReturnType<typeof assessed>[], time: string, production = 'nightfall') => {
    const { value, until } = assessmentAt(
      foldVendor('acme', recorded('vendor-acme', entries)),
      production,
      `${time}T00:00:00.000Z`,
    );
    return [value?.event ?? null, until?.slice(0, 10) ?? null];
  };

  it('is the one made last, until it expires', () => {
    const entries = [assessed('2026-01-01', '2027-01-01'), assessed('2026-03-01', '2026-05-01')];
    expect(at(entries, '2025-12-01')).toEqual([null, '2026-01-01']);
    expect(at(entries, '2026-01-01')).toEqual(['e0', '2026-03-01']);
    expect(at(entries, '2026-04-30')).toEqual(['e1', '2026-05-01']);
  });

  it('an older one that runs longer does not stand in for it', () => {
    const entries = [assessed('2026-01-01', '2027-01-01'), assessed('2026-03-01', '2026-05-01')];
    expect(at(entries, '2026-05-01')).toEqual([null, null]);
  });

  it('made for one production says nothing about another', () => {
    const entries = [assessed('2026-01-01', '2027-01-01', ['nightfall'])];
    expect([at(entries, '2026-02-01'), at(entries, '2026-02-01', 'other')]).toEqual([
      ['e0', '2027-01-01'],
      [null, null],
    ]);
  });
});

it('a vendor evolves as it folds', () => {
  const events = recorded('vendor-acme', [REGISTERED, ASSESSED]);
  expect(events.reduce(evolveVendor, foldVendor('acme', []))).toEqual(foldVendor('acme', events));
});
