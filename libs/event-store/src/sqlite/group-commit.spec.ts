import { describe, expect, it } from 'vitest';
import { encodeEvents } from '../encoding.js';
import { Unavailable, WrongExpectedRevision } from '../errors.js';
import { eventsOf, range } from '../testing/index.js';
import type { AppendRequest, CommittedBatch } from './event-writer.js';
import { GROUP_LIMITS, GroupCommit, type GroupLimits } from './group-commit.js';

describe('group commit', () => {
  it('commits the appends of one turn together, in their order', async () => {
    const { group, batches } = recorded();
    await Promise.all(range(0, 5).map((n) => group.submit(requestFor(`asset-${n}`), 10)));
    await group.submit(requestFor('asset-later'), 10);
    expect(batches).toEqual([['asset-0', 'asset-1', 'asset-2', 'asset-3', 'asset-4'], ['asset-later']]);
  });

  it('waits for the appends of further turns as long as each brings some, but no longer than so many turns', async () => {
    const { group, batches } = recorded({ ...GROUP_LIMITS, turns: 3 });
    const turn = () => new Promise(setImmediate);
    const submitted: Promise<unknown>[] = [];
    for (const n of range(0, 5)) {
      submitted.push(group.submit(requestFor(`asset-${n}`), 10));
      await turn();
    }
    await Promise.all(submitted);
    submitted.push(group.submit(requestFor('asset-alone'), 10));
    await turn();
    await turn();
    submitted.push(group.submit(requestFor('asset-later'), 10));
    await Promise.all(submitted);
    expect(batches).toEqual([
      ['asset-0', 'asset-1', 'asset-2'],
      ['asset-3', 'asset-4'],
      ['asset-alone'],
      ['asset-later'],
    ]);
  });

  it('waits no longer once a transaction is full', async () => {
    const { group, batches } = recorded({ ...GROUP_LIMITS, events: 1, turns: 9 });
    const submitted = [group.submit(requestFor('asset-a'), 10)];
    await new Promise(setImmediate);
    submitted.push(group.submit(requestFor('asset-b'), 10));
    await Promise.all(submitted);
    expect(batches).toEqual([['asset-a'], ['asset-b']]);
  });

  it('takes no more events into one transaction than its limit', async () => {
    const { group, batches } = recorded({ ...GROUP_LIMITS, events: 3 });
    const submitted = [group.submit(requestFor('asset-a', 2), 10), group.submit(requestFor('asset-b', 2), 10)];
    submitted.push(group.submit(requestFor('asset-c'), 10), group.submit(requestFor('asset-d', 9), 10));
    await Promise.all(submitted);
    expect(batches).toEqual([['asset-a'], ['asset-b', 'asset-c'], ['asset-d']]);
  });

  it('takes no more bytes into one transaction than its limit', async () => {
    const { group, batches } = recorded({ ...GROUP_LIMITS, bytes: 100 });
    await Promise.all([60, 40, 1, 500, 1].map((bytes, n) => group.submit(requestFor(`asset-${n}`), bytes)));
    expect(batches).toEqual([['asset-0', 'asset-1'], ['asset-2'], ['asset-3'], ['asset-4']]);
  });

  it('lets only so many bytes wait, and says that the rest was not written', async () => {
    const { group, batches } = recorded({ ...GROUP_LIMITS, waitingBytes: 100 });
    const taken = group.submit(requestFor('asset-a'), 80);
    const refused = await group.submit(requestFor('asset-b'), 30).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Unavailable);
    expect(refused).toMatchObject({ ambiguous: false });
    await taken;
    await group.submit(requestFor('asset-c'), 30);
    expect(batches).toEqual([['asset-a'], ['asset-c']]);
  });

  it('gives each append its own outcome', async () => {
    const conflict = new WrongExpectedRevision('asset-b', 'noStream', 0n);
    const { group } = recorded(GROUP_LIMITS, (stream) => (stream === 'asset-b' ? conflict : RESULT));
    const results = await Promise.allSettled(
      ['asset-a', 'asset-b', 'asset-c'].map((s) => group.submit(requestFor(s), 1)),
    );
    expect(results).toEqual([
      { status: 'fulfilled', value: RESULT },
      { status: 'rejected', reason: conflict },
      { status: 'fulfilled', value: RESULT },
    ]);
  });

  it('acknowledges nothing before the transaction has returned', async () => {
    const order: string[] = [];
    const { group } = recorded(GROUP_LIMITS, () => {
      order.push('committing');
      return RESULT;
    });
    const acknowledged = group.submit(requestFor('asset-a'), 1).then(() => order.push('acknowledged'));
    await Promise.resolve();
    order.push('submitted');
    await acknowledged;
    expect(order).toEqual(['submitted', 'committing', 'acknowledged']);
  });

  it('acknowledges nothing when the commit fails, rejects all that waits as ambiguous, and takes nothing more', async () => {
    const failures: Unavailable[] = [];
    const diskFull = new Error('disk I/O error');
    let commits = 0;
    const fail = (): never => {
      commits += 1;
      throw diskFull;
    };
    const group = new GroupCommit(fail, NOTHING, (error) => failures.push(error), { ...GROUP_LIMITS, events: 2 });
    const waiting = range(0, 5).map((n) => group.submit(requestFor(`asset-${n}`), 1));
    for (const result of await Promise.allSettled(waiting)) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { name: 'Unavailable', ambiguous: true, cause: diskFull },
      });
    }
    await expect(group.submit(requestFor('asset-x'), 1)).rejects.toMatchObject({
      name: 'Unavailable',
      ambiguous: false,
    });
    expect(commits).toBe(1);
    expect(failures).toHaveLength(1);
  });

  it('writes what waits when it is finished, and takes nothing more', async () => {
    const { group, batches } = recorded();
    const waiting = group.submit(requestFor('asset-a'), 1);
    group.finish('closed');
    expect(batches).toEqual([['asset-a']]);
    expect(await waiting).toEqual(RESULT);
    await expect(group.submit(requestFor('asset-b'), 1)).rejects.toMatchObject({ message: 'closed', ambiguous: false });
  });
});

const RESULT = { revision: 0n, position: '1' };
const NOTHING = (): void => undefined;

function unexpected(error: Unavailable): never {
  throw error;
}

/** A group whose commits are written down as lists of streams. */
function recorded(
  limits: GroupLimits = GROUP_LIMITS,
  outcomeOf: (stream: string) => CommittedBatch['outcomes'][number] = () => RESULT,
) {
  const batches: string[][] = [];
  const commit = (requests: readonly AppendRequest[]): CommittedBatch => {
    batches.push(requests.map(({ stream }) => stream));
    return { outcomes: requests.map(({ stream }) => outcomeOf(stream)), head: '1' };
  };
  return { batches, group: new GroupCommit(commit, NOTHING, unexpected, limits) };
}

function requestFor(stream: string, events = 1): AppendRequest {
  return { stream, expected: 'noStream', events: encodeEvents(eventsOf(...range(1, events))) };
}
