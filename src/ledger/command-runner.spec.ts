import {
  accepted,
  commandIdentity,
  eventIdOf,
  refused,
  type Decision,
  type DomainEvent,
  type Recorded,
} from '@clearance/domain';
import { Unavailable, WrongExpectedRevision, type EventStore } from '@clearance/event-store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestLedger } from '../http/testing/index.js';
import { identified, StoreCommandRunner } from './command-runner.js';
import { KeyRegister } from './key-register.js';
import type { Caller, CommandContext, CommandPlan } from './ports.js';
import { StreamQueue } from './stream-queue.js';

type Counted = DomainEvent<'counted', { by: number }>;
interface Count {
  readonly total: number;
}

const caller: Caller = {
  token: 'tok_1',
  subject: 'k.ito@studio.example',
  kind: 'person',
  rolesIn: () => ['reviewer'],
  hasEverywhere: () => false,
  restrict: null,
};
const context = (over: Partial<CommandContext> = {}): CommandContext => ({
  caller,
  role: 'reviewer',
  method: 'POST',
  path: '/v1/things',
  idempotencyKey: null,
  request: { by: 1 },
  ...over,
});
const fold = (events: readonly Recorded[]): Count => ({
  total: events.reduce((sum, { data }) => sum + ((data as { by?: number }).by ?? 0), 0),
});
const plan = (
  decide: CommandPlan<Count, Counted>['decide'] = () => accepted({ type: 'counted', data: { by: 1 } }),
): CommandPlan<Count, Counted> => ({
  stream: 'thing-1',
  fold,
  decide,
});

let ledger: TestLedger;
let keys: KeyRegister;
beforeEach(() => {
  ledger = new TestLedger();
  keys = new KeyRegister(ledger.readModel, ledger.watermarks);
});
afterEach(async () => {
  keys.onModuleDestroy();
  await ledger.store.close();
});

const runner = (store: EventStore = ledger.store) =>
  new StoreCommandRunner(store, ledger.clock, keys, new StreamQueue(), ledger.watermarks);

