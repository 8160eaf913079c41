import { afterEach, describe, expect, it } from 'vitest';
import { JudgeHost } from './judge-host.js';

/** A thread that ends when it is asked about the production `die`, and answers with the production otherwise. */
const SCRIPT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, ask }) => {
      if (ask.production === 'die') process.exit(1);
      if (ask.production !== 'wait') parentPort.postMessage({ id, ok: true, answer: ask.production });
    });
  `)}`,
);
const USE = { class: 'final', territories: ['*'], languages: ['*'], medium: 'svod' } as const;

let judge: JudgeHost;
afterEach(() => judge.stop());
const check = (production: string) => judge.ask('check', { production, check: 'chk_1', use: USE as never });
const promotion = (production: string) =>
  judge.ask('promotion', { production, asset: 'a', delivery: 'ep1', use: USE as never });

describe('a thread that ends', () => {
  it('leaves what it was asked undecided, and nothing else', async () => {
    judge = new JudgeHost('none', SCRIPT);
    const single = promotion('nightfall');
    const lost = [check('wait'), check('die')];
    for (const each of await Promise.allSettled(lost))
      expect(each).toMatchObject({ status: 'rejected', reason: { name: 'NoVerdict' } });
    expect(await single).toBe('nightfall');
  });

  it('is followed by another: the next question is answered', async () => {
    judge = new JudgeHost('none', SCRIPT);
    await expect(check('die')).rejects.toThrow(/has ended/);
    expect(await check('nightfall')).toBe('nightfall');
    await expect(check('die')).rejects.toThrow(/has ended/);
    expect(await check('daybreak')).toBe('daybreak');
  });

  it('is not started again by a ledger that stops', async () => {
    judge = new JudgeHost('none', SCRIPT);
    const waiting = check('wait');
    await judge.stop();
    await expect(waiting).rejects.toThrow(/stopping/);
    await expect(check('nightfall')).rejects.toThrow(/stopping/);
  });
});
