import request from 'supertest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Unavailable } from '@clearance/event-store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { grantToken, openProductions, TestLedger } from '../http/testing/index.js';
import { IntakeModule } from './index.js';
import type { Result, Summary } from './results.js';

let ledger: TestLedger;
let app: NestFastifyApplication;
let tokens: string[];

beforeEach(async () => {
  ledger = new TestLedger();
  app = await ledger.app([IntakeModule]);
  await openProductions(ledger, 'nightfall');
  const grants = [{ role: 'emitter', productions: ['nightfall'] }] as const;
  tokens = [(await grantToken(ledger, { grants })).secret, (await grantToken(ledger, { grants })).secret];
});
afterEach(async () => {
  vi.restoreAllMocks();
  await app.close();
  await ledger.store.close();
});

const marked = (subject: string, id: string, reason = 'AI placeholder') => ({
  specversion: '1.0',
  type: 'clearance.asset.marked-temporary.v1',
  source: '/pipeline/hook',
  id,
  subject,
  production: 'nightfall',
  data: { reason },
});
type Event = ReturnType<typeof marked>;
const batch = (count: number) => Array.from({ length: count }, (_, n) => marked(`plate-${n}`, `e${n}`));

async function post(events: readonly object[], token = tokens[0]!) {
  const answer = await request(app.getHttpServer())
    .post('/v1/events')
    .set('Authorization', `Bearer ${token}`)
    .set('Content-Type', 'application/cloudevents-batch+json')
    .serialize((plain: unknown) => plain as string)
    .send(JSON.stringify(events));
  const body = JSON.parse(answer.text) as { results: Result[]; summary: Summary; position: string; type?: string };
  return { status: answer.status, ...body };
}

/** What the log holds of assets: the stream of each event and the id it came under, sorted. */
async function recorded() {
  const all = (await ledger.store.readAll(null)).filter(({ stream }) => stream.startsWith('asset-'));
  return all.map(({ stream, metadata }) => `${stream} ${(metadata as { sourceId: string }).sourceId}`).toSorted();
}
/** The same of what was acknowledged as new. */
const accepted = (results: readonly Result[]) =>
  results.flatMap(({ status, stream, id }) => (status === 'accepted' ? [`${stream} ${id}`] : [])).toSorted();
const told = ({ status, problem }: Result) => (problem === null ? status : problem.type.split(':').at(-1));

describe('a batch of 500', () => {
  it('tells of each event what became of it: the faulty, the doubled and the reused among the good', async () => {
    const events: Event[] = batch(500);
    events[300] = { ...marked('plate-300', 'e300'), type: 'clearance.asset.eaten.v1' };
    events[301] = events[10]!;
    events[302] = marked('plate-302', 'e11');
    events[303] = { ...marked('plate-12', 'e12'), data: { reason: 'otherwise' } };
    const { status, results, summary } = await post(events);
    expect([status, summary]).toEqual([200, { accepted: 496, duplicate: 1, refused: 3, failed: 0 }]);
    expect(results.slice(299, 305).map(told)).toEqual([
      'accepted',
      'invalid-event',
      'duplicate',
      'event-id-reused',
      'event-id-reused',
      'accepted',
    ]);
    expect(results.map(({ index, id }) => [index, id])).toEqual(events.map(({ id }, index) => [index, id]));
    expect(results[301]?.position).toBe(results[10]?.position);
    expect(await recorded()).toEqual(accepted(results));
  });

  it('is recorded once where two clients send it at the same time', async () => {
    const answers = await Promise.all(tokens.map((token) => post(batch(500), token)));
    const sums = answers.map(({ summary }) => [summary.accepted + summary.duplicate, summary.refused, summary.failed]);
    expect(sums).toEqual([
      [500, 0, 0],
      [500, 0, 0],
    ]);
    expect(answers[0]!.summary.accepted + answers[1]!.summary.accepted).toBe(500);
    for (let index = 0; index < 500; index += 1) {
      const [one, other] = answers.map(({ results }) => results[index]!);
      expect([one!.status, other!.status].toSorted()).toEqual(['accepted', 'duplicate']);
      expect([one!.stream, one!.revision, one!.position]).toEqual([other!.stream, other!.revision, other!.position]);
    }
    expect(await recorded()).toHaveLength(500);
  });

  it('of which one append fails is acknowledged in all others, and taken as a whole when it is sent again', async () => {
    const append = ledger.store.append.bind(ledger.store);
    vi.spyOn(ledger.store, 'append').mockImplementation((stream, ...rest) =>
      stream.endsWith('/plate-300') ? Promise.reject(new Unavailable('gone', false)) : append(stream, ...rest),
    );
    const first = await post(batch(500));
    expect(first.summary).toEqual({ accepted: 499, duplicate: 0, refused: 0, failed: 1 });
    expect([first.results[300]!.status, told(first.results[300]!)]).toEqual(['failed', 'store-unavailable']);
    vi.restoreAllMocks();
    expect((await post(batch(500))).summary).toEqual({ accepted: 1, duplicate: 499, refused: 0, failed: 0 });
    expect(await recorded()).toHaveLength(500);
  });

  it('that the store dies in is acknowledged exactly as far as the log has it', async () => {
    const append = ledger.store.append.bind(ledger.store);
    let left = 200;
    vi.spyOn(ledger.store, 'append').mockImplementation((...ask) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Unavailable('gone', true)) : append(...ask);
    });
    const { results, summary } = await post(batch(500));
    expect([summary.accepted, summary.failed]).toEqual([200, 300]);
    expect(await recorded()).toEqual(accepted(results));
  });

  it('is 503 and acknowledges nothing where nothing of it could be recorded', async () => {
    vi.spyOn(ledger.store, 'append').mockRejectedValue(new Unavailable('gone', false));
    expect(await post(batch(500))).toMatchObject({ status: 503, type: 'urn:clearance:problem:store-unavailable' });
    expect(await recorded()).toEqual([]);
  });
});

describe('facts of a batch that others write in between', () => {
  it('are decided on anew, and recorded after what was first', async () => {
    const append = ledger.store.append.bind(ledger.store);
    let races = 1;
    vi.spyOn(ledger.store, 'append').mockImplementation(async (stream, expected, events) => {
      if (stream.endsWith('/plate-7') && races > 0) {
        races -= 1;
        const [event] = events;
        await append(stream, expected, [{ ...event!, id: '00000000-0000-5000-8000-000000000000' }]);
      }
      return append(stream, expected, events);
    });
    const { results, summary } = await post([...batch(20), marked('plate-7', 'later')]);
    expect(summary).toEqual({ accepted: 20, duplicate: 1, refused: 0, failed: 0 });
    expect([results[7]!.status, results[7]!.revision, results[20]!.revision]).toEqual(['duplicate', 0, 1]);
  });
});
