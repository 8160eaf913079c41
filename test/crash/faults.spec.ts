import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cameraPlate, openStage, program, run, startLedger, movedTo } from '../harness/index.js';
import { dyingAt } from './support/windows.js';

/** Root may write anywhere: the ledger then runs as nobody, if the machine has the means for it. */
const asNobody =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath] : [];
const canRefuse =
  asNobody.length === 0 ||
  spawnSync(asNobody[0]!, [...asNobody.slice(1), program, '--version'], { stdio: 'ignore' }).status === 0;

describe('a disk that is full', () => {
  it('acknowledges nothing that is not there: 503, one sentence, code 70, and all is well once there is room', async () => {
    const ledger = await startLedger({ env: dyingAt('full:marked-temporary') });
    onTestFinished(() => ledger.dispose());
    const stage = await openStage('full', ledger);
    await stage.told(cameraPlate('plate'));
    const mark = (id: number) =>
      stage.emit({
        event: 'marked-temporary',
        subject: `plate`,
        id: `mark-${id}`,
        data: { reason: 'x'.repeat(4_000) },
      });
    let acknowledged = 0;
    let answer = await mark(0);
    while (answer.status === 201) {
      acknowledged += 1;
      answer = await mark(acknowledged);
    }
    expect([answer.status, (answer.body as unknown as { type: string }).type]).toEqual([
      503,
      'urn:clearance:problem:store-unavailable',
    ]);
    await ledger.gone();
    expect(ledger.output()).toContain(
      'clearance: the event log could not be written: database or disk is full. The ledger stops; what was acknowledged is safe.\n',
    );
    const again = await ledger.restart();
    onTestFinished(() => again.dispose());
    const after = movedTo(again, stage);
    const marks = (await after.history('plate')).filter(({ type }) => type === 'marked-temporary');
    expect(marks).toHaveLength(acknowledged);
    expect(await again.stop()).toBe(0);
  });
});

describe('a folder that cannot be written', () => {
  it.skipIf(!canRefuse)('is refused in one sentence (skipped where root cannot become nobody)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clearance-read-only-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await chmod(folder, 0o555);
    const [command, ...args] = [...asNobody, ...(asNobody.length === 0 ? [process.execPath] : [])];
    const refused = await run(command!, [...args, program, 'serve', '--data', folder, '--port', '0']);
    expect(refused.stderr).toMatch(/^clearance: .* cannot be opened: [^\n]+\n$/);
    expect([refused.code, refused.stdout]).toEqual([70, '']);
  });
});
