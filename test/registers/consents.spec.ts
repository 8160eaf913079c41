import { describe, expect, it } from 'vitest';
import { demand, expectProblem, issueToken } from '../harness/index.js';
import { CONSENT, openRegisters } from './stage.js';

const { stage } = await openRegisters('reg_consents');
const { ito, okafor, lead, auditor } = stage.cast;
const path = `${stage.path}/consents`;

interface Consent {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly until: string | null;
  readonly revision: number;
  readonly groupSuspended: boolean;
  readonly changes: { type: string; effectiveAt: string; by: string }[];
}
const record = async (parts: Record<string, unknown> = {}) => {
  const answer = stage.noted(await ito.post<Consent>(path, { ...CONSENT, ...parts }));
  demand(answer, 201, 'recording a consent');
  return answer.body;
};
const act = async (consent: string, what: string, body: Record<string, unknown> = {}, by = ito) =>
  stage.noted(await by.post<Consent>(`${path}/${consent}/${what}`, { reason: 'by letter', ...body }));
const state = async (consent: string, query: Record<string, string> = {}) =>
  (await stage.read<Consent>(`${path}/${consent}`, query)).state;
const ids = async (query: Record<string, string>) =>
  (await stage.read<{ items: Consent[] }>(path, query)).items.map(({ id }) => id);

describe('A consent', () => {
  it('is recorded by a reviewer who is a person, and read by every role', async () => {
    const robot = await issueToken(stage.root, {
      subject: 'robot@studio.example',
      kind: 'service',
      grants: [{ role: 'reviewer', productions: ['reg_consents'] }],
    });
    expectProblem(await robot.post(path, CONSENT), 403, 'person-required');
    expectProblem(await lead.post(path, CONSENT), 403, 'role-required');
    const { id } = await record();
    expect(id).toMatch(/^con_[0-9a-f]{32}$/);
    for (const by of [lead, auditor, stage.cast.hook]) {
      expect((await stage.read<Consent>(`${path}/${id}`, {}, by)).kind).toBe('consent');
    }
  });

  it('scenario 7: withdrawn, ends at the date that was named, and stays withdrawn', async () => {
    const { id } = await record();
    expect((await act(id, 'withdraw', { effectiveAt: '2026-02-01T00:00:00Z' })).body.state).toBe('withdrawn');
    expect([await state(id, { at: '2026-01-31T23:59:59Z' }), await state(id)]).toEqual(['granted', 'withdrawn']);
    expectProblem(await act(id, 'reinstate'), 409, 'wrong-state');
    expectProblem(await act(id, 'withdraw'), 409, 'wrong-state');
    const events = await stage.events('consent-*');
    expect(events.filter(({ stream }) => stream.endsWith(`/${id}`)).map(({ type }) => type)).toEqual([
      'recorded',
      'withdrawn',
    ]);
  });

  it('expires by itself, and is not in force before its window begins', async () => {
    const { id } = await record({ window: { from: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' } });
    const at = async (time: string) => {
      const { state: is, until } = await stage.read<Consent>(`${path}/${id}`, { at: time });
      return [is, until];
    };
    expect(await at('2026-01-01T00:00:00Z')).toEqual(['pending', '2026-02-01T00:00:00.000Z']);
    expect(await at('2026-02-01T00:00:00Z')).toEqual(['granted', '2026-03-01T00:00:00.000Z']);
    expect(await at('2026-03-01T00:00:00Z')).toEqual(['expired', null]);
    expect(await state(id)).toBe('expired');
  });

  it('is changed by whoever saw it last', async () => {
    const { id, revision } = await record();
    expect((await act(id, 'suspend', { expectedRevision: revision }, okafor)).status).toBe(200);
    const late = await act(id, 'withdraw', { expectedRevision: revision });
    expect(expectProblem(late, 409, 'changed-meanwhile')).toMatchObject({ expected: 0, actual: 1 });
    expect((await act(id, 'reinstate', { expectedRevision: 1 })).body).toMatchObject({
      state: 'granted',
      changes: [
        { type: 'suspended', by: okafor.subject },
        { type: 'reinstated', by: ito.subject },
      ],
    });
  });

  it('names people by opaque ids, in the log too', async () => {
    for (const performer of ['Ana Example', 'ana@example.org', 'Ána']) {
      const refused = await ito.post(path, { ...CONSENT, performer });
      expect(expectProblem(refused, 422, 'invalid-request').errors).toMatchObject([{ pointer: '/performer' }]);
    }
    const parties = (await stage.events('consent-recorded')).map(({ data }) => (data as { party: string }).party);
    expect([...new Set(parties)]).toEqual(['performer_7']);
  });

  it('is one machine with licences', async () => {
    const { performer: _, guildOk: __, ...agreed } = CONSENT;
    const answer = stage.noted(await ito.post<Consent>(path, { ...agreed, id: 'lic_1', licensor: 'library_3' }));
    expect([answer.status, answer.body.kind, answer.headers['location']]).toEqual([201, 'licence', `${path}/lic_1`]);
    expect((await act('lic_1', 'withdraw')).body.state).toBe('withdrawn');
    expect([await ids({ licensor: 'library_3' }), await ids({ kind: 'licence' })]).toEqual([['lic_1'], ['lic_1']]);
    expectProblem(await ito.post(path, { ...CONSENT, id: 'lic_1' }), 409, 'already-exists');
  });

  it('is not for vendors', async () => {
    const vendor = await issueToken(stage.root, {
      subject: 'pipeline@vendor.example',
      kind: 'person',
      grants: [{ role: 'reviewer', productions: ['reg_consents'] }],
      restrict: { subjects: ['vendor/'] },
    });
    expectProblem(await vendor.get(path), 403, 'restricted');
    expectProblem(await vendor.post(`${path}/lic_1/withdraw`, { reason: 'x' }), 403, 'restricted');
  });
});

describe('A group of consents', () => {
  it('is suspended by one event, also for those that join it later, and lifted by one', async () => {
    const [first, other] = [await record({ group: 'strike' }), await record()];
    const group = `${stage.path}/consent-groups/strike`;
    const suspended = stage.noted(await okafor.post(`${group}/suspend`, { reason: 'the strike began' }));
    expect([suspended.status, suspended.body]).toMatchObject([
      200,
      { group: 'strike', production: 'reg_consents', state: 'suspended', revision: 0 },
    ]);
    const second = await record({ group: 'strike' });
    expect([await state(first.id), await state(other.id), second.state]).toEqual(['suspended', 'granted', 'suspended']);
    expect(await ids({ group: 'strike', state: 'suspended' })).toEqual([first.id, second.id]);
    expectProblem(await act(first.id, 'reinstate'), 409, 'wrong-state');
    const lifted = stage.noted(await okafor.post(`${group}/lift`, { reason: 'there is an agreement' }));
    expect(lifted.status).toBe(200);
    expect([await state(first.id), await state(second.id)]).toEqual(['granted', 'granted']);
    expect((await stage.events('group-*')).map(({ type }) => type)).toEqual(['suspended', 'lifted']);
  });

  it('of one production is none of another', async () => {
    const { stage: other } = await openRegisters('reg_elsewhere');
    expectProblem(
      await other.cast.ito.post(`${stage.path}/consent-groups/strike/suspend`, { reason: 'x' }),
      404,
      'not-found',
    );
    other.noted(await other.cast.ito.post(`${other.path}/consent-groups/strike/suspend`, { reason: 'x' }));
    expect(await ids({ group: 'strike', state: 'suspended' })).toEqual([]);
  });
});
