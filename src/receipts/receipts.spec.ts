import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { canonicalJson } from '@clearance/canonical';
import {
  checkStream,
  deliveryStream,
  ledgerIdentity,
  manifestStream,
  type DomainEvent,
  type ManifestItemData,
} from '@clearance/domain';
import { everything, openReadModelWriter, Projector, type ReadModelDatabase } from '@clearance/projections';
import { openEnvelope } from '@clearance/transparency';
import request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { grantToken, openProductions, TestLedger } from '../http/testing/index.js';
import { appendAfter, envelop, loadStream } from '../ledger/appending.js';
import { CommandsModule } from '../ledger/commands.module.js';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { ReceiptsModule } from './receipts.module.js';
import { Receipts } from './receipts.service.js';
import { SigningKey } from './signing-key.js';

const PATH = '/v1/productions/nightfall/deliveries/ep101';
const DELIVERY = deliveryStream('nightfall', 'ep101');
const SHA = (digit: string) => digit.repeat(64);
const USE = { class: 'final', territories: ['*'], languages: ['en'], medium: 'svod' };
const POLICIES = [{ id: 'base', version: '1', digest: SHA('0'), switches: {} }];

/** The parts of a running ledger that receipts stand on, the read model brought up to date by hand. */
let folder: string;
let ledger: TestLedger;
let db: ReadModelDatabase;
let app: NestFastifyApplication;
let reader: string;
let emitterElsewhere: string;

@Global()
@Module({})
class LedgerWriting {}

async function startApp(): Promise<NestFastifyApplication> {
  const started = await ledger.app([
    {
      module: LedgerWriting,
      imports: [CommandsModule],
      providers: [LedgerWriter, { provide: ReadModelConnection, useValue: { db } }],
      exports: [LedgerWriter, ReadModelConnection],
    },
    ReceiptsModule.over({ path: folder }),
  ]);
  await started.get(SigningKey, { strict: false }).ensure();
  return started;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clearance-receipts-'));
  ledger = new TestLedger();
  db = openReadModelWriter(':memory:');
  app = await startApp();
  await openProductions(ledger, 'nightfall', 'daybreak');
  reader = (await grantToken(ledger, { grants: [{ role: 'auditor', productions: ['nightfall'] }] })).secret;
  emitterElsewhere = (await grantToken(ledger, { grants: [{ role: 'emitter', productions: ['daybreak'] }] })).secret;
});
afterEach(async () => {
  await app.close();
  await ledger.store.close();
  db.close();
  rmSync(folder, { recursive: true });
});

async function say(stream: string, type: string, data: unknown): Promise<void> {
  const recorded = await loadStream(ledger.store, stream);
  const now = ledger.clock.now();
  const about = {
    actor: { subject: 'lead@studio.example', role: null, token: null, onBehalfOf: null, via: null },
    source: null,
    sourceId: null,
    correlationId: null,
    causationId: null,
    occurredAt: now,
    recordedAt: now,
  };
  const event: DomainEvent = { type, data };
  const identity = ledgerIdentity(`${stream}#${recorded.length}`, type, data);
  await appendAfter(ledger.store, stream, recorded, envelop([event], identity, about));
}

async function project(into: ReadModelDatabase = db): Promise<void> {
  const projector = new Projector(into);
  projector.apply(await ledger.store.readAll(projector.checkpoint));
  await ledger.watermarks.catchUp();
}

const openDelivery = (use: object = USE) =>
  say(DELIVERY, 'opened', {
    name: 'Episode 101',
    recipient: 'Streamer',
    eidr: null,
    dueAt: null,
    labels: {},
    ...USE,
    ...use,
  });

const referenceTo = (id: string, name: string, format: string, items: readonly unknown[]) => ({
  id,
  name,
  format,
  sha256: id,
  items: items.length,
});

async function sayManifest(id: string, items: readonly ManifestItemData[]): Promise<void> {
  await say(manifestStream('nightfall', id), 'chunk', { part: 1, from: 0, items });
}

interface Package {
  readonly manifests: readonly (readonly ManifestItemData[])[];
  readonly files?: readonly ManifestItemData[];
  readonly use?: object;
  readonly validUntil?: string | null;
  readonly total?: number;
}

