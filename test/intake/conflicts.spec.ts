import { describe, expect, it } from 'vitest';
import {
  cameraPlate,
  digestsOf,
  expectProblem,
  findingKeys,
  openStage,
  report,
  type Answer,
  type FactEvent,
  type Problem,
  type ReleaseAnswer,
} from '../harness/index.js';

const stage = await openStage('in_conflicts');
const bytes = (subject: string, of: string): FactEvent => ({
  event: 'bytes-identified',
  subject,
  data: { digests: { sha256: digestsOf(of).sha256 } },
});

const open = (id: string, key: string, name = 'Episode') =>
  stage.cast.lead.post<{ id: string; position: string }>(
    `${stage.path}/deliveries`,
    { id, name, class: 'final', recipient: 'x', territories: ['*'], languages: ['*'], medium: 'svod' },
    { 'Idempotency-Key': key },
  );
const decisionOf = (body: ReleaseAnswer) => [body.decision.id, body.decision.decision, body.decision.position];
const statuses = (answers: Answer<unknown>[]) => answers.map((answer) => answer.status).sort((a, b) => a - b);

describe('contradicting facts', () => {
  it('I3: a second digest of the same algorithm is 409 bytes-differ, naming both, and is reported as an event', async () => {
    await stage.told(report('plate'));
    const answer = await stage.emit(bytes('plate', 'swapped'));
    const problem = expectProblem(answer, 409, 'bytes-differ');
    expect(JSON.stringify(problem.known)).toContain(digestsOf('plate').sha256);
    expect(JSON.stringify(problem.given)).toContain(digestsOf('swapped').sha256);
    const types = (await stage.history('plate')).map((event) => event.type);
    expect(types).toEqual(['registered', 'bytes-identified', 'digest-conflict-reported']);
    expect((await stage.view('plate')).digests.sha256).toBe(digestsOf('plate').sha256);
  });

  it('I3: a further digest of another algorithm adds to what is known', async () => {
    await stage.told(
      { event: 'registered', subject: 'slowly', data: { name: 'slowly', kind: 'image' } },
      bytes('slowly', 'slowly'),
      { event: 'bytes-identified', subject: 'slowly', data: { digests: { md5: digestsOf('slowly').md5 } } },
    );
    const { sha256, md5 } = digestsOf('slowly');
    expect((await stage.view('slowly')).digests).toMatchObject({ sha256, md5 });
  });

  it('I1: two values of one algorithm within one content are a fault that blocks', async () => {
    const { sha256, md5 } = digestsOf('twin');
    await stage.told(
      report('twin_a', { bytes: null, facts: { 'asset.digitalSourceType': 'digitalCapture' } }),
      report('twin_b', { bytes: null, facts: { 'asset.digitalSourceType': 'digitalCapture' } }),
      { event: 'bytes-identified', subject: 'twin_a', data: { digests: { md5, sha256 } } },
      {
        event: 'bytes-identified',
        subject: 'twin_b',
        data: { digests: { md5, sha256: digestsOf('not twin').sha256 } },
      },
    );
    const view = await stage.view('twin_a');
    expect([view.state, findingKeys(view.findings)]).toEqual(['unknown', ['base-ledger-fault twin_a open']]);
  });

  it('of two digests sent at once for one new asset exactly one wins', async () => {
    for (let round = 0; round < 10; round += 1) {
      const asset = `raced_${round}`;
      const answers = await Promise.all(
        ['left', 'right'].map((side) =>
          stage.emit(report(asset, { bytes: `${asset}_${side}` }, { id: `${asset}-${side}` })),
        ),
      );
      expect(statuses(answers)).toEqual([201, 409]);
      const winner = answers[0]?.status === 201 ? 'left' : 'right';
      expect((await stage.view(asset)).digests.sha256).toBe(digestsOf(`${asset}_${winner}`).sha256);
      const types = (await stage.history(asset)).map((event) => event.type);
      expect(types).toEqual(['registered', 'bytes-identified', 'digest-conflict-reported']);
    }
  });

  it('of two releases sent at once exactly one is recorded', async () => {
    await stage.told(cameraPlate('feature'));
    for (let round = 0; round < 5; round += 1) {
      const delivery = `ep${round}`;
      await stage.openDelivery(delivery);
      const check = await stage.checkAssets(delivery, 'feature');
      const answers = await Promise.all([stage.release(delivery, check.id), stage.release(delivery, check.id)]);
      expect(statuses(answers)).toEqual([200, 409]);
      const refused = answers.find((answer) => answer.status === 409);
      expect((refused as Answer<unknown> as Answer<Problem>).body.type).toMatch(
        /^urn:clearance:problem:(in-progress|wrong-state)$/,
      );
      const recorded = (await stage.events('delivery-released')).filter((event) =>
        event.stream.endsWith(`/${delivery}`),
      );
      expect(recorded).toHaveLength(1);
    }
  });

  it('refuses a release by a check that a newer one has replaced', async () => {
    await stage.told(cameraPlate('feature_2'));
    await stage.openDelivery('stale');
    const old = await stage.checkAssets('stale', 'feature_2');
    const newer = await stage.checkAssets('stale', 'feature_2');
    expectProblem(await stage.release('stale', old.id), 409, 'stale-check');
    expect((await stage.release('stale', newer.id)).status).toBe(200);
  });
});

describe('Idempotency-Key', () => {
  it('E5: replays what was recorded: status, id, position', async () => {
    const first = await open('keyed', '"key-1"');
    await stage.told(report('meanwhile'));
    const again = await open('keyed', 'key-1');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect([again.body.id, again.body.position]).toEqual(['keyed', first.body.position]);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
    expectProblem(await open('keyed', 'key-2'), 409, 'already-exists');
  });

  it('refuses another content under the key', async () => {
    expectProblem(await open('keyed', 'key-1', 'Another name'), 422, 'idempotency-key-reused');
    expectProblem(await open('keyed', 'x'.repeat(129)), 422, 'invalid-request');
    expect((await stage.delivery('keyed')).name).toBe('Episode');
  });

  it('E5: replays a recorded refusal of a release with its verdict', async () => {
    await stage.told(report('bare_cut'));
    await stage.openDelivery('held');
    const check = await stage.checkAssets('held', 'bare_cut');
    const headers = { 'Idempotency-Key': 'release-held' };
    const first = await stage.release('held', check.id, headers);
    const again = await stage.release('held', check.id, headers);
    expectProblem(first, 409, 'release-refused');
    expectProblem(again, 409, 'release-refused');
    expect(decisionOf(again.body)).toEqual(decisionOf(first.body));
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await stage.events('delivery-release-refused')).toHaveLength(1);
  });

  it('E5: judges anew what recorded nothing', async () => {
    const early = await stage.cast.lead.post(
      `${stage.path}/deliveries/not-yet/checks`,
      { items: [] },
      { 'Idempotency-Key': 'check-early' },
    );
    expectProblem(early, 404, 'not-found');
    await stage.openDelivery('not-yet');
    const later = await stage.tryCheck('not-yet', { items: [] }, {}, { 'Idempotency-Key': 'check-early' });
    expect([later.status, later.body.decision]).toEqual([201, 'hold']);
  });
});
