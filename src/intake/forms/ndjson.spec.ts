import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { RawBody } from '../../http/index.js';
import type { Result } from '../results.js';
import { answerLines } from './ndjson.js';

const LINE = Buffer.from(`${JSON.stringify({ id: 'e', padding: 'x'.repeat(980) })}\n`);
/** Bytes of answers that wait for their reader, and of the body that wait to be taken: what streams keep by themselves. */
const KEPT = 64 * 1024;
const REQUEST = { headers: {}, server: { server: {} } } as unknown as FastifyRequest;
const WIDTH = { items: 50, bytes: 1024 * 1024 };

const accepted = (index: number): Result => ({
  index,
  id: 'e',
  status: 'accepted',
  stream: 'asset-p/a',
  revision: index,
  position: String(index),
  events: 1,
  problem: null,
});

/** A body without an end, the answer to it, and how far both are. */
function endless() {
  const far = { sent: 0, taken: 0 };
  const stream = new Readable({
    highWaterMark: KEPT,
    read() {
      far.sent += 1;
      // In a later turn, as from a socket.
      setImmediate(() => this.push(LINE));
    },
  });
  const answer = answerLines({
    body: new RawBody(REQUEST, stream),
    width: WIDTH,
    pace: () => Promise.resolve(null),
    take: (_, index) => {
      far.taken += 1;
      return Promise.resolve(accepted(index));
    },
    positionNow: () => 0,
    requestId: 'r',
  });
  return { far, stream, answer };
}

/** Far more turns than an endless body would need to go on. */
async function manyTurns(): Promise<void> {
  for (let turn = 0; turn < 5_000; turn += 1) await new Promise(setImmediate);
}

describe('the answer to NDJSON', () => {
  it('takes no more of the body than fits when nobody reads the answers, and goes on when somebody does', async () => {
    const { far, stream, answer } = endless();
    const first = once(answer, 'readable');
    answer.read(0);
    await first;
    await manyTurns();
    const { sent, taken } = { ...far };
    const answersKept = Math.ceil(KEPT / JSON.stringify(accepted(1_000)).length);
    expect(taken).toBeLessThanOrEqual(WIDTH.items + answersKept + 200);
    expect(sent - taken).toBeLessThanOrEqual(2 * Math.ceil(KEPT / LINE.length) + 2);
    await manyTurns();
    expect(far).toEqual({ sent, taken });

    answer.resume();
    await manyTurns();
    expect(far.taken).toBeGreaterThan(2 * taken);
    answer.destroy();
    stream.destroy();
  });
});
