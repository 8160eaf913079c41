import { describe, expect, it } from 'vitest';
import { DEFAULT_MAX_APPEND_BYTES } from '../encoding.js';
import { TooLarge, Unavailable, WrongExpectedRevision } from '../errors.js';
import type { SubscriptionMessage } from '../port.js';
import { eventOf, eventsOf, numbersOf, takeEvents } from '../testing/events.js';
import { checkpointAt, unresolvable } from './testing/fake-messages.js';
import type { FakeServer } from './testing/fake-server.js';
import { fakeServer, SOON, storeOn } from './testing/fake-store.js';

// What is known to go wrong between these servers, their clients and whoever uses them: one test for each.

describe('appending to a server', () => {
  it('own timeout: a server that is silent holds no append up beyond its deadline, and it may have happened', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    server.fallSilent();
    const failure = await store.append('asset-a', 'noStream', eventsOf(1)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unavailable);
    expect(failure).toMatchObject({ ambiguous: true });
  });

  it('ambiguous failure: the same ids at the same exact revision find what had been written', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    server.loseNextAnswer();
    await expect(store.append('asset-a', 'noStream', eventsOf(1, 2))).rejects.toMatchObject({ ambiguous: true });
    await store.append('asset-a', 1n, eventsOf(3));
    expect((await store.append('asset-a', 'noStream', eventsOf(1, 2))).revision).toBe(1n);
    expect(numbersOf(await store.readStream('asset-a'))).toEqual([1, 2, 3]);
  });

  it('wrong answer: a conflict that is none, because the very events are there, is taken for the success it is', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    server.loseNextAnswer();
    await expect(store.append('asset-a', 'noStream', eventsOf(1, 2))).rejects.toThrow(Unavailable);
    server.denyNextAppend();
    const found = await store.append('asset-a', 'noStream', eventsOf(1, 2));
    expect(found).toEqual({ revision: 1n, position: (await store.head()) ?? '' });
    await expect(store.append('asset-a', 'noStream', eventsOf(1, 3))).rejects.toThrow(WrongExpectedRevision);
    expect(numbersOf(await store.readStream('asset-a'))).toEqual([1, 2]);
  });

  it('refused connection: what never left has surely not happened', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    server.stop();
    const failure = await store.append('asset-a', 'noStream', eventsOf(1)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'Unavailable', ambiguous: false });
  });

  it('one list of appends for the whole process: a store whose server falls silent fails no append of another', async () => {
    const [silent, sound] = [await fakeServer(), await fakeServer()];
    silent.fallSilent();
    const both = Promise.allSettled([
      storeOn(silent).append('asset-a', 'noStream', eventsOf(1)),
      storeOn(sound).append('asset-a', 'noStream', eventsOf(2)),
    ]);
    silent.stop();
    const [lost, kept] = await both;
    expect(kept).toMatchObject({ status: 'fulfilled', value: { revision: 0n } });
    expect(lost).toMatchObject({ status: 'rejected', reason: { name: 'Unavailable' } });
    expect(silent.batchCalls + sound.batchCalls).toBe(0);
  });

  it('no events and too many bytes: neither leaves', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    await expect(store.append('asset-a', 'noStream', [])).rejects.toThrow(RangeError);
    const large = eventOf(1, { text: 'x'.repeat(DEFAULT_MAX_APPEND_BYTES) });
    await expect(store.append('asset-a', 'noStream', [large])).rejects.toThrow(TooLarge);
    expect(server.log.events).toEqual([]);
    expect(server.appendCalls).toBe(0);
  });
});

describe('reading from a server', () => {
  it('own timeout: a server that is silent holds no read up', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    server.fallSilent();
    await expect(store.readStream('asset-a')).rejects.toThrow('did not answer a read within');
    await expect(store.head()).rejects.toThrow(Unavailable);
  });

  it('a gap in a stream is damage, whatever the server thinks of it', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    await store.append('asset-a', 'noStream', eventsOf(1, 2, 3));
    server.log.events.splice(1, 1);
    await expect(store.readStream('asset-a')).rejects.toThrow('lacks revision 1');
  });

  it('an event that is no JSON object is handed on as what it is', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    const bytes = {
      id: eventOf(1).id,
      type: 'blob',
      contentType: 'application/octet-stream',
      metadata: Buffer.alloc(0),
    };
    server.log.append('clearance.asset-a', -1, [{ ...bytes, data: Buffer.from([1, 2]) }]);
    expect(await store.readStream('asset-a')).toMatchObject([{ data: { unreadableBytes: 'AQI=' }, metadata: {} }]);
  });
});

