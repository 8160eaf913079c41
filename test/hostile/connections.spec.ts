import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { cameraPlate, cloudEvent, openStage, startLedger } from '../harness/index.js';
import { head, Wire } from './wire.js';

const ledger = await startLedger();
afterAll(() => ledger.dispose());
const stage = await openStage('wires', ledger);

const wires: Wire[] = [];
const dial = async (): Promise<Wire> => {
  const wire = await Wire.open(ledger.url);
  wires.push(wire);
  return wire;
};
afterEach(() => {
  for (const wire of wires.splice(0)) wire.close();
});

const authorization = { Authorization: `Bearer ${stage.cast.hook.token}` };
const event = JSON.stringify(cloudEvent('wires', cameraPlate('a')));
const intake = (length: number) =>
  head('POST', '/v1/events', {
    ...authorization,
    'Content-Type': 'application/cloudevents+json',
    'Content-Length': String(length),
  });

/** What others go on doing meanwhile: a fact is taken and a question is answered. */
async function othersGet(asset: string): Promise<{ state: string; ready: number }> {
  await stage.told(cameraPlate(asset));
  const { state } = await stage.view(asset);
  return { state, ready: (await stage.root.get('/health/ready')).status };
}
const served = { state: 'clear', ready: 200 };

describe('others are served while', () => {
  it('a thousand connections say nothing', async () => {
    for (let n = 0; n < 1_000; n += 100) await Promise.all(Array.from({ length: 100 }, dial));
    expect(await othersGet('beside_idle')).toEqual(served);
    const { text } = await stage.root.get('/metrics');
    expect(Number(/^clearance_http_connections (\d+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(1_000);
  });

  it('two hundred bodies are announced and do not come', async () => {
    for (let n = 0; n < 200; n += 1) {
      const wire = await dial();
      wire.send(`${intake(200_000)}{"specversion":`);
    }
    expect(await othersGet('beside_slow_bodies')).toEqual(served);
  });

  it('two hundred requests stop in their headers', async () => {
    for (let n = 0; n < 200; n += 1) (await dial()).send('POST /v1/events HTTP/1.1\r\nHost: x\r\nX-');
    expect(await othersGet('beside_slow_headers')).toEqual(served);
  });

  it('fifty NDJSON bodies stand open without an end', async () => {
    const line = (n: number) => `${JSON.stringify(cloudEvent('wires', cameraPlate(`open_${n}`)))}\n`;
    const opened: Wire[] = [];
    for (let n = 0; n < 50; n += 1) {
      const wire = await dial();
      wire.send(
        head('POST', '/v1/events', {
          ...authorization,
          'Content-Type': 'application/x-ndjson',
          'Transfer-Encoding': 'chunked',
        }),
      );
      const text = line(n);
      wire.send(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
      opened.push(wire);
    }
    expect(await othersGet('beside_open_bodies')).toEqual(served);
  });

  it('fifty followers of everything take nothing', async () => {
    for (let n = 0; n < 50; n += 1) {
      const wire = await dial();
      wire.send(head('GET', '/v1/live?types=*', authorization));
      wire.socket.pause();
    }
    expect(await othersGet('beside_deaf_followers')).toEqual(served);
  });
});

describe('a connection that breaks', () => {
  it('half-closed after a whole request ends; what it brought counts once, and sending it again is harmless', async () => {
    const wire = await dial();
    wire.send(intake(Buffer.byteLength(event)) + event);
    wire.halfClose();
    await wire.rest();
    const again = await stage.emit(cameraPlate('a'));
    expect([200, 201]).toContain(again.status);
    expect((await stage.history('a')).map(({ type }) => type)).toEqual([
      'registered',
      'bytes-identified',
      'facts-declared',
    ]);
  });

  it('half-closed within a body records nothing of it', async () => {
    const wire = await dial();
    const cut = JSON.stringify(cloudEvent('wires', cameraPlate('cut')));
    wire.send(intake(Buffer.byteLength(cut)) + cut.slice(0, -10));
    wire.halfClose();
    await wire.rest();
    expect(await othersGet('after_half_closed')).toEqual(served);
    expect((await stage.events('asset-*')).filter(({ stream }) => stream === 'asset-wires/cut')).toEqual([]);
  });

  it('closed in the middle of everything leaves the process as it was', async () => {
    for (const text of [
      '',
      'G',
      intake(10),
      `${intake(100)}{`,
      head('GET', '/v1/live', authorization),
      head('GET', '/v1/events?wait=30', authorization),
    ]) {
      const wire = await dial();
      wire.send(text);
      wire.close();
    }
    expect(await othersGet('after_broken')).toEqual(served);
    expect(ledger.output()).not.toMatch(/failed:|Error/);
  });

  it.each([
    ['two lengths', 'POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    [
      'a length and chunks',
      'POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a bare line feed in a header', 'GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: b\nX-C: d\r\n\r\n\r\n'],
    ['a space before the colon', 'GET /health/live HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['no host', 'GET /health/live HTTP/1.1\r\n\r\n'],
    ['chunks that are none', 'POST /v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['random bytes', Buffer.from(Array.from({ length: 512 }, (_, n) => (n * 7919 + 13) % 256)).toString('latin1')],
  ])('%s is refused, and the connection ends there', async (_what, text) => {
    const wire = await dial();
    wire.send(Buffer.from(text, 'latin1'));
    wire.halfClose();
    const answers = (await wire.rest()).match(/HTTP\/1\.1 \d{3}/g) ?? [];
    expect(answers.filter((answer) => !/ 4\d\d$/.test(answer))).toEqual([]);
    expect(answers.length).toBeGreaterThan(0);
  });
});
