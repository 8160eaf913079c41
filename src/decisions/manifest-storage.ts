import { Injectable } from '@nestjs/common';
import { sha256Hex } from '@clearance/canonical';
import {
  chunksOf,
  decideStoreManifest,
  evolveManifest,
  foldManifest,
  manifestStream,
  type ManifestItemData,
  type ManifestRefData,
  type ManifestSealedData,
} from '@clearance/domain';
import { itemsDigest, type ManifestReading } from '@clearance/manifests';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';

/** A manifest that was read: what was sent, and what is in it. */
export interface ReadableManifest {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly reading: Extract<ManifestReading, { ok: true }>;
}

/** Keeps manifests in the log, before the request that names them (E4, D3). */
@Injectable()
export class ManifestStorage {
  constructor(
    private readonly writer: LedgerWriter,
    private readonly connection: ReadModelConnection,
  ) {}

  /**
   * Stores raw bytes and items in a stream named by the bytes and by how they were read: the same bytes read by a newer
   * reader are another stream, so that an old check keeps resting on what it was judged by.
   */
  async store(production: string, { name, bytes, reading }: ReadableManifest): Promise<ManifestRefData> {
    const sha256 = sha256Hex(bytes);
    const items = reading.items.map(toData);
    const id = `${sha256}.${reading.format}.${reading.reader.version}`;
    const ref: ManifestRefData = { id, name, format: reading.format, sha256, items: items.length };
    if (this.sealed(production, id)) return ref;
    const chunks = chunksOf(bytes, items);
    const sealed: ManifestSealedData = {
      format: reading.format,
      sha256,
      size: bytes.length,
      chunks: chunks.length,
      items: items.length,
      itemsDigest: itemsDigest(items),
      reader: reading.reader,
    };
    const stream = manifestStream(production, id);
    await this.writer.recordSeries({
      stream,
      followed: stream,
      fold: (events) => foldManifest(production, id, events),
      evolve: evolveManifest,
      decide: (state) => decideStoreManifest(state, chunks, sealed),
    });
    return ref;
  }

  private sealed(production: string, id: string): boolean {
    return (
      this.connection.db
        .q('SELECT 1 FROM manifest WHERE production = ? AND id = ? AND sealed IS NOT NULL')
        .get(production, id) !== undefined
    );
  }
}

function toData(item: ReadableManifest['reading']['items'][number]): ManifestItemData {
  const { path, size, digests, aliases, role, failed, error } = item;
  return { path, size, digests, aliases, role, failed, ...(error === undefined ? {} : { error }) };
}
