import { readFileSync } from 'node:fs';
import { request as plain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import { Unavailable } from '../../errors.js';
import type { Credentials, StoreUrl } from '../store-url.js';

/** How long a node may take to answer before the next one is asked. Milliseconds. */
const ANSWERS_WITHIN_MS = 10_000;
/** More than the server says of one account. Bytes. */
const LONGEST_ANSWER = 1_048_576;
const DEFAULT_PORT = '2113';

export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON; null where there is none. */
  readonly body: unknown;
}

/** One request: what is asked, for whom, and the JSON that goes with it. */
export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly as: Credentials;
  readonly body?: unknown;
}

/**
 * The server's HTTP interface, on the nodes that a store's URL names and with its certificate. Whichever node answers
 * passes on to the leader what is the leader's. @throws Unavailable where none answers, with what each said.
 */
export async function askServer(url: StoreUrl, question: HttpQuestion): Promise<HttpAnswer> {
  const { hosts, tls, ca } = endpointsOf(url);
  const failures: string[] = [];
  for (const host of hosts) {
    const at = host.lastIndexOf(':');
    const [hostname, port] = at < 0 ? [host, DEFAULT_PORT] : [host.slice(0, at), host.slice(at + 1)];
    try {
      return await askNode({ hostname, port, ...(tls && ca !== null && { ca }) }, tls, question);
    } catch (error) {
      failures.push(`${host}: ${(error as Error).message || String(error)}`);
    }
  }
  throw new Unavailable(`the event store cannot be reached: ${failures.join('; ')}`, question.method === 'POST');
}

interface Endpoints {
  readonly hosts: readonly string[];
  readonly tls: boolean;
  readonly ca: Buffer | null;
}

/** Names of options are read as the clients read them: without regard to case, hyphens and underscores. */
export function endpointsOf({ connectionString }: StoreUrl): Endpoints {
  const [, hosts = '', query = ''] = /^[^:]+:\/\/(?:[^@/]*@)?([^/?]+)\/?(?:\?(.*))?$/.exec(connectionString) ?? [];
  const options = new Map(
    [...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase().replaceAll(/[-_]/g, ''), value]),
  );
  const file = options.get('tlscafile');
  return {
    hosts: hosts.split(','),
    tls: options.get('tls')?.toLowerCase() !== 'false',
    ca: file === undefined ? null : readFileSync(file),
  };
}

function askNode(node: RequestOptions, tls: boolean, { method, path, as, body }: HttpQuestion): Promise<HttpAnswer> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const options: RequestOptions = {
    ...node,
    method,
    path,
    agent: false,
    timeout: ANSWERS_WITHIN_MS,
    auth: `${as.username}:${as.password}`,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    },
  };
  return new Promise((resolve, reject) => {
    const asked = (tls ? secure : plain)(options, (response) => {
      answerOf(response).then(resolve, reject);
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${ANSWERS_WITHIN_MS} ms`)));
    asked.on('error', reject);
    asked.end(text);
  });
}

async function answerOf(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) throw new Error('the answer is too long for one');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const isJson = /^application\/json\b/.test(response.headers['content-type'] ?? '');
  return { status: response.statusCode ?? 0, body: isJson && text !== '' ? (JSON.parse(text) as unknown) : null };
}
