import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff.js';
import { CallReader } from './call-reader.js';
import { Gate } from './gate.js';
import type { SubscriptionCall } from './log-client.js';
import { comparePositions, fromPosition, toPosition, type NativePosition } from './positions.js';
import { asAccount, parseStoreUrl } from './store-url.js';

describe('a position on a server', () => {
  it('keeps commit and prepare, both exactly', () => {
    const position = { commit: 9_007_199_254_740_993n, prepare: 9_007_199_254_740_992n };
    expect(toPosition(position)).toBe('9007199254740993/9007199254740992');
    expect(fromPosition(toPosition(position))).toEqual(position);
  });

  it('is ordered by commit, then by prepare, as numbers', () => {
    expect(['10/9', '9/10', '10/10', '9/9'].sort(comparePositions)).toEqual(['9/9', '9/10', '10/9', '10/10']);
    expect(comparePositions('7/7', '7/7')).toBe(0);
  });

  it.each(['', '7', '7/', '/7', '07/7', '7/7/7', '-1/7', '7/x'])('is not %j', (text) => {
    expect(() => fromPosition(text)).toThrow(RangeError);
  });
});

describe('the name of a store', () => {
  it('chooses the client by its scheme and hides who asks', () => {
    expect(parseStoreUrl('esdb://op:s%40fe@db1:2113,db2:2113?tls=true')).toEqual({
      client: 'eventstore',
      connectionString: 'esdb://op:s%40fe@db1:2113,db2:2113?tls=true',
      credentials: { username: 'op', password: 's@fe' },
      shown: 'esdb://db1:2113,db2:2113?tls=true',
      streamPrefix: 'clearance.',
    });
    expect(parseStoreUrl('kurrentdb://127.0.0.1:2113?tls=false&streamPrefix=trial.')).toEqual({
      client: 'kurrent',
      connectionString: 'kurrentdb://127.0.0.1:2113?tls=false',
      credentials: null,
      shown: 'kurrentdb://127.0.0.1:2113?tls=false&streamPrefix=trial.',
      streamPrefix: 'trial.',
    });
  });

  it('can be had for another account, whose name and password are spelt for a URL', () => {
    const url = parseStoreUrl('esdb://admin:s%40fe@db1:2113,db2:2113?tls=true&streamPrefix=trial.');
    expect(url && asAccount(url, { username: 'a$1', password: 'p@/:' })).toEqual({
      ...url,
      connectionString: 'esdb://a%241:p%40%2F%3A@db1:2113,db2:2113?tls=true',
      credentials: { username: 'a$1', password: 'p@/:' },
    });
    const open = parseStoreUrl('esdb://db1?tls=false');
    expect(open && asAccount(open, { username: 'a', password: 'b' }).connectionString).toBe('esdb://a:b@db1?tls=false');
  });

  it('is null where it names another kind of store', () => {
    expect(parseStoreUrl('postgres://db')).toBeNull();
    expect(parseStoreUrl('./data')).toBeNull();
  });

  it.each([
    'esdb://',
    'esdb:db1',
    'esdb://op@db1:2113',
    'esdb://db1:2113?streamPrefix=$x',
    'esdb://db1?tlsCAFile=/none',
  ])('is refused as %s', (url) => {
    expect(() => parseStoreUrl(url)).toThrow(RangeError);
  });
});

describe('a pause between attempts', () => {
  it('doubles up to its longest and starts anew after a success', () => {
    const backoff = new Backoff(() => 1);
    expect(Array.from({ length: 8 }, () => backoff.due())).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    backoff.reset();
    expect(backoff.due()).toBe(100);
  });

  it('is never the same for all who lost a server', () => {
    expect(new Backoff(() => 0).due()).toBe(50);
    expect(new Backoff(() => 0.5).due()).toBe(75);
  });
});

describe('the gate before appends', () => {
  it('lets as many through at once as it has places, in the order they came', async () => {
    const gate = new Gate(2);
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = [0, 1, 2, 3].map((number) =>
      gate.run(async () => {
        begun.push(number);
        await new Promise<void>((end) => ends.push(end));
      }),
    );
    expect(begun).toEqual([0, 1]);
    ends.shift()?.();
    await all[0];
    expect(begun).toEqual([0, 1, 2]);
    while (ends.length > 0 || begun.length < 4) {
      ends.shift()?.();
      await Promise.resolve();
    }
    ends.shift()?.();
    await Promise.all(all);
    await gate.empty();
    expect(begun).toEqual([0, 1, 2, 3]);
  });
});

describe('one call of a subscription', () => {
  it('gives checkpoints and "caught up" their place behind the events that wait before them', async () => {
    const { call, reader, reached } = callOf();
    call.write({ event: 1 });
    call.write({ event: 2 });
    reached({ commit: 5n, prepare: 5n });
    call.write({ event: 3 });
    call.emit('caughtUp');
    const signal = new AbortController().signal;
    const kinds = [];
    for (let i = 0; i < 5; i += 1) kinds.push((await reader.next(signal))?.kind);
    expect(kinds).toEqual(['event', 'event', 'checkpoint', 'event', 'caughtUp']);
  });

  it('takes a checkpoint after its end without a word: what a handler throws would end the process', () => {
    const { reader, reached } = callOf();
    reader.end();
    expect(() => reached({ commit: 5n, prepare: 5n })).not.toThrow();
  });

  it('delivers what came before the server ended it, or it failed', async () => {
    const signal = new AbortController().signal;
    const ended = callOf();
    ended.call.write({ event: 1 });
    ended.call.end();
    expect(await ended.reader.next(signal)).toEqual({ kind: 'event', event: { event: 1 } });
    expect(await ended.reader.next(signal)).toBeNull();
    const failed = callOf();
    failed.call.write({ event: 1 });
    failed.call.emit('error', new Error('cut'));
    expect(await failed.reader.next(signal)).toEqual({ kind: 'event', event: { event: 1 } });
    await expect(failed.reader.next(signal)).rejects.toThrow('cut');
  });
});

/** A call under the test's control. */
function callOf() {
  const call = Object.assign(new PassThrough({ objectMode: true }), { unsubscribe: async () => undefined });
  let reached: (position: NativePosition) => void = () => undefined;
  const reader = new CallReader(
    (checkpointReached) => {
      reached = checkpointReached;
      return call as SubscriptionCall;
    },
    () => undefined,
  );
  return { call, reader, reached };
}