/** A check that had held everything, and a release that was granted on it all the same. */
async function release(decision: string, { manifests, files, use = {}, validUntil = null, total }: Package) {
  const check = `chk_${decision}`;
  const references = manifests.map((items, ord) => referenceTo(SHA(String(ord + 1)), `m${ord}.json`, 'items', items));
  for (const [ord, items] of manifests.entries()) await sayManifest(references[ord]!.id, items);
  const found = files === undefined ? null : referenceTo(SHA('9'), 'files', 'files', files);
  if (files !== undefined && found !== null) await sayManifest(found.id, files);
  const stream = checkStream('nightfall', check);
  const verdict = {
    decision,
    verdict: 'hold',
    position: 7,
    use: { ...USE, ...use },
    policies: POLICIES,
    engine: 1,
    summary: { total: total ?? manifests.flat().length },
    causes: [],
    causeCount: 0,
    verdictDigest: SHA('d'),
  };
  await say(stream, 'check-requested', { check, delivery: 'ep101', manifests: references, files: found, problems: [] });
  await say(stream, 'held', {
    part: 1,
    items: [{ manifest: 0, item: 0, path: manifests[0]![0]!.path, code: 'unregistered', causes: [] }],
  });
  await say(stream, 'checked', { ...verdict, problems: [] });
  await say(DELIVERY, 'release-requested', { decision, check, validUntil });
  await say(DELIVERY, 'released', { ...verdict, verdict: 'release', check, validUntil, manifests: references });
}

const item = (path: string, digests: ManifestItemData['digests'], more: Partial<ManifestItemData> = {}) => ({
  path,
  size: null,
  digests,
  ...more,
});
const PACKAGE: Package = {
  manifests: [[item('b.exr', { sha256: SHA('b') }), item('a.exr', { sha1: 'a'.repeat(40) })]],
};

const get = (path: string, token = reader) =>
  request(app.getHttpServer()).get(path).set('Authorization', `Bearer ${token}`).buffer(true);
const envelopeText = async () => (await get(`${PATH}/receipt`).parse(asText)).body as string;

function asText(response: request.Response, done: (error: Error | null, body: string) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
}

function opened(text: string) {
  const { privateKey } = app.get(SigningKey, { strict: false }).current;
  const result = openEnvelope(JSON.parse(text), [createPublicKey(privateKey)]);
  if (result.kind === 'refused') throw new Error(result.reason);
  return { ...result, statement: JSON.parse(result.payload.toString('utf8')) as Record<string, unknown> };
}

describe('GET …/receipt', () => {
  it('is a signed in-toto statement of every released file, whatever the check itself had held', async () => {
    await openDelivery();
    await release('dec_1', PACKAGE);
    await project();
    const answer = await get(`${PATH}/receipt`).parse(asText);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^application\/vnd\.dsse\.envelope\.v1\+json(;|$)/);
    const { payload, payloadType, keyId, statement } = opened(answer.body as string);
    expect(payloadType).toBe('application/vnd.in-toto+json');
    expect(payload.toString('utf8')).toBe(canonicalJson(statement));
    expect(statement).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name: 'a.exr', digest: { sha1: 'a'.repeat(40) } },
        { name: 'b.exr', digest: { sha256: SHA('b') } },
      ],
      predicateType: 'urn:clearance:predicate:release:v1',
      predicate: {
        production: 'nightfall',
        delivery: 'ep101',
        recipient: 'Streamer',
        use: USE,
        decision: 'dec_1',
        position: '7',
        policies: POLICIES,
        engine: 1,
        manifests: [{ name: 'm0.json', format: 'items', sha256: SHA('1'), items: 2 }],
        releasedAt: '2026-03-01T12:00:00.000Z',
        validUntil: null,
        keyId,
      },
    });
  });

  it('gives a file the digests of every manifest that lists it, and those of the file that was looked at', async () => {
    await openDelivery();
    await release('dec_1', {
      manifests: [[item('a.exr', { sha256: SHA('a') })], [item('a.exr', { md5: 'e'.repeat(32) })]],
      files: [item('a.exr', { sha256: SHA('a'), xxh64: 'f'.repeat(16) })],
    });
    await project();
    expect(opened(await envelopeText()).statement['subject']).toEqual([
      { name: 'a.exr', digest: { sha256: SHA('a'), md5: 'e'.repeat(32), xxh64: 'f'.repeat(16) } },
    ]);
  });

  it('is the same bytes again, after facts about its assets, and from a read model and a process built anew', async () => {
    await openDelivery();
    await release('dec_1', PACKAGE);
    await project();
    const first = await envelopeText();
    await say('asset-nightfall/b', 'registered', { name: 'b', kind: 'image' });
    await say('asset-nightfall/b', 'bytes-identified', { digests: { sha256: SHA('b'), md5: 'b'.repeat(32) } });
    ledger.clock.time = '2026-04-01T00:00:00.000Z';
    await project();
    expect(await envelopeText()).toBe(first);
    await app.close();
    db.close();
    db = openReadModelWriter(':memory:');
    app = await startApp();
    await project();
    expect(await envelopeText()).toBe(first);
  });

  it('says notForFinal where the delivery is of another class', async () => {
    await openDelivery({ class: 'review' });
    await release('dec_1', { ...PACKAGE, use: { class: 'review' } });
    await project();
    expect(opened(await envelopeText()).statement['predicate']).toMatchObject({
      notForFinal: true,
      use: { class: 'review' },
    });
  });

  it('is that of the newest release', async () => {
    await openDelivery();
    await release('dec_1', PACKAGE);
    await release('dec_2', PACKAGE);
    await project();
    expect(opened(await envelopeText()).statement['predicate']).toMatchObject({ decision: 'dec_2' });
  });

  it('is 404 for a delivery that is not known, that released nothing, or whose production is not the caller’s', async () => {
    await openDelivery();
    await project();
    for (const [path, token] of [
      [`${PATH}/receipt`, reader],
      [`${PATH}/receipt/status`, reader],
      ['/v1/productions/nightfall/deliveries/other/receipt', reader],
      [`${PATH}/receipt`, emitterElsewhere],
    ] as const) {
      const answer = await get(path, token);
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    expect((await request(app.getHttpServer()).get(`${PATH}/receipt`)).status).toBe(401);
  });

  it('is not made, and its release not known to stand, where it cannot be read for whom the delivery was opened', async () => {
    await say(DELIVERY, 'opened', { name: 7 });
    await release('dec_1', PACKAGE);
    await project();
    const answer = await get(`${PATH}/receipt`).parse(asText);
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.body as string)).toMatchObject({
      type: 'urn:clearance:problem:wrong-state',
      state: 'unknown',
    });
    expect((await get(`${PATH}/receipt/status`)).body).toMatchObject({ state: 'unknown', decision: 'dec_1' });
  });

  it('is refused where two manifests list other bytes under one path', async () => {
    await openDelivery();
    await release('dec_1', {
      manifests: [[item('a.exr', { sha256: SHA('a') })], [item('a.exr', { sha256: SHA('b') })]],
    });
    await project();
    const answer = await get(`${PATH}/receipt`).parse(asText);
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.body as string)).toMatchObject({
      type: 'urn:clearance:problem:digest-mismatch',
      detail: 'a.exr was released with two different sha256 digests.',
    });
  });

  it('is not given where the items are not those that were judged', async () => {
    await openDelivery();
    await release('dec_1', { ...PACKAGE, total: 3 });
    await project();
    expect((await get(`${PATH}/receipt`).parse(asText)).status).toBe(500);
    expect(() => app.get(Receipts, { strict: false }).receipt('nightfall', 'ep101', everything)).toThrow(
      'the release dec_1 is of 3 items, but its check lists 2',
    );
  });
});

