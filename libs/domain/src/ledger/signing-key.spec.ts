/* oxlint-disable vitest/expect-expect -- given().when().records() asserts (testing/given.ts) */
import { describe, expect, it } from 'vitest';
import { givenStream, recorded } from '../testing/given.js';
import { decidePublishSigningKey } from './decide.js';
import type { SigningKeyData } from './events.js';
import { foldLedger } from './fold.js';

const givenLedger = givenStream('ledger-main', foldLedger);
const CREATED = { type: 'created', data: { engine: 1 } };
const KEY: SigningKeyData = { keyId: 'a'.repeat(32), algorithm: 'ed25519', publicKey: 'PEM of a' };
const OTHER: SigningKeyData = { keyId: 'b'.repeat(32), algorithm: 'ed25519', publicKey: 'PEM of b' };
const published = (data: SigningKeyData) => ({ type: 'signing-key-published', data });

describe('the key that signs receipts', () => {
  it('is published once', () => {
    givenLedger(CREATED)
      .when((state) => decidePublishSigningKey(state, KEY))
      .records(published(KEY));
    givenLedger(CREATED, published(KEY))
      .when((state) => decidePublishSigningKey(state, KEY))
      .recordsNothing();
  });

  it('is not exchanged for another, nor for other bytes under its id', () => {
    givenLedger(CREATED, published(KEY))
      .when((state) => decidePublishSigningKey(state, OTHER))
      .refuses({ slug: 'already-exists', members: { published: KEY.keyId, given: OTHER.keyId } });
    givenLedger(CREATED, published(KEY))
      .when((state) => decidePublishSigningKey(state, { ...KEY, publicKey: OTHER.publicKey }))
      .refuses({ slug: 'already-exists', members: { published: KEY.keyId, given: KEY.keyId } });
    givenLedger(CREATED, published(KEY))
      .when((state) => decidePublishSigningKey(state, { ...KEY, keyId: OTHER.keyId }))
      .refuses({ slug: 'already-exists', members: { published: KEY.keyId, given: OTHER.keyId } });
  });

  it('is folded with when it was published; a log from before there were keys has none', () => {
    const [, event] = recorded('ledger-main', [CREATED, published(KEY)]);
    expect(foldLedger(recorded('ledger-main', [CREATED, published(KEY)])).signingKeys).toEqual([
      {
        event: event!.id,
        stream: 'ledger-main',
        revision: 1,
        n: 2,
        by: event!.meta.actor.subject,
        recordedAt: event!.meta.recordedAt,
        data: KEY,
      },
    ]);
    expect(foldLedger(recorded('ledger-main', [CREATED])).signingKeys).toEqual([]);
  });

  it('of an algorithm that is not known cannot be read', () => {
    const odd = { type: 'signing-key-published', data: { ...KEY, algorithm: 'rsa' } };
    expect(() => foldLedger(recorded('ledger-main', [CREATED, odd]))).toThrow('/data/algorithm must be one of ed25519');
  });
});
