import { setImmediate as turn } from 'node:timers/promises';
import type { AssetFact } from '@clearance/domain';
import { Unavailable, WrongExpectedRevision, type EventStore } from '@clearance/event-store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestLedger } from '../http/testing/index.js';
import { KeyRegister } from '../ledger/key-register.js';
import type { Caller } from '../ledger/ports.js';
import { StreamQueue } from '../ledger/stream-queue.js';
import { FactRecorder } from './fact-recorder.js';
import type { Kind } from './kind.js';
import { Turns } from './turns.js';
import type { FactRequest } from './fact-request.js';
import { PendingFact, type Taken } from './pending-fact.js';

const KIB = 1024;
const caller: Caller = {
  token: 'tok_1',
  subject: 'hook',
  kind: 'service',
  rolesIn: () => ['emitter'],
  hasEverywhere: () => false,
  restrict: null,
};

let ledger: TestLedger;
let keys: KeyRegister;
/** Appends as the store was asked for them: stream, and the reasons or digests that they say. */
let appends: [string, number][];
let append: EventStore['append'];
let record: (...said: Parameters<typeof factOf>) => Promise<Taken>;
let enter: (kind: Kind, ...said: Parameters<typeof factOf>) => Promise<Taken>;

beforeEach(() => {
  ledger = new TestLedger();
  ledger.watermarks.following = false;
  keys = new KeyRegister(ledger.readModel, ledger.watermarks);
  appends = [];
  append = (stream, expected, events) => ledger.store.append(stream, expected, events);
  const store = new Proxy(ledger.store, {
    get: (target, name) =>
      name === 'append'
        ? (...args: Parameters<EventStore['append']>) => {
            appends.push([args[0].slice('asset-nightfall/'.length), args[2].length]);
            return append(...args);
          }
        : Reflect.get(target, name).bind(target),
  });
  const recorder = new FactRecorder(store, ledger.clock, keys, new StreamQueue(), ledger.readModel, new Turns());
  record = (...said) => {
    const request = factOf(...said);
    return recorder.record(request, request.facts, caller);
  };
  enter = (kind, ...said) => {
    const request = factOf(...said);
    return recorder.enter(new PendingFact(request, request.facts, caller, kind));
  };
});
afterEach(async () => {
  keys.onModuleDestroy();
  await ledger.store.close();
});

const marked = (reason: string): AssetFact => ({ type: 'marked-temporary', data: { reason } });
const bytes = (digit: string): AssetFact => ({
  type: 'bytes-identified',
  data: { digests: { sha256: digit.repeat(64) } },
});

function factOf(subject: string, id: string, fact: AssetFact, size = 500, source = '/hook'): FactRequest {
  return {
    envelope: {
      event: fact.type,
      type: `clearance.asset.${fact.type}.v1`,
      production: 'nightfall',
      subject,
      source,
      id,
      time: null,
      authtype: null,
      authid: null,
      correlationId: null,
      causationId: null,
      extensions: {},
    },
    data: fact.data,
    facts: [fact],
    bytes: size,
  };
}

/** What became of each: revision where it was taken, the problem's slug where it was not. */
async function became(taken: readonly Promise<Taken>[]): Promise<(string | undefined)[]> {
  const settled = await Promise.allSettled(taken);
  return settled.map((each) =>
    each.status === 'fulfilled'
      ? `${each.value.status} ${each.value.revision}`
      : (each.reason as { slug: string }).slug,
  );
}
const typesIn = async (asset: string) =>
  (await ledger.store.readStream(`asset-nightfall/${asset}`)).map(({ type }) => type);