describe('following a server', () => {
  it('clean end: a subscription that ends without an error is taken up where it was', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    const three = takeEvents(store, null, 3);
    await store.append('asset-a', 'noStream', eventsOf(1));
    for (const [number, expected] of [
      [2, 0n],
      [3, 1n],
    ] as const) {
      await subscribedAgain(server, () => server.endSubscriptionCalls());
      await store.append('asset-a', expected, eventsOf(number));
    }
    expect(numbersOf(await three)).toEqual([1, 2, 3]);
  });

  it('says why nothing comes while nothing comes, and that it comes again', async () => {
    const server = await fakeServer();
    const faults: (string | null)[] = [];
    const store = storeOn(server, { ...SOON, onFault: (fault) => faults.push(fault) });
    const one = takeEvents(store, null, 1);
    await subscribedAgain(server, () => undefined);
    await subscribedAgain(server, () => server.endSubscriptionCalls());
    await store.append('asset-a', 'noStream', eventsOf(1));
    await one;
    expect(faults).toEqual([null, 'the event store ended the subscription', null]);
  });

  it('no confirmation: a silent server is asked again', async () => {
    const server = await fakeServer();
    server.fallSilent();
    const faults: (string | null)[] = [];
    const store = storeOn(server, {
      appendMs: 1_000,
      readMs: 100,
      onFault: (fault) => {
        faults.push(fault);
        server.speakAgain();
      },
    });
    const one = takeEvents(store, null, 1);
    await subscribedAgain(server, () => undefined);
    await store.append('asset-a', 'noStream', eventsOf(1));
    expect(numbersOf(await one)).toEqual([1]);
    expect(faults[0]).toContain('no confirmation within 100 ms');
  });

  it('one prefix: what others keep on the same server is neither seen nor counted', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    server.log.append('billing-a', -1, [foreign(7)]);
    await store.append('asset-a', 'noStream', eventsOf(1));
    expect(numbersOf(await store.readAll(null))).toEqual([1]);
    expect((await takeEvents(store, null, 1)).map(({ stream }) => stream)).toEqual(['asset-a']);
    expect(server.log.events.map(({ stream }) => stream)).toEqual(['billing-a', 'clearance.asset-a']);
  });

  it('unresolvable: a link to an event that is gone is passed over', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    const two = takeEvents(store, null, 2);
    await store.append('asset-a', 'noStream', eventsOf(1));
    await subscribedAgain(server, () => undefined);
    server.send(unresolvable());
    await store.append('asset-a', 0n, eventsOf(2));
    expect(numbersOf(await two)).toEqual([1, 2]);
  });

  it('deleted stream: what the server writes into a stream itself counts for no event of the ledger', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    const two = takeEvents(store, null, 2);
    await store.append('asset-a', 'noStream', eventsOf(1));
    server.log.append('clearance.asset-a', 0, [{ ...foreign(9), type: '$streamDeleted' }]);
    await store.append('asset-b', 'noStream', eventsOf(2));
    expect(numbersOf(await two)).toEqual([1, 2]);
    expect(numbersOf(await store.readAll(null))).toEqual([1, 2]);
  });

  it('early checkpoint: one that names an event still to be written is not resumed from', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    const messages: SubscriptionMessage[] = [];
    const done = (async () => {
      for await (const message of store.subscribeAll(null)) {
        messages.push(message);
        if (message.kind === 'event' && message.event.revision === 1n) return;
      }
    })();
    await store.append('asset-a', 'noStream', eventsOf(1));
    await subscribedAgain(server, () => undefined);
    // The place that the next event will have.
    server.send(checkpointAt(server.log.next(eventOf(2))));
    await subscribedAgain(server, () => server.endSubscriptionCalls());
    await store.append('asset-a', 0n, eventsOf(2));
    await done;
    expect(messages.filter(({ kind }) => kind === 'checkpoint')).toEqual([]);
  });

  it('checkpoints move the place on where nothing of the ledger comes, each as the server gave it', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    await store.append('asset-a', 'noStream', eventsOf(1));
    const checkpoint = (async () => {
      for await (const message of store.subscribeAll(null)) if (message.kind === 'checkpoint') return message.position;
      return null;
    })();
    await subscribedAgain(server, () => undefined);
    server.send(checkpointAt(100_000));
    server.send(checkpointAt(200_000));
    expect(await checkpoint).toBe('100000/100000');
  });

  it('an event that comes twice is taken once', async () => {
    const server = await fakeServer();
    const store = storeOn(server);
    const two = takeEvents(store, null, 2);
    await store.append('asset-a', 'noStream', eventsOf(1));
    await subscribedAgain(server, () => undefined);
    server.repeatLast();
    await store.append('asset-a', 0n, eventsOf(2));
    expect(numbersOf(await two)).toEqual([1, 2]);
  });
});

/** Does something, then waits until the server has a subscription. */
async function subscribedAgain(server: FakeServer, act: () => void): Promise<void> {
  act();
  await server.hasSubscription();
}

function foreign(number: number) {
  const { id } = eventOf(number);
  const json = Buffer.from('{}');
  return { id, type: 'paid', contentType: 'application/json', data: json, metadata: json };
}
