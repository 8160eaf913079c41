import { afterEach, describe, expect, it } from 'vitest';
import { ReaderHost } from './reader-host.js';

/**
 * A thread that answers with the asset it is asked about, and with the number of questions that it was asked before. About
 * `die` it ends, about `wait` it never answers, about `fail` and `refuse` it says so.
 */
const SCRIPT = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    let before = 0;
    parentPort.on('message', ({ id, ask, body }) => {
      if (ask.asset === 'die') process.exit(1);
      if (ask.asset === 'wait') for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
      if (ask.asset === 'fail') return parentPort.postMessage({ id, kind: 'failed', message: 'no such column' });
      const problem = { slug: 'not-found', detail: 'No fact names it.', members: { a: 1 }, errors: [] };
      if (ask.asset === 'refuse') return parentPort.postMessage({ id, kind: 'problem', problem });
      const answer = { root: ask.asset, before };
      before += 1;
      if (!body) return parentPort.postMessage({ id, kind: 'answer', answer });
      const text = JSON.stringify(answer);
      parentPort.postMessage({ id, kind: 'body', body: { text, etag: '"e"', position: '7', next: null } });
    });
  `)}`,
);
const PATIENT = { waiting: 100, waitMs: 60_000, takeMs: 60_000 };

let host: ReaderHost;
afterEach(() => host.stop());
const start = (pages: Partial<typeof PATIENT> = {}) =>
  (host = new ReaderHost('none', SCRIPT, { pages: { ...PATIENT, ...pages }, bulk: PATIENT }));
const ask = (asset: string) =>
  host.ask('lineage', { production: 'p', asset, query: { direction: 'both', depth: 1, limit: 1 }, visible: null });

describe('a thread that answers questions', () => {
  it('answers in order, as an object or as a body', async () => {
    start();
    const query = { direction: 'both', depth: 1, limit: 1 } as const;
    const asked = [ask('a'), host.body('lineage', { production: 'p', asset: 'b', query, visible: null }), ask('c')];
    expect(await Promise.all(asked)).toEqual([
      { root: 'a', before: 0 },
      { text: '{"root":"b","before":1}', etag: '"e"', position: '7', next: null },
      { root: 'c', before: 2 },
    ]);
  });

  it('passes on what the question has against it, and nothing of what nobody foresaw', async () => {
    start();
    await expect(ask('refuse')).rejects.toMatchObject({
      name: 'Problem',
      slug: 'not-found',
      message: 'No fact names it.',
      members: { a: 1 },
    });
    await expect(ask('fail')).rejects.toMatchObject({ name: 'Error', message: 'no such column' });
    expect(await ask('a')).toEqual({ root: 'a', before: 0 });
  });
});

describe('a thread that ends', () => {
  it('takes with it what it was at work on; what waited is answered by another', async () => {
    start();
    const settled = await Promise.allSettled(['a', 'die', 'b', 'c', 'd', 'e', 'f'].map((asset) => ask(asset)));
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      ...['b', 'c', 'd', 'e', 'f'].map(() => 'fulfilled'),
    ]);
    expect(settled[1]).toMatchObject({ reason: { slug: 'unanswered', message: /has ended/ } });
    expect(settled[2]).toMatchObject({ value: { root: 'b', before: 0 } });
  });

  it('is not started again by a ledger that stops', async () => {
    start();
    const waiting = Promise.allSettled([ask('wait')]);
    await host.stop();
    expect(await waiting).toMatchObject([{ reason: { message: /stopping/ } }]);
    await expect(ask('a')).rejects.toThrow(/stopping/);
  });
});

describe('questions that take too long', () => {
  it('are given up, and hold up no other for longer', async () => {
    start({ takeMs: 2_000 });
    const [long, other] = [ask('wait'), ask('a')];
    await expect(long).rejects.toMatchObject({ slug: 'unanswered', message: /takes longer/ });
    expect(await other).toEqual({ root: 'a', before: 0 });
  });

  it('are told so where they only wait', async () => {
    start({ takeMs: 2_000, waitMs: 0 });
    const asked = ['wait', 'a', 'b', 'c', 'too late'].map((asset) => ask(asset));
    expect((await Promise.allSettled(asked)).at(-1)).toMatchObject({
      reason: { slug: 'unanswered', message: /did not come to this question/ },
    });
  });

  it('are sent away where too many wait', async () => {
    start({ waiting: 1 });
    const asked = Promise.allSettled(['wait', 'a', 'b', 'c', 'waits'].map((asset) => ask(asset)));
    await expect(ask('one too many')).rejects.toMatchObject({ slug: 'too-many-requests' });
    await host.stop();
    expect((await asked).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
  });

  it('do not hold up those of the other kind', async () => {
    start();
    const waiting = Promise.allSettled([ask('wait')]);
    const bulk = await host.ask('lookup', { production: 'p', queries: [], visible: null, stateAt: 0 });
    expect(bulk).toEqual({ before: 0 });
    await host.stop();
    expect(await waiting).toMatchObject([{ reason: { message: /stopping/ } }]);
  });
});