/** The same store, except for what `over` does otherwise. */
function storeWith(over: Partial<EventStore>): EventStore {
  return new Proxy(ledger.store, {
    get: (target, name) => {
      const own = over[name as keyof EventStore] ?? Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  }) as unknown as EventStore;
}

describe('running a command', () => {
  it('E1, E2: records what was decided under an identity made of caller, method, path, key and request', async () => {
    const outcome = await runner().run(context({ idempotencyKey: 'k1' }), plan());
    expect(outcome).toMatchObject({
      replayed: false,
      stream: 'thing-1',
      revision: 0,
      position: 1,
      state: { total: 1 },
    });
    const identity = commandIdentity({
      caller: caller.subject,
      method: 'POST',
      path: '/v1/things',
      key: 'k1',
      request: { by: 1 },
    });
    const [recorded] = await ledger.store.readStream('thing-1');
    expect(recorded).toMatchObject({
      id: eventIdOf(identity, 'counted'),
      metadata: {
        schema: 1,
        ...identity,
        actor: { subject: caller.subject, role: 'reviewer', token: 'tok_1', onBehalfOf: null, via: null },
        source: null,
        sourceId: null,
        recordedAt: '2026-03-01T12:00:00.000Z',
        occurredAt: '2026-03-01T12:00:00.000Z',
      },
    });
  });

  it('gives several events of one type different ids', async () => {
    const twice = plan(() => accepted({ type: 'counted', data: { by: 1 } }, { type: 'counted', data: { by: 1 } }));
    const { events, revision, position } = await runner().run(context(), twice);
    expect({ ids: new Set(events.map(({ id }) => id)).size, revision, position }).toEqual({
      ids: 2,
      revision: 1,
      position: 2,
    });
  });

  it('without a key every request is a new one', async () => {
    await runner().run(context(), plan());
    expect((await runner().run(context(), plan())).state).toEqual({ total: 2 });
  });

  it('E5: replays under the same key, before and after the read model has it', async () => {
    for (const following of [false, true]) {
      ledger.watermarks.following = following;
      const key = `k-${following}`;
      const first = await runner().run(context({ idempotencyKey: key }), plan());
      await ledger.watermarks.waitForFacts(following ? first.position : 0);
      const again = await runner().run(context({ idempotencyKey: key }), plan());
      expect(again).toEqual({ ...first, replayed: true });
    }
  });

  it('E5: a replay knows its own events and the state as it is now', async () => {
    const first = await runner().run(context({ idempotencyKey: 'a' }), plan());
    await runner().run(context({ idempotencyKey: 'b' }), plan());
    expect(await runner().run(context({ idempotencyKey: 'a' }), plan())).toEqual({
      ...first,
      replayed: true,
      state: { total: 2 },
    });
  });

  it('E5: refuses another request under the same key', async () => {
    await runner().run(context({ idempotencyKey: 'k' }), plan());
    const other = runner().run(context({ idempotencyKey: 'k', request: { by: 2 } }), plan());
    await expect(other).rejects.toMatchObject({ slug: 'idempotency-key-reused' });
  });

  it('refuses a second request under a key while the first is running', async () => {
    const [first, second] = await Promise.allSettled([
      runner().run(context({ idempotencyKey: 'k' }), plan()),
      runner().run(context({ idempotencyKey: 'k' }), plan()),
    ]);
    expect(first?.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { slug: 'in-progress' } });
  });

  it('a key whose request was refused without a record is judged anew', async () => {
    const no = plan(() => refused({ slug: 'wrong-state', detail: 'not now', members: { state: 'closed' } }));
    await expect(runner().run(context({ idempotencyKey: 'k' }), no)).rejects.toMatchObject({
      slug: 'wrong-state',
      members: { state: 'closed' },
    });
    expect((await runner().run(context({ idempotencyKey: 'k' }), plan())).replayed).toBe(false);
  });

  it('records a refusal that has events, once, and then refuses', async () => {
    const no = plan(() =>
      refused<Counted>({ slug: 'bytes-differ', detail: 'other bytes' }, { type: 'counted', data: { by: 7 } }),
    );
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(runner().run(context({ idempotencyKey: 'k' }), no)).rejects.toMatchObject({
        slug: 'bytes-differ',
        members: { position: '1' },
      });
    }
    expect((await ledger.store.readStream('thing-1')).map(({ data }) => data)).toEqual([{ by: 7 }]);
  });

  it('decides again on the newer state where somebody else appended first', async () => {
    let raced = false;
    const store = storeWith({
      append: async (stream, expected, events) => {
        if (!raced) {
          raced = true;
          await ledger.store.append(stream, expected, [
            { ...events[0]!, id: '00000000-0000-4000-8000-000000000000', metadata: { dedup: 'x' } },
          ]);
        }
        return ledger.store.append(stream, expected, events);
      },
    });
    const seen: number[] = [];
    const watching = plan((state): Decision<Counted> => {
      seen.push(state.total);
      return accepted({ type: 'counted', data: { by: 1 } });
    });
    expect((await runner(store).run(context(), watching)).revision).toBe(1);
    expect(seen).toEqual([0, 1]);
  });

  it('gives up after many lost races and says to come back', async () => {
    const store = storeWith({
      append: (stream, expected) => Promise.reject(new WrongExpectedRevision(stream, expected, 5n)),
    });
    await expect(runner(store).run(context(), plan())).rejects.toMatchObject({ slug: 'store-unavailable' });
  });

  it('repeats an append of unknown fate once, with the same bytes', async () => {
    const attempts: unknown[] = [];
    const store = storeWith({
      append: async (stream, expected, events) => {
        attempts.push(events);
        const result = await ledger.store.append(stream, expected, events);
        if (attempts.length === 1) throw new Unavailable('the connection broke', true);
        return result;
      },
    });
    expect(await runner(store).run(context(), plan())).toMatchObject({ replayed: false, revision: 0 });
    expect(attempts[1]).toBe(attempts[0]);
    expect(await ledger.store.readStream('thing-1')).toHaveLength(1);
  });

  it('acknowledges nothing while the store is away', async () => {
    const store = storeWith({ append: () => Promise.reject(new Unavailable('no store', true)) });
    await expect(runner(store).run(context({ idempotencyKey: 'k' }), plan())).rejects.toMatchObject({
      slug: 'store-unavailable',
    });
    expect((await runner().run(context({ idempotencyKey: 'k' }), plan())).replayed).toBe(false);
  });

  it('finds its own event where an append of unknown fate did arrive after all', async () => {
    await runner().run(context({ idempotencyKey: 'k' }), plan());
    const forgetful = new StoreCommandRunner(
      ledger.store,
      ledger.clock,
      new KeyRegister(new TestLedger().readModel, ledger.watermarks),
      new StreamQueue(),
      ledger.watermarks,
    );
    expect(await forgetful.run(context({ idempotencyKey: 'k' }), plan())).toMatchObject({
      replayed: true,
      revision: 0,
    });
  });

  it('lets a decision of no events pass without an append', async () => {
    expect(
      await runner().run(
        context(),
        plan(() => accepted<Counted>()),
      ),
    ).toMatchObject({ events: [], revision: -1, position: 0 });
  });
});

describe('an identified context', () => {
  it('keeps the key it has and makes one where it has none', () => {
    expect(identified(context({ idempotencyKey: 'k' })).context.idempotencyKey).toBe('k');
    const { context: keyed, identity } = identified(context());
    expect(identified(keyed).identity).toEqual(identity);
  });
});
