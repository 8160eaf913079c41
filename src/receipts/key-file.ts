import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DataFolder } from '../ledger/data-folder.js';

/** The ledger must not start with the signing key as it is. One sentence for whoever starts it. */
export class SigningKeyRefused extends Error {
  override readonly name = 'SigningKeyRefused';
}

/** Where the private signing key lies: PKCS#8 PEM, readable by the ledger's user alone. */
export class KeyFile {
  constructor(readonly path: string) {}

  static in(folder: Pick<DataFolder, 'path'>): KeyFile {
    return new KeyFile(join(folder.path, 'keys', 'receipt-signing.pem'));
  }

  /** null where there is no such file. @throws SigningKeyRefused where it holds no ed25519 key or cannot be read. */
  async read(): Promise<KeyObject | null> {
    let pem: string;
    try {
      pem = await readFile(this.path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return null;
      throw new SigningKeyRefused(`the signing key cannot be read: ${message}`);
    }
    const key = parsed(pem);
    if (key?.asymmetricKeyType !== 'ed25519') {
      throw new SigningKeyRefused(
        `${this.path} holds no ed25519 private key (PKCS#8 PEM); put back the file this ledger made`,
      );
    }
    return key;
  }

  /**
   * Makes a new key. It is on the disk for good before this returns, under its name only when whole: the ledger publishes
   * it next, and must not lose it then.
   */
  async create(): Promise<KeyObject> {
    const { privateKey } = generateKeyPairSync('ed25519');
    const folder = dirname(this.path);
    const draft = `${this.path}.new`;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rm(draft, { force: true });
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(privateKey.export({ type: 'pkcs8', format: 'pem' }));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.path);
      await syncFolder(folder);
    } catch (error) {
      throw new SigningKeyRefused(`the signing key cannot be written: ${(error as Error).message}`);
    }
    return privateKey;
  }
}

function parsed(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    // What OpenSSL says of it ("DECODER routines::unsupported") helps nobody; the caller names the file.
    return null;
  }
}

/** Windows cannot open a folder; there the rename is as durable as it gets. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
