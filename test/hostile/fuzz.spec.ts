/// <reference types="vite/client" />
import { afterAll, describe, expect, it } from 'vitest';
import {
  cameraPlate,
  comp,
  digestsOf,
  openStage,
  placeholder,
  startLedger,
  issueToken,
  type Caller,
  type Role,
} from '../harness/index.js';
import { requestFor, type FuzzRequest } from './mutate.js';
import { operationsOf, type OpenApi, type Operation } from './openapi.js';
import { Random } from './random.js';

/* Every operation that the ledger describes, with requests that are mostly wrong. `npm run test:fuzz` asks far more. */
const long = import.meta.env.MODE === 'fuzz';
const REQUESTS = long ? 2_000 : 20;
/** Of a failure, to see it again. A long run goes another way each time. */
const SEED = Number(process.env['CLEARANCE_FUZZ_SEED'] ?? (long ? Date.now() % 1_000_000 : 1));
const PRODUCTION = 'fuzzed';
const ROLES: readonly Role[] = ['emitter', 'reviewer', 'delivery', 'auditor', 'admin'];
const MIB = 1024 * 1024;

/** Refusals of which it is recorded that they happened (D1, I3). */
const RECORDED = ['promotion-refused', 'release-refused', 'held', 'bytes-differ'];
/** 422 that is about no single member. */
const UNLOCATED = ['idempotency-key-reused', 'unreadable-manifest', 'approval-kind'];

const ledger = await startLedger();
afterAll(() => ledger.dispose());
const stage = await openStage(PRODUCTION, ledger);
await stage.told(cameraPlate('plate_1'), placeholder('temp_1'), comp('comp_1', ['plate_1', 'temp_1']));
await stage.openDelivery('ep1');
const check = await stage.checkAssets('ep1', 'plate_1', 'comp_1');
const everybody: Caller = await issueToken(stage.root, {
  subject: 'fuzz@studio.example',
  kind: 'person',
  grants: ROLES.map((role) => ({ role, productions: [PRODUCTION] })),
});
const document = (await stage.root.get<OpenApi>('/openapi.json')).body;
const operations = operationsOf(document);
const catalogue = (document.components.schemas['Problem']?.properties?.['type']?.enum ?? []) as string[];
/** Closing the production would leave little to ask of it. */
const unopened = (operation: Operation) => operation.path.endsWith('/close');
const known = (operation: Operation) => ({
  production: unopened(operation) ? 'never_opened' : PRODUCTION,
  ids: { id: 'comp_1', delivery: 'ep1', check: check.id },
});

async function headOf(): Promise<string> {
  const response = await fetch(`${ledger.url}/health/ready`);
  return ((await response.json()) as { head: string }).head;
}

interface Outcome {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

async function send({ method, path, headers, body }: FuzzRequest): Promise<Outcome> {
  const leaving = new AbortController();
  const response = await fetch(`${ledger.url}${path}`, {
    method,
    headers: { Prefer: 'wait=5', ...latin(headers), Authorization: `Bearer ${everybody.token}` },
    signal: leaving.signal,
    ...(body === null ? {} : { body: new Uint8Array(body) }),
  });
  const contentType = response.headers.get('content-type') ?? '';
  if (contentType.startsWith('text/event-stream')) {
    leaving.abort();
    return { status: response.status, contentType, text: '' };
  }
  return { status: response.status, contentType, text: await response.text() };
}

/** fetch() takes nothing in a header that HTTP does not. */
const latin = (headers: FuzzRequest['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => /^[\u0020-\u007e\u0080-\u00ff]*$/.test(value)));

/** What is wrong with an answer; nothing where it is as promised. */
function complaints(operation: Operation, { status, contentType, text }: Outcome): string[] {
  if (status < 400) {
    const documented = operation.statuses.includes(String(status)) || status === 304 || status === 202;
    return documented ? [] : [`${status} is not documented`];
  }
  const found: string[] = [];
  if (status >= 500) found.push('a fault of the ledger');
  if (!contentType.startsWith('application/problem+json')) found.push(`the content type is ${contentType}`);
  const problem = parsed(text);
  if (problem['status'] !== status) found.push('the problem states another status');
  if (!catalogue.includes(String(problem['type']))) found.push(`${String(problem['type'])} is not in the catalogue`);
  const slug = slugOf(text);
  const errors = problem['errors'] as { pointer?: string; parameter?: string; message?: string }[] | undefined;
  if (status === 422 && !UNLOCATED.includes(slug)) {
    if (errors === undefined || errors.length === 0) found.push('nothing says where');
    else if (errors.some(({ pointer, parameter, message }) => (pointer ?? parameter) === undefined || !message))
      found.push('an error without its place');
  }
  return found;
}

const parsed = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    return { type: `no JSON: ${String(error)}` };
  }
};
const slugOf = (text: string) => String(parsed(text)['type']).replace('urn:clearance:problem:', '');
const shown = ({ method, path, headers, body }: FuzzRequest) =>
  `${method} ${path.slice(0, 200)} ${JSON.stringify(headers)} ${body?.toString('latin1').slice(0, 1_000) ?? ''}`;

describe(`hostile requests, seed ${SEED}`, () => {
  it.each(operations.map((operation, index) => ({ operation, index, route: `${operation.method} ${operation.path}` })))(
    '$route answers each as documented and records no refusal',
    async ({ operation, index }) => {
      const random = new Random(SEED * 1_000 + index);
      const failures: string[] = [];
      const seen = new Set<number>();
      for (let turn = 0; turn < REQUESTS && failures.length < 5; turn += 1) {
        const request = requestFor(document, operation, known(operation), random);
        const before = await headOf();
        const outcome = await send(request);
        seen.add(outcome.status);
        const found = complaints(operation, outcome);
        const silent = outcome.status >= 400 && !RECORDED.includes(slugOf(outcome.text));
        if (silent && (await headOf()) !== before) found.push('a refusal was recorded');
        if (found.length > 0)
          failures.push(`${found.join('; ')}: ${shown(request)} -> ${outcome.status} ${outcome.text.slice(0, 400)}`);
      }
      expect(failures).toEqual([]);
      expect(seen.size).toBeGreaterThan(0);
    },
    long ? 60 * 60_000 : 120_000,
  );

  it('leaves the process alive, its memory bounded, its log without a fault and its answers right', async () => {
    expect(ledger.output()).not.toMatch(/failed:|Error/);
    const metrics = (await stage.root.get('/metrics')).text;
    expect(Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1])).toBeLessThan(1024 * MIB);
    expect((await stage.root.get('/health/ready')).body).toMatchObject({ status: 'ready' });
    expect((await stage.view('plate_1')).digests).toMatchObject({ sha256: digestsOf('plate_1').sha256 });
  });
});
