import { vendorStream } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import { modelOf, saying, vendorAssessed, vendorRegistered } from '../../testing/index.js';
import type { Asking } from './folding.js';
import { vendorById, vendorsWhere, vendorView } from './vendor.js';

const [JAN, FEB, MAR, APR] = ['01', '02', '03', '04'].map((month) => `2026-${month}-01T00:00:00.000Z`) as [
  string,
  string,
  string,
  string,
];
const asking = (at: string, ...productions: readonly string[]): Asking => ({ at, productions });
const model = modelOf(
  vendorRegistered('acme'),
  vendorRegistered('zenith'),
  vendorAssessed('acme', { assessedAt: JAN, expiresAt: MAR }),
  vendorAssessed('acme', { assessedAt: FEB, expiresAt: APR, results: 'fail', productions: ['nightfall', 'daybreak'] }),
);
const acme = vendorById(model.db, 'acme')!;

describe('a vendor', () => {
  it('is assessed from one date to another, also for one production', () => {
    const at = (time: string, production: string | null = null) => {
      const { state, assessment, until } = vendorView(acme, production, asking(time, 'nightfall'));
      return [state, assessment?.results ?? null, until];
    };
    expect(at('2025-12-31T00:00:00.000Z')).toEqual(['not-assessed', null, JAN]);
    expect(at(JAN)).toEqual(['assessed', 'pass', MAR]);
    expect(at(JAN, 'nightfall')).toEqual(['assessed', 'pass', FEB]);
    expect(at(FEB, 'nightfall')).toEqual(['assessed', 'fail', APR]);
    expect(at(MAR)).toEqual(['not-assessed', null, null]);
    expect(at(APR, 'nightfall')).toEqual(['not-assessed', null, null]);
  });

  it('is shown with the assessments of productions the caller sees, and only their names', () => {
    expect(vendorView(acme, null, asking(JAN)).assessments.map(({ productions }) => productions)).toEqual([null]);
    expect(vendorView(acme, null, asking(JAN, 'nightfall')).assessments.map(({ productions }) => productions)).toEqual([
      null,
      ['nightfall'],
    ]);
  });

  it('is listed in the order of registration, by state, or alone', () => {
    const ids = (filter: Partial<Parameters<typeof vendorsWhere>[1]>) =>
      vendorsWhere(
        model.db,
        { states: null, production: null, only: null, ...filter },
        { after: null, limit: 100 },
        asking(FEB),
      ).items.map(({ id }) => id);
    expect([ids({}), ids({ states: ['assessed'] }), ids({ only: 'zenith' }), ids({ only: '' })]).toEqual([
      ['acme', 'zenith'],
      ['acme'],
      ['zenith'],
      [],
    ]);
  });

  it('of which something cannot be read counts as not known: it may be the assessment that counts', () => {
    const { db } = modelOf(
      vendorRegistered('odd'),
      vendorAssessed('odd'),
      saying(vendorStream('odd'), 'assessed', { results: 'well' }),
    );
    expect(vendorView(vendorById(db, 'odd')!, null, asking(FEB))).toMatchObject({
      state: 'unknown',
      assessment: null,
      until: null,
      assessments: [{ results: 'pass' }],
    });
  });

  it('is none before it is registered', () => {
    expect(vendorById(modelOf(vendorAssessed('ghost')).db, 'ghost')).toBeNull();
  });
});
