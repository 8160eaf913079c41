import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openSqliteEventStore } from '@clearance/event-store';
import { keyIdOf } from '@clearance/transparency';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { FixedClock } from '../http/testing/index.js';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { StreamQueue } from '../ledger/stream-queue.js';
import { KeyFile, SigningKeyRefused } from './key-file.js';
import { SigningKey } from './signing-key.js';

let file: KeyFile;
let store: ReturnType<typeof openSqliteEventStore>;

beforeEach(() => {
  const path = mkdtempSync(join(tmpdir(), 'clearance-keys-'));
  store = openSqliteEventStore({ memory: true });
  file = KeyFile.in({ path });
  onTestFinished(async () => {
    await store.close();
    rmSync(path, { recursive: true });
  });
});

const start = async () => {
  const key = new SigningKey(file, store, new LedgerWriter(store, new FixedClock(), new StreamQueue()));
  await key.ensure();
  return key;
};
const published = async () => (await store.readStream('ledger-main')).map(({ type, data }) => ({ type, data }));
const pemOf = (type: 'ed25519' | 'x25519') =>
  (type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });

describe('the signing key', () => {
  it('is made at the first start, for the ledger alone to read, and published', async () => {
    const { keyId, privateKey } = (await start()).current;
    expect(readFileSync(file.path, 'utf8')).toBe(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file.path))).toEqual(['receipt-signing.pem']);
    const publicKey = createPublicKey(privateKey);
    expect(keyId).toBe(keyIdOf(publicKey));
    const data = { keyId, algorithm: 'ed25519', publicKey: publicKey.export({ type: 'spki', format: 'pem' }) };
    expect(await published()).toEqual([{ type: 'signing-key-published', data }]);
  });

  it('is the same at every later start, and not published again', async () => {
    const first = (await start()).current;
    expect((await start()).current.keyId).toBe(first.keyId);
    expect(await published()).toHaveLength(1);
  });

  it('that was made but not published before a crash is published by the next start', async () => {
    const made = await file.create();
    expect((await start()).current.keyId).toBe(keyIdOf(createPublicKey(made)));
    expect(await published()).toHaveLength(1);
  });

  it('stops the start where the file is another key than the published one', async () => {
    const first = (await start()).current.keyId;
    writeFileSync(file.path, pemOf('ed25519'));
    const other = keyIdOf(createPublicKey((await file.read())!));
    await expect(start()).rejects.toEqual(
      new SigningKeyRefused(
        `${file.path} holds the signing key ${other}, but this ledger has published ${first}; put back the file that belongs to it`,
      ),
    );
    expect(await published()).toHaveLength(1);
  });

  it('stops the start where the file is lost, and makes no new one', async () => {
    const { keyId } = (await start()).current;
    rmSync(file.path);
    await expect(start()).rejects.toEqual(
      new SigningKeyRefused(
        `${file.path} is missing, but this ledger has published the signing key ${keyId}; put the file back from a backup`,
      ),
    );
    expect(readdirSync(dirname(file.path))).toEqual([]);
  });

  it.each([
    ['is empty', ''],
    ['is no key', 'hello'],
    ['is a key of another kind', pemOf('x25519')],
  ])('stops the start where the file %s', async (_what, content) => {
    await start();
    writeFileSync(file.path, content);
    await expect(start()).rejects.toEqual(
      new SigningKeyRefused(
        `${file.path} holds no ed25519 private key (PKCS#8 PEM); put back the file this ledger made`,
      ),
    );
  });

  it('cannot be used before it is loaded', () => {
    const key = new SigningKey(file, store, new LedgerWriter(store, new FixedClock(), new StreamQueue()));
    expect(() => key.current).toThrow('asked for before it was loaded');
  });
});
