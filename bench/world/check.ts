import { sha256Hex } from '@clearance/canonical';
import {
  checkStream,
  chunksOf,
  eventIdOf,
  ledgerIdentity,
  manifestStream,
  type EventMetadata,
  type ManifestItemData,
} from '@clearance/domain';
import type { SqliteEventStore } from '@clearance/event-store';
import { digestsOfName } from './facts.js';

const TIME = '2026-03-02T10:00:00.000Z';
const ACTOR = { subject: 'ledger', role: null, token: null, onBehalfOf: null, via: null };

/** Records a check of assets as it stands in the log before it is judged: its manifest in chunks, then the request. */
export async function requestCheck(
  store: SqliteEventStore,
  production: string,
  check: string,
  assets: readonly string[],
): Promise<void> {
  const items = assets.map((asset): ManifestItemData => ({
    path: `package/${asset}.mxf`,
    size: null,
    digests: digestsOfName(asset),
  }));
  const raw = Buffer.from(assets.join('\n'));
  const sha256 = sha256Hex(raw);
  const manifest = `${sha256}.items.1`;
  const chunks = chunksOf(raw, items);
  const stream = manifestStream(production, manifest);
  await append(store, stream, [
    ...chunks.map((data) => ({ type: 'chunk', data })),
    {
      type: 'sealed',
      data: {
        format: 'items',
        sha256,
        size: raw.length,
        chunks: chunks.length,
        items: items.length,
        itemsDigest: sha256,
        reader: { name: 'items', version: 1 },
      },
    },
  ]);
  await append(store, checkStream(production, check), [
    {
      type: 'check-requested',
      data: {
        check,
        delivery: 'bench',
        manifests: [{ id: manifest, name: 'items', format: 'items', sha256, items: items.length }],
        files: null,
        problems: [],
      },
    },
  ]);
}

async function append(
  store: SqliteEventStore,
  stream: string,
  events: readonly { readonly type: string; readonly data: object }[],
): Promise<void> {
  for (const [index, { type, data }] of events.entries()) {
    const identity = ledgerIdentity(`${stream}#${index}`, type, data);
    const metadata: EventMetadata = {
      schema: 1,
      ...identity,
      actor: ACTOR,
      source: null,
      sourceId: null,
      correlationId: null,
      causationId: null,
      occurredAt: TIME,
      recordedAt: TIME,
    };
    await store.append(stream, index === 0 ? 'noStream' : BigInt(index - 1), [
      {
        id: eventIdOf(identity, type),
        type,
        data: data as Readonly<Record<string, unknown>>,
        metadata: metadata as unknown as Readonly<Record<string, unknown>>,
      },
    ]);
  }
}
