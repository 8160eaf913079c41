import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cameraPlate,
  cli,
  cloudEvent,
  itemOf,
  openStage,
  placeholder,
  shellOf,
  Stage,
  startLedger,
  type Decision,
  type Ledger,
  type Problem,
  movedTo,
  readiness,
} from '../harness/index.js';
import { activate, doesNotKnow, knowsEngineTwo, READY_MS, type Engine } from './support/engines.js';

const WAIT_MS = 240_000;

describe('a ledger that goes over to another engine', () => {
  let ledger: Ledger;
  let stage: Stage;
  let before: Decision;
  let active: Engine;

  const restarted = async (env: Record<string, string>) => {
    await ledger.stop();
    ledger = await ledger.restart({ env });
    stage = movedTo(ledger, stage);
  };

  beforeAll(async () => {
    ledger = await startLedger({ env: knowsEngineTwo });
    stage = await openStage('engines', ledger);
    await stage.told(cameraPlate('plate'));
    await stage.openDelivery('ep1');
    await stage.openDelivery('ep2');
    before = await stage.checkAssets('ep1', 'plate');
    await stage.release('ep1', before.id);
  }, WAIT_MS);
  afterAll(() => ledger.dispose());

  it('judges by the new one from the point on at which it is activated', { timeout: WAIT_MS }, async () => {
    const { root } = stage;
    expect((await root.get<Engine>('/v1/engine')).body).toMatchObject({ engine: 1, known: [1, 2] });
    active = await activate(root, 2);
    expect(active).toMatchObject({ engine: 2, known: [1, 2] });
    stage.seen = active.position;
    expect(await stage.state('plate')).toBe('needs-approval');
    const after = await stage.checkAssets('ep2', 'plate');
    expect([after.decision, after.engine]).toEqual(['hold', 2]);
    expect(Number(after.position)).toBeGreaterThanOrEqual(Number(active.since));
  });

  it(
    'leaves what was decided before as it was, and watches what is live by the old one',
    { timeout: WAIT_MS },
    async () => {
      const recorded = await stage.read<Decision>(`${stage.path}/deliveries/ep1/checks/${before.id}`);
      expect([recorded.decision, recorded.engine, recorded.position]).toEqual(['release', 1, before.position]);
      expect(Number(before.position)).toBeLessThan(Number(active.since));
      expect((await stage.delivery('ep1')).state).toBe('released');
    },
  );

  it(
    'is told so twice without another event, and never goes back or to one it does not know',
    { timeout: WAIT_MS },
    async () => {
      expect(await activate(stage.root, 2)).toMatchObject({ engine: 2, since: active.since });
      const older = await stage.root.post<Problem>('/v1/engine/activate', { engine: 1 });
      expect([older.status, older.body.type]).toEqual([409, 'urn:clearance:problem:wrong-state']);
      const unknown = await stage.root.post<Problem>('/v1/engine/activate', { engine: 3 });
      expect([unknown.status, unknown.body.errors?.[0]]).toMatchObject([422, { pointer: '/engine' }]);
      const shell = { env: shellOf(stage.root, stage.production) };
      const shown = await cli(['engine', 'show'], shell);
      expect([shown.code, shown.stdout]).toEqual([
        0,
        `engine 2 is active from position ${active.since} on; this ledger knows 1, 2\n`,
      ]);
      expect((await cli(['engine', 'activate', '1'], shell)).code).toBe(2);
      expect((await cli(['engine', 'activate', 'two'], shell)).code).toBe(64);
      expect((await stage.cast.admin.post('/v1/engine/activate', { engine: 2 })).status).toBe(403);
    },
  );

  it(
    'with a program that does not know it: decides and records nothing, and says so',
    { timeout: WAIT_MS },
    async () => {
      await stage.told(placeholder('later'));
      const self = await stage.cast.okafor.get<{ id: string }>('/v1/tokens/self');
      stage.noted(await stage.root.post(`/v1/tokens/${self.body.id}/revoke`, { reason: 'left the show' }));
      await restarted({});
      const stands = String(Number(active.since) - 1);
      const ready = await readiness(ledger.url, doesNotKnow, READY_MS);
      expect([ready.status, ready.factsAt]).toEqual(['not-ready', stands]);
      expect(ready.reasons[0]?.message).toContain(`From position ${active.since} on engine 2 is active`);
      expect(ledger.output()).toContain('engine 2 is active');
      stage.seen = undefined;

      const undecided = await stage.tryCheck('ep2', { items: [itemOf('plate')] });
      expect([undecided.status, undecided.body]).toMatchObject([503, { type: 'urn:clearance:problem:engine-unknown' }]);
      expect(undecided.headers['clearance-decision']).toBe('undecided');
      const released = await stage.release('ep1', before.id);
      expect([released.status, released.headers['clearance-decision']]).toEqual([503, 'undecided']);
      const promoted = await stage.cast.lead.post(`${stage.asset('plate')}/promotions`, { delivery: 'ep2' });
      expect([promoted.status, promoted.body]).toMatchObject([503, { type: 'urn:clearance:problem:engine-unknown' }]);
      const content = JSON.stringify(cloudEvent(stage.production, cameraPlate('new')));
      const fact = await stage.cast.hook.send('POST', '/v1/events', {
        raw: { contentType: 'application/cloudevents+json', content },
      });
      expect([fact.status, fact.headers['retry-after']]).toEqual([503, '30']);
    },
  );

  it('answers questions as of where it stands, but lets nothing out of the door', { timeout: WAIT_MS }, async () => {
    const stands = String(Number(active.since) - 1);
    const asked = await stage.cast.auditor.get<{ state: string; position: string }>(stage.asset('plate'));
    expect([asked.status, asked.body.state, asked.body.position]).toEqual([200, 'clear', stands]);
    expect(asked.headers['clearance-halted']).toBe(stands);
    expect((await stage.cast.auditor.get(stage.asset('later'))).status).toBe(404);
    const later = await stage.cast.auditor.get<Problem>(stage.asset('plate'), { minPosition: active.since });
    expect([later.status, later.body.type]).toEqual([503, 'urn:clearance:problem:engine-unknown']);
    const status = await cli(['status', 'plate'], { env: shellOf(stage.cast.auditor, stage.production) });
    expect([status.code, status.stderr]).toEqual([3, expect.stringContaining('does not know the engine')]);
    // Revoked after the point at which it stands.
    expect((await stage.cast.okafor.get('/v1/tokens/self')).status).toBe(401);
  });

  it('goes on where it stood once the program knows it', { timeout: WAIT_MS }, async () => {
    await restarted(knowsEngineTwo);
    await readiness(ledger.url, ({ status }) => status === 'ready', READY_MS);
    expect(ledger.output()).not.toContain('built anew');
    expect([await stage.state('plate'), await stage.state('later')]).toEqual(['needs-approval', 'temporary']);
    expect((await stage.delivery('ep1')).state).toBe('released');
    expect((await stage.checkAssets('ep2', 'plate')).engine).toBe(2);
  });
});
