import { describe, expect, it } from 'vitest';
import { Unavailable } from '../errors.js';
import type { StoredEvent } from '../port.js';
import { appendEach, eventsIn, eventsOf, numbersOf, range, resumableAt, take, takeEvents } from './events.js';
import { appendLong } from './reading-cases.js';
import { claimed, type ContractOptions, type OpenForTest } from './subject.js';

export function subscriptionCases(open: OpenForTest, options: ContractOptions): void {
  describe('subscribing', () => {
    it('delivers what is there, says that it has caught up, and delivers what comes later', async () => {
      const { store } = await open();
      await appendEach(store, ['asset-p/a', 'asset-p/b']);
      const messages = await take(store, null, (message, events) => {
        if (message.kind === 'caughtUp' && events.length === 2) void store.append('asset-p/c', 'noStream', eventsOf(3));
        return events.length === 3;
      });
      const kinds = messages.map(({ kind }) => kind);
      expect(numbersOf(eventsIn(messages))).toEqual([1, 2, 3]);
      expect(kinds.slice(0, 2)).toEqual(['event', 'event']);
      expect(kinds).toContain('caughtUp');
    });

    it('has caught up with an empty log at once, at no position', async () => {
      const { store } = await open();
      const messages = await take(store, null, ({ kind }) => kind === 'caughtUp');
      expect(messages).toEqual([{ kind: 'caughtUp', position: null }]);
    });

    it('delivers only what lies after the position, which is exclusive', async () => {
      const { store } = await open();
      await appendEach(store, ['asset-p/a', 'asset-p/b', 'asset-p/c']);
      const [first] = await store.readAll(null);
      expect(numbersOf(await takeEvents(store, first?.position ?? null, 2))).toEqual([2, 3]);
    });

    it('delivers a long log in order, each event once', async () => {
      const { store } = await open();
      await appendLong(store, 3);
      expect(numbersOf(await takeEvents(store, null, 1500))).toEqual(range(1, 1500));
    });

    it('gives a subscriber that is slower than the writers everything, once and in order', async () => {
      const { store } = await open();
      const seen: StoredEvent[] = [];
      let next = 1;
      for await (const message of store.subscribeAll(null)) {
        if (message.kind === 'event') seen.push(message.event);
        if (seen.length === 60) break;
        // While this message is being dealt with, more is written than the subscriber takes.
        for (let i = 0; i < 2 && next <= 60; i += 1, next += 1) {
          await store.append(`asset-p/${next}`, 'noStream', eventsOf(next));
        }
      }
      expect(numbersOf(seen)).toEqual(range(1, 60));
      expect(seen).toEqual(await store.readAll(null));
    });

    it('serves several subscribers, each from its own position', async () => {
      const { store } = await open();
      await appendEach(store, ['asset-p/a', 'asset-p/b']);
      const head = await store.head();
      const waiting = Promise.all([takeEvents(store, null, 4), takeEvents(store, head, 2), takeEvents(store, head, 1)]);
      await appendEach(store, ['asset-p/c', 'asset-p/d'], 3);
      expect((await waiting).map(numbersOf)).toEqual([[1, 2, 3, 4], [3, 4], [3]]);
    });

    it('starts anew for every iterator', async () => {
      const { store } = await open();
      await appendEach(store, ['asset-p/a']);
      const subscription = store.subscribeAll(null);
      for (let round = 0; round < 2; round += 1) {
        const iterator = subscription[Symbol.asyncIterator]();
        expect(await iterator.next()).toMatchObject({ value: { kind: 'event', event: { revision: 0n } } });
        await iterator.return?.();
      }
    });

    it('delivers only matching streams, and moves past the others with checkpoints', async () => {
      const { store } = await open();
      const filter = { streamPrefixes: ['asset-'] };
      await appendEach(store, ['asset-a', ...range(0, 70).map((number) => `tool-${number}`)]);
      const matching = (await store.readAll(null))[0]?.position ?? '';
      const messages = await take(
        store,
        null,
        (message) => message.kind === 'checkpoint' && store.comparePositions(message.position, matching) > 0,
        filter,
      );
      expect(numbersOf(eventsIn(messages))).toEqual([1]);
      const reached = messages.at(-1);
      const later = takeEvents(store, reached === undefined ? null : resumableAt(reached), 1, filter);
      await appendEach(store, ['tool-x', 'asset-b'], 100);
      expect(numbersOf(await later)).toEqual([101]);
    });

    it('resumes after any event, checkpoint or caught-up message without skipping or repeating', async () => {
      const { store } = await open();
      const filter = { streamPrefixes: ['asset-', 'delivery-'] };
      const streams = range(0, 24).map((number) => ['asset-p/a', 'tool-t', 'delivery-p/d', 'tool-u'][number % 4] ?? '');
      await appendEach(store, streams);
      const all = await store.readAll(null, { filter });
      const messages = await take(
        store,
        null,
        ({ kind }, events) => kind === 'caughtUp' && events.length === 12,
        filter,
      );
      expect(eventsIn(messages)).toEqual(all);
      for (const message of messages) {
        const after = resumableAt(message);
        if (after === null) continue;
        const rest = all.filter(({ position }) => store.comparePositions(position, after) > 0);
        expect(await store.readAll(after, { filter })).toEqual(rest);
        const resumed = await take(
          store,
          after,
          ({ kind }, events) => kind === 'caughtUp' && events.length >= rest.length,
          filter,
        );
        expect(eventsIn(resumed)).toEqual(rest);
      }
    });

    it('ends at once when the subscriber leaves, also while it waits for the next event', async () => {
      const { store } = await open();
      const iterator = store.subscribeAll(null)[Symbol.asyncIterator]();
      expect(await iterator.next()).toMatchObject({ value: { kind: 'caughtUp' } });
      const waiting = iterator.next();
      await iterator.return?.();
      expect(await waiting).toEqual({ done: true, value: undefined });
    });

    it('ends with Unavailable when the store is closed', async () => {
      const { store } = await open();
      const iterator = store.subscribeAll(null)[Symbol.asyncIterator]();
      await iterator.next();
      const waiting = iterator.next().catch((error: unknown) => error);
      await store.close();
      expect(await waiting).toBeInstanceOf(Unavailable);
    });

    it.skipIf(options.readersBeside !== true)(
      'delivers to a reader beside the writer what is written later',
      async () => {
        const { store, openReader } = await open();
        await appendEach(store, ['asset-p/a']);
        const reader = await claimed(openReader, 'readersBeside')();
        const later = takeEvents(reader, null, 2);
        await appendEach(store, ['asset-p/b'], 2);
        expect(numbersOf(await later)).toEqual([1, 2]);
      },
    );
  });
}
