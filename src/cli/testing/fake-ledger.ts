import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

/** A request as the fake ledger received it. */
export interface SeenRequest {
  readonly method: string;
  /** Path without its query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A canned answer, or a function that writes one by hand (to cut it, to hang). */
export type FakeAnswer =
  | {
      readonly status?: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly headers?: Record<string, string>;
    }
  | ((response: ServerResponse, request: SeenRequest) => void);

/** `METHOD /path` -> answer, or what makes it from the request. */
export type FakeRoutes = Readonly<Record<string, FakeAnswer | readonly FakeAnswer[]>>;

export interface FakeLedger {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Bodies sent to a route, parsed. */
  sent(route: string): unknown[];
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** Answers over real HTTP on 127.0.0.1 what a test tells it to. A list of answers is given one after the other. */
export async function fakeLedger(routes: FakeRoutes): Promise<FakeLedger> {
  const requests: SeenRequest[] = [];
  const turns = new Map<string, number>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://ledger');
      const request: SeenRequest = {
        method: incoming.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      const route = `${request.method} ${request.path}`;
      const turn = turns.get(route) ?? 0;
      turns.set(route, turn + 1);
      answer(routes[route], turn, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    sent: (route) =>
      requests
        .filter((seen) => `${seen.method} ${seen.path}` === route)
        .map((seen) => JSON.parse(seen.body) as unknown),
  };
}

/** A problem as the ledger answers it. */
export function problem(status: number, slug: string, members: Record<string, unknown> = {}): FakeAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
    text: JSON.stringify({
      type: `urn:clearance:problem:${slug}`,
      title: slug,
      status,
      detail: `it is ${slug}`,
      ...members,
    }),
  };
}

/** Accepts every event of an NDJSON body. */
export const acceptingEvents: FakeAnswer = (response, request) => {
  const events = request.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; subject: string });
  const results = events.map((event, index) => ({
    index,
    id: event.id,
    status: 'accepted',
    stream: `asset-nightfall/${event.subject}`,
    revision: 0,
    position: String(index + 1),
    problem: null,
  }));
  const end = { end: true, summary: { accepted: results.length }, position: String(results.length) };
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.end([...results, end].map((line) => `${JSON.stringify(line)}\n`).join(''));
};

function answer(
  routed: FakeAnswer | readonly FakeAnswer[] | undefined,
  turn: number,
  request: SeenRequest,
  response: ServerResponse,
): void {
  const chosen = Array.isArray(routed)
    ? (routed as readonly FakeAnswer[])[Math.min(turn, routed.length - 1)]
    : (routed as FakeAnswer | undefined);
  const given = chosen ?? problem(404, 'not-found');
  if (typeof given === 'function') {
    given(response, request);
    return;
  }
  const type = given.json === undefined ? {} : { 'Content-Type': 'application/json' };
  response.writeHead(given.status ?? 200, { ...type, ...given.headers });
  response.end(given.json === undefined ? (given.text ?? '') : JSON.stringify(given.json));
}
