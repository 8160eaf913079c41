import { Readable } from 'node:stream';
import {
  GIB,
  problemDocument,
  problemFrom,
  readJson,
  decodedChunks,
  encodingOf,
  patienceFor,
  type RawBody,
} from '../../http/index.js';
import { Problem } from '../../ledger/ports.js';
import { inOrder, type Width } from '../in-order.js';
import { Tally, type Result } from '../results.js';
import { MAX_EVENT_BYTES, tooLarge, type Item } from './batch.js';
import { linesOf, type Line } from './lines.js';

export const MAX_NDJSON_BYTES = GIB;
export const MAX_LINES = 1_000_000;

export interface NdjsonJob {
  readonly body: RawBody;
  /** What may be under way at once. */
  readonly width: Width;
  /** Waits until the next event may be taken. @returns why it may not, after all */
  readonly pace: () => Promise<Problem | null>;
  readonly take: (item: Item, index: number) => Promise<Result>;
  /** Position to state where nothing was recorded. */
  readonly positionNow: () => number;
  readonly requestId: string;
}

/**
 * Takes events line by line and answers each by a line, in order, while the rest is still coming in. The last line says
 * that it is the end: an answer without it is no answer, and everything may be sent again.
 * @throws Problem unsupported-media-type, before anything is answered
 */
export function answerLines(job: NdjsonJob): Readable {
  const encoding = encodingOf(job.body.request.headers['content-encoding']);
  const chunks = decodedChunks(job.body.stream, encoding, {
    limit: MAX_NDJSON_BYTES,
    patience: patienceFor(job.body.request),
  });
  return Readable.from(answers(job, chunks), { objectMode: false, highWaterMark: 64 * 1024 });
}

async function* answers(job: NdjsonJob, chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const tally = new Tally();
  try {
    for await (const result of inOrder(items(job, linesOf(chunks, MAX_EVENT_BYTES)), job.width, job.take)) {
      tally.add(result);
      yield `${JSON.stringify(result)}\n`;
    }
  } catch (error) {
    const problem = problemFrom(error);
    if (problem === null) throw error;
    // Not the end: the events read so far were taken, the rest was not looked at.
    yield `${JSON.stringify({ end: false, problem: problemDocument(problem, job.requestId) })}\n`;
    return;
  }
  yield `${JSON.stringify({ end: true, summary: tally.summary, position: tally.position(job.positionNow()) })}\n`;
}

async function* items(job: NdjsonJob, lines: AsyncIterable<Line>): AsyncGenerator<Item> {
  let count = 0;
  for await (const line of lines) {
    count += 1;
    if (count > MAX_LINES) throw new Problem('too-large', `A body may hold ${MAX_LINES} lines.`);
    const item = itemOf(line);
    yield item.problem === null ? { ...item, problem: await job.pace() } : item;
  }
}

function itemOf(line: Line): Item {
  if (line === 'too-long') return { event: null, bytes: 0, problem: tooLarge() };
  try {
    return { event: readJson(line, 'invalid-event'), bytes: line.length, problem: null };
  } catch (error) {
    if (error instanceof Problem) return { event: null, bytes: line.length, problem: error };
    throw error;
  }
}
