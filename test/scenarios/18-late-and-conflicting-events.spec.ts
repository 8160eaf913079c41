import { describe, expect, it } from 'vitest';
import {
  cameraPlate,
  digestsOf,
  expectProblem,
  findingKeys,
  openStage,
  placeholder,
  type FactEvent,
  type Stage,
} from '../harness/index.js';

const stage = await openStage('s18_offline');

/** What an offline vendor knew, in the order it happened. */
const facts: FactEvent[] = [
  { event: 'registered', subject: 'comp', data: { name: 'first name', kind: 'image' }, time: '2026-02-01T10:00:00Z' },
  { event: 'bytes-identified', subject: 'comp', data: { digests: digestsOf('comp') }, time: '2026-02-01T10:01:00Z' },
  {
    event: 'derived-from',
    subject: 'comp',
    data: { inputs: [{ asset: 'sky', kind: 'component' }], inputsComplete: 'yes' },
    time: '2026-02-01T10:02:00Z',
  },
  { event: 'registered', subject: 'comp', data: { name: 'second name', kind: 'image' }, time: '2026-02-02T10:00:00Z' },
  placeholder('sky', {}, { time: '2026-02-03T10:00:00Z' }),
];

async function outcome(on: Stage) {
  const { state, compliant, name, digests, findings, labels } = await on.view('comp');
  return { state, compliant, name, digests, labels, findings: findingKeys(findings) };
}

describe('Scenario 18: late, duplicate, out-of-order and back-dated events', () => {
  it('ends in the same state whatever order they arrive in', async () => {
    await stage.told(...facts);
    const inOrder = await outcome(stage);
    expect(inOrder).toMatchObject({ state: 'temporary', name: 'second name' });
    const orders = { s18_reversed: [4, 3, 2, 1, 0], s18_shuffled: [3, 0, 4, 2, 1] };
    for (const [production, order] of Object.entries(orders)) {
      const other = await openStage(production);
      await other.told(...order.flatMap((index) => facts[index] ?? []));
      expect(await outcome(other)).toEqual(inOrder);
    }
  });

  it('E3: answers a repeated event with duplicate and changes nothing', async () => {
    const before = await stage.history('comp');
    for (const fact of facts) {
      const answer = await stage.emit(fact);
      expect([answer.status, answer.body.status]).toEqual([200, 'duplicate']);
    }
    expect(await stage.history('comp')).toEqual(before);
  });

  it('E3: refuses another content under a known id: a conflict, never an overwrite', async () => {
    const first: FactEvent = {
      event: 'registered',
      subject: 'plate',
      id: 'vendor-77',
      data: { name: 'plate', kind: 'image' },
    };
    await stage.told(first);
    const before = await stage.history('plate');
    const reused = await stage.emit({ ...first, data: { name: 'another plate', kind: 'image' } });
    expectProblem(reused, 409, 'event-id-reused');
    const elsewhere = await stage.emit({ ...first, subject: 'plate_b' });
    expectProblem(elsewhere, 409, 'event-id-reused');
    expect(await stage.history('plate')).toEqual(before);
    const unborn = await stage.cast.auditor.get(stage.asset('plate_b'), { minPosition: stage.seen });
    expectProblem(unborn, 404, 'not-found');
  });

  let clearAt: string | undefined;
  it('takes a back-dated mark at once and keeps both times', async () => {
    await stage.told(cameraPlate('old_plate'));
    clearAt = stage.seen;
    expect(await stage.state('old_plate')).toBe('clear');
    await stage.told({
      event: 'marked-temporary',
      subject: 'old_plate',
      data: { reason: 'was a stand-in from the start' },
      time: '2026-01-15T08:00:00Z',
    });
    expect(await stage.state('old_plate')).toBe('temporary');
    const mark = (await stage.history('old_plate')).find((event) => event.type === 'marked-temporary');
    expect(mark?.occurredAt).toBe('2026-01-15T08:00:00.000Z');
    expect(Date.parse(mark?.recordedAt ?? '')).toBeGreaterThan(Date.parse('2026-01-15T08:00:00Z'));
  });

  it('refuses an as-of question rather than answering it with the present', async () => {
    const asked = await stage.root.get(`${stage.asset('old_plate')}?asOf=${clearAt}`);
    expectProblem(asked, 422, 'invalid-request');
  });
});
