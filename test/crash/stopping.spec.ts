import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cameraPlate, openStage, startLedger, type Ledger, type Stage, movedTo } from '../harness/index.js';
import { waitingAt } from './support/windows.js';

/** The stop's own limit and what a busy machine adds to it. */
const PATIENT = { timeout: 120_000 };

/** A ledger whose release of `ep1` is under way and waits before its outcome is recorded. */
async function releasing() {
  const folder = await mkdtemp(join(tmpdir(), 'clearance-stop-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const hold = waitingAt('hold:released', folder);
  const ledger = await startLedger({ env: hold.env });
  onTestFinished(() => ledger.dispose());
  const stage = await openStage('stopping', ledger);
  await stage.told(cameraPlate('plate'));
  await stage.openDelivery('ep1');
  const check = await stage.checkAssets('ep1', 'plate');
  const answer = stage.release('ep1', check.id, { Prefer: 'wait=60' }).then(
    ({ status }) => status,
    (error: unknown) => String(error),
  );
  await hold.reached();
  return { ledger, stage, answer, goOn: hold.goOn };
}

async function restarted(ledger: Ledger, stage: Stage): Promise<{ state: string }> {
  const again = await ledger.restart();
  onTestFinished(() => again.dispose());
  return movedTo(again, stage).delivery('ep1');
}

/** Resolves once nobody listens any more; a connection cut by the closing port may come before the first refusal. */
async function closed(stage: Stage): Promise<void> {
  for (;;) {
    try {
      await stage.cast.auditor.get('/health/live');
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (/ECONNREFUSED/.test(error.message)) return;
      if (!/ECONNRESET|socket hang up/.test(error.message)) throw error;
    }
  }
}

describe('SIGTERM', PATIENT, () => {
  it('takes nothing new, lets the release under way come to its end, and then ends with code 0', async () => {
    const { ledger, stage, answer, goOn } = await releasing();
    const stopped = ledger.stop();
    await closed(stage);
    goOn();
    expect(await answer).toBe(200);
    expect(await stopped).toBe(0);
    expect((await restarted(ledger, stage)).state).toBe('released');
  });

  it('waits for nobody longer than its limit: what is cut off is interrupted, never released', async () => {
    const { ledger, stage, answer } = await releasing();
    expect(await ledger.stop()).toBe(0);
    expect(await answer).toMatch(/socket hang up|ECONNRESET/);
    expect(ledger.output()).toContain('1 requests were cut off: they took longer than 8 seconds to end');
    expect((await restarted(ledger, stage)).state).not.toBe('released');
  });

  it('sends away at once whoever only waits for news', async () => {
    const ledger = await startLedger();
    onTestFinished(() => ledger.dispose());
    const stage = await openStage('news', ledger);
    const { after } = {
      after: (await stage.cast.auditor.get<{ next: string }>('/v1/events', { limit: 1000 })).body.next,
    };
    const poll = stage.cast.auditor.get<{ items: unknown[] }>('/v1/events', { after, wait: 30 });
    const follower = await fetch(`${ledger.url}/v1/live`, {
      headers: { authorization: `Bearer ${stage.cast.auditor.token}` },
    });
    const followed = follower.text();
    expect(await ledger.stop()).toBe(0);
    expect((await poll).body.items).toEqual([]);
    expect(await followed).toContain('event: hello');
    expect(ledger.output()).not.toContain('cut off');
  });
});
