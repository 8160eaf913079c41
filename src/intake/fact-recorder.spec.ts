import type { AssetFact } from '@clearance/domain';
import { Unavailable, WrongExpectedRevision, type EventStore } from '@clearance/event-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestLedger } from '../http/testing/index.js';
import { KeyRegister } from '../ledger/key-register.js';
import type { Caller } from '../ledger/ports.js';
import { StreamQueue } from '../ledger/stream-queue.js';
import { FactRecorder } from './fact-recorder.js';
import { Turns } from './turns.js';
import type { FactRequest } from './fact-request.js';

const caller: Caller = {
  token: 'tok_1',
  subject: 'hook',
  kind: 'service',
  rolesIn: () => ['emitter'],
  hasEverywhere: () => false,
  restrict: null,
};
function marking(subject: string, reason: string, id = 'e1'): FactRequest {
  const data = { reason };
  const fact: AssetFact = { type: 'marked-temporary', data };
  return {
    envelope: {
      event: 'marked-temporary',
      type: 'clearance.asset.marked-temporary.v1',
      production: 'nightfall',
      subject,
      source: '/hook',
      id,
      time: null,
      authtype: null,
      authid: null,
      correlationId: null,
      causationId: null,
      extensions: {},
    },
    data,
    facts: [fact],
    bytes: 500,
  };
}

let ledger: TestLedger;
let keys: KeyRegister;
beforeEach(() => {
  ledger = new TestLedger();
  ledger.watermarks.following = false;
  keys = new KeyRegister(ledger.readModel, ledger.watermarks);
});
afterEach(async () => {
  keys.onModuleDestroy();
  await ledger.store.close();
});

function recorder(append: EventStore['append']) {
  const store = new Proxy(ledger.store, {
    get: (target, name) => (name === 'append' ? append : Reflect.get(target, name).bind(target)),
  });
  const made = new FactRecorder(store, ledger.clock, keys, new StreamQueue(), ledger.readModel, new Turns());
  return (request: FactRequest) => made.record(request, request.facts, caller);
}

/** Appends that wait at a gate. */
function gated() {
  let open!: () => void;
  let arrive!: () => void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const append: EventStore['append'] = async (...append) => {
    arrive();
    await gate;
    return ledger.store.append(...append);
  };
  return { append, arrived, open };
}

describe('two events under one id at once', () => {
  it('E3: the second waits; the same content is then a duplicate, other content is refused, also in another stream', async () => {
    const { append, arrived, open } = gated();
    const record = recorder(append);
    const first = record(marking('a', 'r'));
    await arrived;
    const later = [marking('a', 'r'), marking('a', 'other'), marking('b', 'r')].map(record);
    open();
    expect(await first).toMatchObject({
      status: 'accepted',
      stream: 'asset-nightfall/a',
      revision: 0,
      n: 1,
      events: 1,
    });
    const [same, other, elsewhere] = await Promise.allSettled(later);
    expect(same).toMatchObject({
      status: 'fulfilled',
      value: { status: 'duplicate', stream: 'asset-nightfall/a', revision: 0, n: 1 },
    });
    expect(other).toMatchObject({ status: 'rejected', reason: { slug: 'event-id-reused' } });
    expect(elsewhere).toMatchObject({ status: 'rejected', reason: { slug: 'event-id-reused' } });
    expect(await ledger.store.head()).toBe('1');
  });

  it('E3: where the first fails the second is taken on its own', async () => {
    let away = true;
    const record = recorder((...append) =>
      away ? Promise.reject(new Unavailable('gone', true)) : ledger.store.append(...append),
    );
    await expect(record(marking('a', 'r'))).rejects.toMatchObject({ slug: 'store-unavailable' });
    away = false;
    expect(await record(marking('b', 'other'))).toMatchObject({ status: 'accepted', stream: 'asset-nightfall/b' });
  });
});

describe('a lost race', () => {
  it('is decided again, and given up after many', async () => {
    let losses = 2;
    const record = recorder((stream, expected, events) => {
      losses -= 1;
      return losses >= 0
        ? Promise.reject(new WrongExpectedRevision(stream, expected, 9n))
        : ledger.store.append(stream, expected, events);
    });
    expect(await record(marking('a', 'r'))).toMatchObject({ status: 'accepted' });
    losses = 1000;
    await expect(record(marking('b', 'r', 'e2'))).rejects.toMatchObject({ slug: 'store-unavailable' });
  });
});

describe('the register of keys', () => {
  it('lets go of what the read model has, and of nothing else', async () => {
    const record = recorder((...append) => ledger.store.append(...append));
    await record(marking('a', 'r', 'e1'));
    const { metadata } = (await ledger.store.readStream('asset-nightfall/a'))[0]!;
    const dedup = String(metadata['dedup']);
    expect(ledger.readModel.dedup(dedup)).toBeNull();
    const own = keys.recorded(dedup);
    expect(own).toMatchObject({ stream: 'asset-nightfall/a', revision: 0, n: 1, events: 1 });
    keys.acknowledge('later', { ...own!, n: 99 });
    await ledger.watermarks.catchUp();
    ledger.readModel.dedup = () => null;
    expect(keys.recorded(dedup)).toBeNull();
    expect(keys.recorded('later')).toMatchObject({ n: 99 });
  });

  it('asks the read model only for keys that it may have, and for all while it cannot tell', async () => {
    const asked: string[][] = [];
    const { readModel, watermarks } = ledger;
    const table = readModel.dedups.bind(readModel);
    readModel.dedups = (dedups) => {
      asked.push([...dedups]);
      return table(dedups);
    };
    const record = recorder((...append) => ledger.store.append(...append));
    await record(marking('a', 'r', 'e1'));
    const { metadata } = (await ledger.store.readStream('asset-nightfall/a'))[0]!;
    const dedup = String(metadata['dedup']);
    expect(asked).toEqual([]);
    await watermarks.catchUp();
    expect(keys.recordedAll(['00000000-0000-5000-8000-000000000000', dedup])).toMatchObject([null, { n: 1 }]);
    expect(asked).toEqual([[dedup]]);

    asked.length = 0;
    readModel.keysAfter = () => {
      throw new Error('the disk is gone');
    };
    await record(marking('b', 'r', 'e2'));
    await watermarks.catchUp();
    expect(keys.recordedAll(['00000000-0000-5000-8000-000000000000', dedup])).toMatchObject([null, { n: 1 }]);
    expect(asked).toEqual([['00000000-0000-5000-8000-000000000000', dedup]]);
  });

  it('never hands out a key twice', () => {
    const release = keys.reserve('d');
    expect(() => keys.reserve('d')).toThrow(/already reserved/);
    release();
    keys.reserve('d')();
    expect(keys.isReserved('d')).toBe(false);
  });
});
