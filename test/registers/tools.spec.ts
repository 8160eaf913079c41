import { describe, expect, it } from 'vitest';
import { demand, expectProblem, generated, openStage, report, type FactEvent } from '../harness/index.js';
import { openRegisters, TERMS } from './stage.js';

const { stage, keeper, post, read } = await openRegisters('reg_tools');
const TOOL = 'reg_grader';
await post('/tools', { id: TOOL, name: 'Grader', supplier: 'Example' });

interface Tool {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly classifications: { version: string; mode: string; class: string; by: string }[];
  readonly termsReviews: { tier: string; productions: string[] | null }[];
}
interface Classified {
  readonly class: string | null;
  readonly terms: { tier: string } | null;
  readonly basis: { stream: string; revision: number }[];
  readonly at: string;
  readonly until: string | null;
}

/** A grade of another asset by the tool, all of whose inputs are named. */
const graded = (asset: string, of: string, mode: string): FactEvent[] => [
  report(asset),
  {
    event: 'derived-from',
    subject: asset,
    data: {
      inputs: [{ asset: of, kind: 'derivation' }],
      tool: { id: TOOL, version: '19.1', mode },
      inputsComplete: 'yes',
    },
  },
];

describe('A tool in the register', () => {
  it('is kept by reviewers of every production, and registered by admins of every production too', async () => {
    for (const [by, status] of [
      [stage.cast.ito, 403],
      [stage.cast.admin, 403],
      [stage.root, 201],
    ] as const) {
      expect((await post('/tools', { id: 'reg_other', name: 'Other' }, by)).status).toBe(status);
    }
    expectProblem(
      await post('/tools/reg_other/classifications', { version: '*', mode: '*', class: 'none' }, stage.root),
      403,
      'role-required',
    );
  });

  it('F4: lets an approval reach what was processed with it, once it is known not to generate', async () => {
    await stage.told(generated('sky'), ...graded('sky_graded', 'sky', 'primaries'));
    const wish = { findings: [{ rule: 'base-generated', root: 'sky' }], reach: 'processed' as const };
    demand(await stage.approve('sky', wish), 201, 'approving sky');
    expect(await stage.state('sky_graded')).toBe('needs-approval');
    const body = { version: '19.*', mode: 'primaries', class: 'none' };
    demand(await post(`/tools/${TOOL}/classifications`, body), 201, 'classifying');
    expect(await stage.state('sky_graded')).toBe('approved');
    // What it does in a mode that nobody classed is not known.
    await stage.told(...graded('sky_relit', 'sky', 'relight'));
    expect(await stage.state('sky_relit')).toBe('needs-approval');
  });

  it('F4: and no longer, once somebody says that it does', async () => {
    const body = { version: '19.1', mode: 'primaries', class: 'generative' };
    demand(await post(`/tools/${TOOL}/classifications`, body), 201, 'classifying');
    expect(await stage.state('sky_graded')).toBe('needs-approval');
    const history = await read<Tool>(`/tools/${TOOL}`);
    expect(history.classifications.map(({ version, mode, class: is, by }) => [version, mode, is, by])).toEqual([
      ['19.*', 'primaries', 'none', keeper.subject],
      ['19.1', 'primaries', 'generative', keeper.subject],
    ]);
  });

  it('scenario 16: answers under which terms it was used then, and is used now', async () => {
    demand(await post(`/tools/${TOOL}/terms-reviews`, TERMS), 201, 'reviewing');
    const free = { ...TERMS, from: '2026-03-01T00:00:00Z', tier: 'free', storesIO: 'yes', trainsOnIO: 'yes' };
    demand(await post(`/tools/${TOOL}/terms-reviews`, free), 201, 'reviewing');
    const at = (time: string) =>
      read<Classified>(`/tools/${TOOL}/classification`, { version: '19.1', mode: 'primaries', at: time });
    expect((await at('2026-02-28T23:59:59.999Z')).terms?.tier).toBe('enterprise');
    expect((await at('2026-03-01T00:00:00Z')).terms?.tier).toBe('free');
    expect(await at('2026-02-28T00:00:00Z')).toMatchObject({
      class: 'generative',
      basis: [
        { stream: `tool-${TOOL}`, revision: 2 },
        { stream: `tool-${TOOL}`, revision: 3 },
      ],
      at: '2026-02-28T00:00:00.000Z',
      until: '2026-03-01T00:00:00.000Z',
    });
  });

  it('has no terms while it is suspended', async () => {
    const suspended = await post<Tool>(`/tools/${TOOL}/suspend`, { reason: 'terms changed overnight' });
    expect([suspended.status, suspended.body.state]).toEqual([200, 'suspended']);
    const now = await read<Classified>(`/tools/${TOOL}/classification`, { version: '19.1' });
    expect([now.class, now.terms]).toEqual(['generative', null]);
    expect((await post<Tool>(`/tools/${TOOL}/reinstate`, { reason: 'agreed' })).body.state).toBe('active');
  });

  it('E5: of several requests under one key one is recorded, and answered to all', async () => {
    const body = { version: '18.*', mode: '*', class: 'assistive' };
    const key = { 'Idempotency-Key': 'reg-classify' };
    const answers = await Promise.all(
      [1, 2, 3].map(() => post<Tool>(`/tools/${TOOL}/classifications`, body, keeper, key)),
    );
    // A request may find the first still running (409); it comes again.
    expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([]);
    const again = await post<Tool>(`/tools/${TOOL}/classifications`, body, keeper, key);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    const { classifications } = await read<Tool>(`/tools/${TOOL}`);
    expect(classifications.filter(({ version }) => version === '18.*')).toHaveLength(1);
  });

  it('shows terms of other productions to nobody in them, not even their names', async () => {
    const secret = { ...TERMS, tier: 'secret', productions: ['reg_tools', 'reg_unannounced'] };
    demand(await post(`/tools/${TOOL}/terms-reviews`, secret), 201, 'reviewing');
    const far = await openStage('reg_tools_far');
    const elsewhere = await read<Tool>(`/tools/${TOOL}`, {}, far.cast.hook);
    expect(elsewhere.termsReviews.map(({ tier }) => tier)).toEqual(['enterprise', 'free']);
    expectProblem(
      await far.cast.hook.get(`/v1/tools/${TOOL}/classification`, { version: '1', production: 'reg_tools' }),
      404,
      'not-found',
    );
    const seen = await read<Tool>(`/tools/${TOOL}`, {}, stage.cast.hook);
    expect(seen.termsReviews.map(({ productions }) => productions)).toEqual([null, null, ['reg_tools']]);
  });

  it('is found in the list, also by its state', async () => {
    const page = await read<{ items: Tool[] }>('/tools', { limit: '1000' }, stage.cast.hook);
    expect(page.items.map(({ id }) => id)).toEqual(expect.arrayContaining([TOOL, 'reg_other']));
    const suspended = await read<{ items: Tool[] }>('/tools', { state: 'suspended', limit: '1000' });
    expect(suspended.items.map(({ id }) => id)).not.toContain(TOOL);
  });
});