describe('facts that come in together', () => {
  it('about one asset are decided on in their order and share one append', async () => {
    const taken = [
      record('a', 'e1', bytes('1')),
      record('b', 'e2', marked('x')),
      record('a', 'e3', marked('y')),
      record('a', 'e4', bytes('2')),
      record('a', 'e5', bytes('1'), 500, '/other'),
    ];
    expect(await became(taken)).toEqual(['accepted 0', 'accepted 0', 'accepted 1', 'bytes-differ', 'accepted 3']);
    expect(appends).toEqual([
      ['a', 4],
      ['b', 1],
    ]);
    expect(await typesIn('a')).toEqual([
      'bytes-identified',
      'marked-temporary',
      'digest-conflict-reported',
      'bytes-identified',
    ]);
  });

  it('name their own place in the log, and a refusal the place of its record', async () => {
    const [first, second, third] = await Promise.allSettled([
      record('a', 'e1', bytes('1')),
      record('a', 'e2', bytes('2')),
      record('a', 'e3', marked('y')),
    ]);
    expect(first).toMatchObject({ value: { stream: 'asset-nightfall/a', revision: 0, n: 1, events: 1 } });
    expect(second).toMatchObject({ reason: { slug: 'bytes-differ', members: { position: '2' } } });
    expect(third).toMatchObject({ value: { revision: 2, n: 3, events: 1 } });
  });

  it('E3: wait for those before them under the same key, in whichever asset, and no longer', async () => {
    const taken = [
      record('b', 'e0', marked('first')),
      record('a', 'same', marked('x')),
      record('b', 'same', marked('x')),
      record('a', 'same', marked('x')),
      record('b', 'e9', marked('last')),
    ];
    expect(await became(taken)).toEqual(['accepted 0', 'accepted 0', 'event-id-reused', 'duplicate 0', 'accepted 1']);
    expect(await typesIn('b')).toHaveLength(2);
  });

  it('E3: are taken on their own where those before them under the key were refused', async () => {
    await record('a', 'e1', bytes('1'));
    const taken = [record('a', 'same', bytes('2')), record('a', 'same', marked('x')), record('a', 'e3', marked('y'))];
    expect(await became(taken)).toEqual(['bytes-differ', 'accepted 2', 'accepted 3']);
  });

  it('are recorded although one among them is larger than any append may be', async () => {
    const large = marked('x'.repeat(1_100 * KIB));
    const taken = [record('a', 'e1', marked('x')), record('a', 'e2', large), record('a', 'e3', marked('y'))];
    expect(await became(taken)).toEqual(['accepted 0', 'too-large', 'accepted 1']);
  });

  it('share an append only as far as one may hold them', async () => {
    const taken = ['e1', 'e2', 'e3'].map((id) => record('a', id, marked(id), 400 * KIB));
    expect(await became(taken)).toEqual(['accepted 0', 'accepted 1', 'accepted 2']);
    expect(appends).toEqual([
      ['a', 2],
      ['a', 1],
    ]);
  });

  it('are decided on anew, all of them, where somebody else was first', async () => {
    let races = 1;
    append = async (stream, expected, events) => {
      races -= 1;
      if (races < 0) return ledger.store.append(stream, expected, events);
      await ledger.store.append(stream, expected, [{ ...events[0]!, id: '00000000-0000-5000-8000-000000000000' }]);
      throw new WrongExpectedRevision(stream, expected, 0n);
    };
    const taken = [record('a', 'e1', bytes('1')), record('a', 'e2', marked('x'))];
    expect(await became(taken)).toEqual(['duplicate 0', 'accepted 1']);
  });

  it('are not acknowledged where the append fails, and those of other assets are', async () => {
    append = (stream, expected, events) =>
      stream.endsWith('/a')
        ? Promise.reject(new Unavailable('gone', false))
        : ledger.store.append(stream, expected, events);
    const taken = [
      record('a', 'e1', bytes('1')),
      record('a', 'e2', bytes('2')),
      record('b', 'e3', marked('x')),
      record('b', 'e1', bytes('1')),
    ];
    expect(await became(taken)).toEqual(['store-unavailable', 'store-unavailable', 'accepted 0', 'accepted 1']);
    expect(await typesIn('a')).toEqual([]);
  });

  it('all fail where the table of keys cannot be read, and are taken when it can', async () => {
    const broken = () => {
      throw new Error('the disk is gone');
    };
    ledger.readModel.dedups = broken;
    ledger.readModel.keysAfter = broken;
    const settled = await Promise.allSettled([record('a', 'e1', marked('x')), record('b', 'e2', marked('x'))]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    ledger.readModel.dedups = (asked) => asked.map(() => null);
    expect(await became([record('a', 'e1', marked('x')), record('b', 'e2', marked('x'))])).toEqual([
      'accepted 0',
      'accepted 0',
    ]);
  });

  it('are all taken, however many there are for one turn', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => record(`asset${index % 700}`, `e${index}`, marked('x')));
    expect(new Set(await became(many))).toEqual(new Set(['accepted 0', 'accepted 1']));
    expect(await ledger.store.head()).toBe('1200');
  });

  it('are handed to the store only as far as it lets them wait', async () => {
    let underWay = 0;
    let most = 0;
    append = async (...args) => {
      underWay += 1;
      most = Math.max(most, underWay);
      const result = await ledger.store.append(...args);
      underWay -= 1;
      return result;
    };
    const large = Array.from({ length: 80 }, (_, index) => record(`a${index}`, `e${index}`, marked('x'), 1_023 * KIB));
    expect(new Set(await became(large))).toEqual(new Set(['accepted 0']));
    expect(most).toBe(32);
  });
});

describe('facts of a body', () => {
  // However long the machine takes for its turns: they wait for each other no longer than for a while.
  beforeEach(() => void vi.spyOn(performance, 'now').mockReturnValue(0));
  afterEach(() => void vi.restoreAllMocks());

  /** How many appends came to the store in the first turn of the event loop in which any did. */
  async function firstAppends(): Promise<number> {
    while (appends.length === 0) await turn();
    return appends.length;
  }

  it('come to the store at once, however many turns it takes to decide on them', async () => {
    const taken = Array.from({ length: 250 }, (_, n) => enter('body', `a${n}`, `e${n}`, marked('x')));
    expect(await firstAppends()).toBe(250);
    expect(new Set(await became(taken))).toEqual(new Set(['accepted 0']));
  });

  it('come to it before that where they are as many as one transaction holds', async () => {
    const taken = Array.from({ length: 750 }, (_, n) => enter('body', `a${n}`, `e${n}`, marked('x')));
    expect(await firstAppends()).toBe(250);
    expect(new Set(await became(taken))).toEqual(new Set(['accepted 0']));
  });

  it('hold up no single one', async () => {
    const body = Array.from({ length: 250 }, (_, n) => enter('body', `a${n}`, `e${n}`, marked('x')));
    const single = enter('single', 'b', 'e', marked('x'));
    expect([await firstAppends(), appends[0]]).toEqual([1, ['b', 1]]);
    expect(await became([single])).toEqual(['accepted 0']);
    await Promise.all(body);
  });

  it('wait for nothing that waits for them: one asset again and again, and one key for several assets', async () => {
    const taken = [
      ...Array.from({ length: 120 }, (_, n) => enter('body', `a${n}`, 'same', marked('x'))),
      ...Array.from({ length: 120 }, (_, n) => enter('body', 'a0', `e${n}`, marked('y'))),
      enter('body', 'a0', 'e0', marked('y')),
    ];
    const results = await became(taken);
    expect(results.filter((each) => each?.startsWith('accepted'))).toHaveLength(121);
    expect(results.filter((each) => each === 'event-id-reused')).toHaveLength(119);
    expect(results.at(-1)).toMatch(/^duplicate/);
  });
});
