import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  caller,
  cameraPlate,
  cloudEvent,
  openStage,
  startLedger,
  type Ledger,
  type Stage,
  readiness,
  type Ready,
} from '../harness/index.js';
import { cluster, describeWithServers, freePort, type Cluster } from './support/cluster.js';

const WAIT_MS = 180_000;

describeWithServers('a ledger whose store goes away', () => {
  let server: Cluster;
  let ledger: Ledger;
  let stage: Stage;
  beforeAll(async () => {
    server = await cluster(1);
    ledger = await startLedger({ env: { CLEARANCE_STORE: server.url } });
    stage = await openStage('away', ledger);
  }, WAIT_MS);
  afterAll(async () => {
    await ledger?.dispose();
    await server?.stop();
  });

  it('frozen: says so, takes nothing, answers questions, and goes on by itself', { timeout: WAIT_MS }, async () => {
    await stage.told(cameraPlate('before'));
    server.nodes[0]?.kill('SIGSTOP');
    const away = await readiness(ledger.url, saysThatTheStoreIsAway);
    expect(away.reasons).toMatchObject([{ code: 'store-unavailable' }]);
    expect(away.reasons[0]?.message).toMatch(/^Nothing can be recorded: the event store /);

    const during = cloudEvent('away', cameraPlate('during'));
    const send = () =>
      stage.cast.hook.send('POST', '/v1/events', {
        raw: { contentType: 'application/cloudevents+json', content: JSON.stringify(during) },
      });
    const refused = await send();
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '2']);
    expect(await stage.state('before')).toBe('clear');

    server.nodes[0]?.kill('SIGCONT');
    await readiness(ledger.url, ({ status }) => status === 'ready');
    // It may have been recorded when the server went on. Sent again it is there once.
    stage.noted(await send());
    expect((await stage.history('during')).map(({ type }) => type)).toEqual(
      (await stage.history('before')).map(({ type }) => type),
    );
  });

  it('killed: goes on with the same log once it is back', { timeout: WAIT_MS }, async () => {
    await stage.told(cameraPlate('kept'));
    server.nodes[0]?.kill('SIGKILL');
    await readiness(ledger.url, saysThatTheStoreIsAway);
    await server.nodes[0]?.restart();
    await readiness(ledger.url, ({ status }) => status === 'ready');
    await stage.told(cameraPlate('after'));
    expect([await stage.state('kept'), await stage.state('after')]).toEqual(['clear', 'clear']);
  });

  it('starts before its store and says so', { timeout: WAIT_MS }, async () => {
    server.nodes[0]?.kill('SIGKILL');
    await ledger.stop();
    const port = await freePort();
    const started = ledger.restart({
      env: { CLEARANCE_STORE: server.url },
      args: ['--port', String(port)],
    });
    const waiting = await readiness(`http://127.0.0.1:${port}`, saysThatTheStoreIsAway);
    expect(waiting.reasons).toMatchObject([{ code: 'store-unavailable' }]);
    expect(waiting.reasons[0]?.message).toMatch(/^The ledger waits for its event store: /);
    await server.nodes[0]?.restart();
    ledger = await started;
    const again = await caller(ledger.url, stage.cast.auditor.token).get<{ state: string }>(stage.asset('kept'));
    expect([again.status, again.body.state]).toEqual([200, 'clear']);
  });
});

const saysThatTheStoreIsAway = ({ reasons }: Ready) => reasons[0]?.code === 'store-unavailable';
