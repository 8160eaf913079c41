import { createPublicKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { decidePublishSigningKey, foldLedger, LEDGER_STREAM, type SigningKeyData } from '@clearance/domain';
import type { EventStore } from '@clearance/event-store';
import { keyIdOf } from '@clearance/transparency';
import { loadStream } from '../ledger/appending.js';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { Problem } from '../ledger/ports.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { KeyFile, SigningKeyRefused } from './key-file.js';

export interface LoadedKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** The key that signs this ledger's release receipts: made at the first start, published in the log, never exchanged. */
@Injectable()
export class SigningKey {
  private loaded: LoadedKey | null = null;

  constructor(
    private readonly file: KeyFile,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly writer: LedgerWriter,
  ) {}

  /**
   * Loads the key, makes and publishes it where the ledger has none. Called once at start.
   * @throws SigningKeyRefused where the file is not the published key, or is lost: the ledger must not start.
   */
  async ensure(): Promise<void> {
    const published = foldLedger(await loadStream(this.store, LEDGER_STREAM)).signingKeys.at(-1) ?? null;
    const privateKey = (await this.file.read()) ?? (await this.made(published?.data ?? null));
    const key = publicPartOf(privateKey);
    await this.publish(key);
    this.loaded = { keyId: key.keyId, privateKey };
  }

  /** The key, once `ensure` has loaded it. */
  get current(): LoadedKey {
    if (this.loaded === null) throw new Error('the signing key was asked for before it was loaded');
    return this.loaded;
  }

  private made(published: SigningKeyData | null): Promise<KeyObject> {
    if (published === null) return this.file.create();
    throw new SigningKeyRefused(
      `${this.file.path} is missing, but this ledger has published the signing key ${published.keyId}; put the file back from a backup`,
    );
  }

  /** The decider compares with what is published, also where another replica was first. */
  private async publish(key: SigningKeyData): Promise<void> {
    try {
      await this.writer.record({
        stream: LEDGER_STREAM,
        followed: `${LEDGER_STREAM}#signing-key`,
        fold: foldLedger,
        decide: (state) => decidePublishSigningKey(state, key),
      });
    } catch (error) {
      if (!(error instanceof Problem) || error.slug !== 'already-exists') throw error;
      throw new SigningKeyRefused(
        `${this.file.path} holds the signing key ${key.keyId}, but this ledger has published ${String(error.members['published'])}; put back the file that belongs to it`,
      );
    }
  }
}

function publicPartOf(privateKey: KeyObject): SigningKeyData {
  const publicKey = createPublicKey(privateKey);
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return { keyId: keyIdOf(publicKey), algorithm: 'ed25519', publicKey: pem };
}
