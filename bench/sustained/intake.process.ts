import { setTimeout as pause } from 'node:timers/promises';
import { assetOf, reportOf } from './facts.js';
import { Client, type Sent } from './http.js';
import type { FromHelper, Target, ToHelper } from './messages.js';

/* Emits facts without a pause until it is told to stop, as hooks do: what is answered 429 or 503 is sent again later. */

const SINGLE_LANES = 16;
const BATCH_LANES = 2;
const BATCH = 100;
const NDJSON_LANES = 1;
const LINES = 500;

const stopping = new AbortController();
const statuses: Record<string, number> = {};
const acknowledged: number[][] = [];
let requests = 0;
let firstRefusal: string | null = null;

process.on('message', (message: ToHelper) => {
  if (message.kind === 'stop') stopping.abort();
  else void emit(message.target);
});
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready' });

async function emit(target: Target): Promise<void> {
  const client = new Client(target.url, target.token);
  const lanes = SINGLE_LANES + BATCH_LANES + NDJSON_LANES;
  for (let lane = 0; lane < lanes; lane += 1) acknowledged.push([]);
  await Promise.all(acknowledged.map((_, lane) => run(client, target.production, lane)));
  client.close();
  tell({ kind: 'intake', acknowledged, requests, statuses, firstRefusal });
}

async function run(client: Client, production: string, lane: number): Promise<void> {
  const size = lane < SINGLE_LANES ? 1 : lane < SINGLE_LANES + BATCH_LANES ? BATCH : LINES;
  const positions = acknowledged[lane]!;
  while (!stopping.signal.aborted) {
    const from = positions.length;
    const events = Array.from({ length: size }, (_, index) => reportOf(production, lane, from + index));
    positions.push(...(await taken(client, events, size, lane)));
  }
}

/** Sends until every event has its answer for good. */
async function taken(client: Client, events: readonly object[], size: number, lane: number): Promise<number[]> {
  const positions = events.map(() => -1);
  for (;;) {
    const missing = positions.flatMap((position, index) => (position === -1 ? [index] : []));
    if (missing.length === 0) return positions;
    const answer = await send(
      client,
      missing.map((index) => events[index]!),
      size,
    );
    requests += 1;
    count(String(answer.status));
    if (answer.status === 429 || answer.status === 503) {
      await pause(1_000 * Number(answer.headers['retry-after'] ?? 1));
      continue;
    }
    if (answer.status >= 300) firstRefusal ??= `${assetOf(lane, 0)}…: ${answer.status} ${answer.text.slice(0, 500)}`;
    for (const [place, result] of resultsOf(answer, missing.length).entries()) {
      if (size > 1) count(result.status);
      if (result.status === 'failed') continue;
      if (result.position === null) firstRefusal ??= JSON.stringify(result).slice(0, 500);
      positions[missing[place]!] = Number(result.position ?? 0);
    }
  }
}

interface Result {
  readonly status: string;
  readonly position: string | null;
}

/** One result an event, whatever the form. An NDJSON answer that was cut off has none for the rest: they failed. */
function resultsOf({ status, text }: Sent, wanted: number): Result[] {
  if (status >= 300) return Array.from({ length: wanted }, () => ({ status: 'refused', position: null }));
  if (text.startsWith('{"results"')) return (JSON.parse(text) as { results: Result[] }).results;
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Result & { readonly index?: number; readonly end?: boolean });
  if (wanted === 1 && lines.length === 1) return lines;
  const results = lines.filter((line) => line.end === undefined);
  while (results.length < wanted) results.push({ status: 'failed', position: null });
  return results;
}

function send(client: Client, events: readonly object[], size: number): Promise<Sent> {
  const path = '/v1/events';
  if (size === 1)
    return client.send({
      method: 'POST',
      path,
      body: JSON.stringify(events[0]),
      contentType: 'application/cloudevents+json',
    });
  if (size === BATCH)
    return client.send({
      method: 'POST',
      path,
      body: JSON.stringify(events),
      contentType: 'application/cloudevents-batch+json',
    });
  const body = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  return client.send({ method: 'POST', path, body, contentType: 'application/x-ndjson' });
}

function count(status: string): void {
  statuses[status] = (statuses[status] ?? 0) + 1;
}

function tell(message: FromHelper): void {
  process.send?.(message);
}
