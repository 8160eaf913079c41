import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  caller,
  cameraPlate,
  cli,
  openStage,
  startLedger,
  type Ledger,
  type Stage,
  movedTo,
} from '../harness/index.js';
import { dyingAt, waitingAt } from './support/windows.js';

const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'clearance-start-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
};

describe('the first start', () => {
  it('that was cut off before it could show the first token is made good by the next', async () => {
    const data = await folder();
    await expect(startLedger({ data, env: dyingAt('after:token-issued') })).rejects.toThrow('SIGKILL');
    const ledger = await startLedger({ data });
    onTestFinished(() => ledger.dispose());
    expect((await caller(ledger.url, ledger.adminToken).get('/v1/tokens/self')).status).toBe(200);
  });

  it('on a port that is taken is refused before anything is recorded, and shows its token the next time', async () => {
    const data = await folder();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const refused = await cli(['serve', '--data', data, '--port', String(port)]);
    other.close();
    expect(refused.stderr).toBe(
      `clearance: port ${port} of 127.0.0.1 is taken: stop what listens there or choose another with --port\n`,
    );
    expect([refused.code, refused.stdout]).toEqual([70, '']);
    const ledger = await startLedger({ data });
    onTestFinished(() => ledger.dispose());
    expect(ledger.adminToken).toMatch(/^clr_/);
  });
});

describe('a start on a read model that cannot be gone on with', () => {
  let ledger: Ledger;
  let stage: Stage;
  beforeAll(async () => {
    ledger = await startLedger();
    stage = await openStage('starting', ledger);
    await stage.told(...Array.from({ length: 30 }, (_, n) => cameraPlate(`plate_${n}`)));
  });
  afterAll(() => ledger.dispose());
  const model = () => join(ledger.data, 'readmodel.db');
  const outdate = () => {
    const db = new Database(model());
    db.exec("UPDATE meta SET value = '0' WHERE key = 'engine'");
    db.close();
  };

  it('answers 503 while it is built beside, says how far it is, and takes it when it is whole', async () => {
    const before = await stage.view('plate_7');
    expect(await ledger.stop()).toBe(0);
    outdate();
    const hold = waitingAt('hold-build:1', await folder());
    let printed = '';
    const early = new Promise<string>((resolve) => {
      void cli(['serve', '--data', ledger.data, '--port', '0'], {
        env: hold.env,
        started: (child) => {
          onTestFinished(() => void child.kill('SIGKILL'));
          child.stdout?.on('data', (chunk: Buffer) => {
            printed += chunk.toString();
            const [, url] = /(http:\S+)\/health\/ready says/.exec(printed) ?? [];
            if (url !== undefined) resolve(url);
          });
        },
      });
    });
    await hold.reached();
    const door = caller(await early, stage.cast.lead.token);
    expect(printed).toContain('it is built anew from');
    expect((await door.get('/health/live')).status).toBe(200);
    const ready = await door.get<{ reasons: { code: string; message: string }[] }>('/health/ready');
    expect([ready.status, ready.body.reasons.map(({ code }) => code)]).toEqual([503, ['rebuilding']]);
    expect(ready.body.reasons[0]?.message).toMatch(/^The read model is built anew: \d+ of \d+ events\.$/);
    const asked = await door.get<{ type: string }>(`${stage.path}/assets/plate_7`);
    expect([asked.status, asked.body.type]).toEqual([503, 'urn:clearance:problem:behind']);
    const gate = await door.post(`${stage.path}/deliveries/ep1/release`, { check: 'chk_1' });
    expect([gate.status, gate.headers['clearance-decision']]).toEqual([503, 'undecided']);

    hold.goOn();
    while (!printed.includes('listening on')) await new Promise((resolve) => setTimeout(resolve, 50));
    const answer = await door.get(`${stage.path}/assets/plate_7`);
    const any = expect.any(String) as string;
    expect(answer.body).toEqual({ ...before, position: any, changedAt: any });
    expect(existsSync(`${model()}.next`)).toBe(false);
  });

  it.each([
    ['is no database', () => new Database(':memory:').serialize().fill(0x78)],
    ['is empty', () => Buffer.alloc(0)],
  ])('builds one that %s anew and says so', async (_, content) => {
    await ledger.kill();
    const { writeFile } = await import('node:fs/promises');
    await writeFile(model(), content());
    await rm(`${model()}-wal`, { force: true });
    ledger = await ledger.restart();
    stage = movedTo(ledger, stage);
    expect(ledger.output()).toContain('it is built anew from');
    expect(await stage.state('plate_7')).toBe('clear');
  });

  it('refuses one that was built from more of the log than is there, also where it is outdated, until a rebuild says so', async () => {
    expect(await ledger.stop()).toBe(0);
    outdate();
    const log = new Database(join(ledger.data, 'events.db'));
    log.exec('DROP TRIGGER events_are_never_deleted; DELETE FROM events WHERE n > 20');
    log.close();
    const refused = await cli(['serve', '--data', ledger.data, '--port', '0']);
    expect(refused.stderr).toMatch(
      /^clearance: the log holds nothing at position \d+, where the read model saw event \S+\. Put the right log back; if the one that is there is meant to count, run clearance rebuild\.\n$/,
    );
    expect(refused.code).toBe(70);
    expect((await cli(['rebuild', '--data', ledger.data])).stdout).toBe(
      'clearance  read model rebuilt from 20 events and switched to\n',
    );
    ledger = await ledger.restart();
    stage = movedTo(ledger, stage);
    expect((await stage.root.get('/v1/tokens/self')).status).toBe(200);
  });
});
