import { firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { observeAll, type ObserveOptions } from './observe.js';
import type { EventReader, SubscriptionMessage } from './port.js';
import { openSqliteEventStore, type SqliteEventStore } from './sqlite/store.js';
import { eventsOf } from './testing/index.js';

describe('observing the log', () => {
  it('emits what subscribeAll delivers', async () => {
    const store = await storeWithTwo();
    expect(await lastValueFrom(observeAll(store, '1').pipe(take(2), toArray()))).toMatchObject([
      { kind: 'event', event: { position: '2' } },
      { kind: 'caughtUp', position: '2' },
    ]);
  });

  it('goes on with what is appended later', async () => {
    const store = await storeWithTwo();
    const later = firstValueFrom(observeAll(store, '2').pipe(take(3), toArray()));
    await store.append('asset-a', 0n, eventsOf(3));
    expect((await later).filter(({ kind }) => kind === 'event')).toMatchObject([{ event: { position: '3' } }]);
  });

  it('passes the filter on', async () => {
    const store = await storeWithTwo();
    const first = await firstValueFrom(observeAll(store, null, { filter: { streamPrefixes: ['asset-b'] } }));
    expect(first).toMatchObject({ kind: 'event', event: { position: '2' } });
  });

  it('is cold: each subscriber has a subscription of its own', async () => {
    const store = await storeWithTwo();
    const log = observeAll(store, null);
    const first = await firstValueFrom(log);
    expect(await firstValueFrom(log)).toEqual(first);
  });

  it('fetches the next message only when the last one has been processed, and emits it then', async () => {
    const { reader, order } = scriptedLog(3, 'end');
    const process = async (message: SubscriptionMessage) => {
      order.push(`begin ${label(message)}`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`end ${label(message)}`);
    };
    expect(await outcome(reader, { process }, order)).toBe('complete');
    const each = ['1', '2', '3'].flatMap((n) => [`fetch ${n}`, `begin ${n}`, `end ${n}`, `emit ${n}`]);
    expect(order).toEqual([...each, 'fetch 4', 'return']);
  });

  it('turns what the log throws into an error notification, and ends the subscription', async () => {
    const { reader, order } = scriptedLog(1, 'throw');
    expect(await outcome(reader, {}, order)).toEqual(new Error('the log is gone'));
    expect(order).toEqual(['fetch 1', 'emit 1', 'fetch 2', 'return']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('cannot be applied');
      },
    ],
    ['rejects', () => Promise.reject(new Error('cannot be applied'))],
  ])('stops with an error, without emitting the message, when its processing %s', async (_, process) => {
    const { reader, order } = scriptedLog(3, 'end');
    expect(await outcome(reader, { process }, order)).toEqual(new Error('cannot be applied'));
    expect(order).toEqual(['fetch 1', 'return']);
  });

  it('ends the underlying subscription when it is unsubscribed, also while that waits', async () => {
    const { reader, order, waiting } = scriptedLog(1, 'wait');
    const subscription = observeAll(reader, null).subscribe((message) => order.push(`emit ${label(message)}`));
    await waiting;
    subscription.unsubscribe();
    expect(order).toEqual(['fetch 1', 'emit 1', 'fetch 2', 'return']);
  });

  it('fetches and emits nothing more once it is unsubscribed, even while a message is processed', async () => {
    const { reader, order } = scriptedLog(3, 'end');
    const processing = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const process = () => {
      started.resolve();
      return processing.promise;
    };
    const subscription = observeAll(reader, null, { process }).subscribe(() => order.push('emit'));
    await started.promise;
    subscription.unsubscribe();
    processing.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(['fetch 1', 'return']);
  });
});

/** What a subscriber to the whole log hears at the end: 'complete' or the error. Writes down what is emitted. */
function outcome(reader: EventReader, options: ObserveOptions, order: string[]): Promise<unknown> {
  return new Promise((resolve) => {
    observeAll(reader, null, options).subscribe({
      next: (message) => order.push(`emit ${label(message)}`),
      complete: () => resolve('complete'),
      error: resolve,
    });
  });
}

/** A log of so many checkpoints that writes down how it is asked for them, and what it does after the last one. */
function scriptedLog(count: number, then: 'end' | 'throw' | 'wait') {
  const order: string[] = [];
  const waiting = Promise.withResolvers<void>();
  let fetched = 0;
  const next = async (): Promise<IteratorResult<SubscriptionMessage>> => {
    fetched += 1;
    order.push(`fetch ${fetched}`);
    if (fetched <= count) return { value: { kind: 'checkpoint', position: String(fetched) } };
    if (then === 'throw') throw new Error('the log is gone');
    if (then === 'end') return { done: true, value: undefined };
    waiting.resolve();
    return new Promise(() => undefined);
  };
  const iterator = {
    next,
    return: async () => {
      order.push('return');
      return { done: true as const, value: undefined };
    },
  };
  const subscribeAll = () => ({ [Symbol.asyncIterator]: () => iterator });
  return { reader: { subscribeAll } as unknown as EventReader, order, waiting: waiting.promise };
}

function label(message: SubscriptionMessage): string {
  if (message.kind === 'event') return message.event.position;
  return message.position ?? 'start';
}

async function storeWithTwo(): Promise<SqliteEventStore> {
  const store = openSqliteEventStore({ memory: true });
  onTestFinished(() => store.close());
  await store.append('asset-a', 'noStream', eventsOf(1));
  await store.append('asset-b', 'noStream', eventsOf(2));
  return store;
}
