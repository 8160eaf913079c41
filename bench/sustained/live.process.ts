import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FromHelper, LiveReport, Target, ToHelper } from './messages.js';

/* Follows /v1/live with several clients until it is told to stop; a client that is cut off resumes where it was. */

/** Who wants every event of the log, and who wants what a screen wants: states and deliveries. */
const ALL_EVENTS = 4;
const STATES = 16;
const AGAIN_MS = 200;

interface Follower {
  readonly types: string | null;
  readonly counts: { messages: number; bytes: number; resets: number; connects: number; log: number; disorder: number };
  lastId: string | null;
  lastLog: number;
  response: IncomingMessage | null;
}

const stopping = new AbortController();
const followers: Follower[] = [...Array.from({ length: ALL_EVENTS }, () => 'asset-*'), ...Array(STATES).fill(null)].map(
  (types: string | null) => ({
    types,
    counts: { messages: 0, bytes: 0, resets: 0, connects: 0, log: 0, disorder: 0 },
    lastId: null,
    lastLog: 0,
    response: null,
  }),
);

process.on('message', (message: ToHelper) => {
  if (message.kind === 'start') void followAll(message.target);
  else {
    stopping.abort();
    for (const { response } of followers) response?.destroy();
  }
});
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready' });

async function followAll(target: Target): Promise<void> {
  await Promise.all(followers.map((follower) => follow(target, follower)));
  const sum = (of: (counts: Follower['counts']) => number) =>
    followers.reduce((total, { counts }) => total + of(counts), 0);
  const report: LiveReport = {
    kind: 'live',
    clients: followers.length,
    messages: sum(({ messages }) => messages),
    bytes: sum(({ bytes }) => bytes),
    resets: sum(({ resets }) => resets),
    reconnects: sum(({ connects }) => connects - 1),
    logEvents: followers.filter(({ types }) => types !== null).map(({ counts }) => counts.log),
    disorder: sum(({ disorder }) => disorder),
  };
  tell(report);
}

async function follow(target: Target, follower: Follower): Promise<void> {
  while (!stopping.signal.aborted) {
    follower.counts.connects += 1;
    try {
      await read(await connect(target, follower), follower);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // Cut off: it resumes below.
    }
    if (!stopping.signal.aborted) await pause(AGAIN_MS);
  }
}

function connect({ url, token, production }: Target, { types, lastId }: Follower): Promise<IncomingMessage> {
  const query = new URLSearchParams({ production, ...(types !== null && { types }) });
  const headers = { authorization: `Bearer ${token}`, ...(lastId !== null && { 'last-event-id': lastId }) };
  return new Promise((resolve, reject) => {
    get(`${url}/v1/live?${query.toString()}`, { headers, agent: false }, resolve).on('error', reject);
  });
}

async function read(response: IncomingMessage, follower: Follower): Promise<void> {
  follower.response = response;
  const { counts } = follower;
  let rest = '';
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
    counts.bytes += chunk.length;
    const messages = (rest + chunk).split('\n\n');
    rest = messages.pop() ?? '';
    for (const message of messages) take(message, follower);
  }
}

/** Looks at no more than it has to: the followers must not be what slows the run down. */
function take(message: string, follower: Follower): void {
  const event = /^event: (.*)$/m.exec(message)?.[1];
  if (event === undefined) return;
  follower.counts.messages += 1;
  follower.lastId = /^id: (.*)$/m.exec(message)?.[1] ?? follower.lastId;
  if (event === 'reset') follower.counts.resets += 1;
  if (follower.types === null || !event.startsWith('asset-') || event === 'asset-state-changed') return;
  const position = Number(/"position":"(\d+)"/.exec(message)?.[1] ?? 0);
  follower.counts.log += 1;
  if (position <= follower.lastLog) follower.counts.disorder += 1;
  follower.lastLog = position;
}

function tell(message: FromHelper): void {
  process.send?.(message);
}