const stateNow = async () => ((await get(`${PATH}/receipt/status`)).body as { state: string }).state;

describe('GET …/receipt/status', () => {
  it('says how the receipt stands, since when, and of which release it speaks', async () => {
    await openDelivery();
    await release('dec_1', PACKAGE);
    await project();
    const position = String(ledger.watermarks.factsAt);
    expect((await get(`${PATH}/receipt/status`)).body).toEqual({
      state: 'valid',
      since: '2026-03-01T12:00:00.000Z',
      decision: 'dec_1',
      position,
    });
  });

  it('is expired by the clock, and stays so where the clock is set back behind the log', async () => {
    await openDelivery();
    await release('dec_1', { ...PACKAGE, validUntil: '2026-03-05T00:00:00.000Z' });
    await project();
    expect(await stateNow()).toBe('valid');
    ledger.clock.time = '2026-03-05T00:00:00.000Z';
    expect(await stateNow()).toBe('expired');
    await say('ledger-main', 'clock-advanced', { to: ledger.clock.time });
    await project();
    ledger.clock.time = '2026-03-01T12:00:00.000Z';
    expect(await stateNow()).toBe('expired');
  });

  it('D4: is recalled after a recall; the receipt itself stays what it was', async () => {
    await openDelivery();
    await release('dec_1', PACKAGE);
    await project();
    const before = await envelopeText();
    ledger.clock.time = '2026-03-03T00:00:00.000Z';
    await say(DELIVERY, 'recalled', { release: 'dec_1', reason: 'wrong plate', cause: null, paths: [] });
    await project();
    expect((await get(`${PATH}/receipt/status`)).body).toMatchObject({
      state: 'recalled',
      since: '2026-03-03T00:00:00.000Z',
    });
    expect(await envelopeText()).toBe(before);
  });
});

describe('GET /v1/keys', () => {
  it('lists the published key to any token', async () => {
    await project();
    const { keyId, privateKey } = app.get(SigningKey, { strict: false }).current;
    const answer = await get('/v1/keys', emitterElsewhere);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      items: [
        {
          keyId,
          algorithm: 'ed25519',
          publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }),
          publishedAt: '2026-03-01T12:00:00.000Z',
          retiredAt: null,
        },
      ],
      next: null,
      position: String(ledger.watermarks.factsAt),
    });
    expect((await request(app.getHttpServer()).get('/v1/keys')).status).toBe(401);
  });
});
