import { DEFAULT_MAX_APPEND_BYTES } from '../encoding.js';
import { StreamDeleted, Unavailable } from '../errors.js';
import type { EventStore } from '../port.js';
import { openSqliteEventStore } from '../sqlite/store.js';
import { eventStoreContract, type StoreUnderTest } from './index.js';

// The cases that an embedded store cannot meet, run against a stand-in for a server, so that they too are known to work.
eventStoreContract('A stand-in for a server', openStandIn, {
  maxAppendBytes: DEFAULT_MAX_APPEND_BYTES,
  deletesStreams: true,
  faults: true,
});

/** Answers that get lost and deleted streams, on top of a store in memory. It has no calls that could end. */
async function openStandIn(): Promise<StoreUnderTest> {
  const inner = openSqliteEventStore({ memory: true });
  const deleted = new Set<string>();
  let loseAnswer = false;
  const append: EventStore['append'] = async (stream, expected, events) => {
    if (deleted.has(stream)) throw new StreamDeleted(stream);
    const result = await inner.append(stream, expected, events);
    if (!loseAnswer) return result;
    loseAnswer = false;
    throw new Unavailable('no answer within the deadline', true);
  };
  const store: EventStore = {
    append,
    readStream: (stream, options) => inner.readStream(stream, options),
    readAll: (after, options) => inner.readAll(after, options),
    head: () => inner.head(),
    subscribeAll: (after, options) => inner.subscribeAll(after, options),
    comparePositions: (a, b) => inner.comparePositions(a, b),
    close: () => inner.close(),
  };
  return {
    store,
    deleteStream: async (stream) => void deleted.add(stream),
    faults: { loseNextAnswer: () => (loseAnswer = true), endSubscriptionCalls: () => undefined },
    dispose: () => inner.close(),
  };
}
