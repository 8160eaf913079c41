import { describe, expect, it } from 'vitest';
import { demand, expectProblem, issueToken } from '../harness/index.js';
import { openRegisters } from './stage.js';

const { stage, keeper, post, read } = await openRegisters('reg_vendors');
const VENDOR = 'reg-acme';
const ASSESSED = {
  assessedAt: '2026-02-01T00:00:00Z',
  expiresAt: '2099-01-01T00:00:00Z',
  dataHandling: 'pass',
  creativeControl: 'conditional',
  results: 'unknown',
  conditions: 'a supervisor signs every shot off',
  evidence: [{ ref: 'dms://vendors/acme' }],
};

interface Vendor {
  readonly id: string;
  readonly state: string;
  readonly until: string | null;
  readonly assessment: { results: string; conditions: string } | null;
  readonly assessments: unknown[];
}

describe('A vendor in the register', () => {
  it('counts as not assessed before and after its assessment, and says when that changes', async () => {
    demand(await post('/vendors', { id: VENDOR, name: 'ACME VFX' }, stage.root), 201, 'registering');
    const made = await post<Vendor>(`/vendors/${VENDOR}/assessments`, ASSESSED, stage.root);
    expect([made.status, made.body.state, made.body.assessment?.results]).toEqual([201, 'assessed', 'unknown']);
    const at = async (time: string) => {
      const { state, until } = await read<Vendor>(`/vendors/${VENDOR}`, { at: time }, stage.cast.auditor);
      return [state, until];
    };
    expect(await at('2026-01-31T00:00:00Z')).toEqual(['not-assessed', '2026-02-01T00:00:00.000Z']);
    expect(await at('2026-02-01T00:00:00Z')).toEqual(['assessed', '2099-01-01T00:00:00.000Z']);
    expect(await at('2099-01-01T00:00:00Z')).toEqual(['not-assessed', null]);
  });

  it('may be assessed otherwise for one production', async () => {
    const failed = { ...ASSESSED, assessedAt: '2026-02-02T00:00:00Z', results: 'fail', productions: ['reg_vendors'] };
    demand(await post(`/vendors/${VENDOR}/assessments`, failed), 201, 'assessing');
    const results = async (query: Record<string, string>) =>
      (await read<Vendor>(`/vendors/${VENDOR}`, query, keeper)).assessment?.results;
    expect([await results({}), await results({ production: 'reg_vendors' })]).toEqual(['unknown', 'fail']);
  });

  it('is assessed with conditions only where they are said, and with evidence', async () => {
    for (const [change, pointer] of [
      [{ conditions: undefined }, '/conditions'],
      [{ evidence: [] }, '/evidence'],
      [{ assessedAt: '2098-01-01T00:00:00Z' }, '/assessedAt'],
      [{ dataHandling: true }, '/dataHandling'],
    ] as const) {
      const refused = await post(`/vendors/${VENDOR}/assessments`, { ...ASSESSED, ...change });
      expect(expectProblem(refused, 422, 'invalid-request').errors).toMatchObject([{ pointer }]);
    }
    expectProblem(await post('/vendors/reg-nobody/assessments', ASSESSED), 404, 'not-found');
  });

  it('reads what was found about itself and nothing about its rivals', async () => {
    demand(await post('/vendors', { id: 'reg-zenith', name: 'Zenith' }), 201, 'registering');
    const own = await issueToken(stage.root, {
      subject: 'pipeline@acme.example',
      kind: 'service',
      grants: [{ role: 'emitter', productions: ['reg_vendors'] }],
      restrict: { subjects: ['acme/'], vendor: VENDOR },
    });
    const page = await read<{ items: Vendor[] }>('/vendors', { limit: '1000' }, own);
    expect(page.items.map(({ id }) => id)).toEqual([VENDOR]);
    expect((await read<Vendor>(`/vendors/${VENDOR}`, {}, own)).assessments).toHaveLength(2);
    expectProblem(await own.get('/v1/vendors/reg-zenith'), 404, 'not-found');
  });
});
