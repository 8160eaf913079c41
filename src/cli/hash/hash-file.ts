import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { base58 } from '@scure/base';
import type { DigestAlgorithm } from '@clearance/domain';
import { createXXHash128, createXXHash64 } from 'hash-wasm';

/** Bytes read at once. Two such buffers are in use: one is hashed while the other fills. */
export const READ_SIZE = 4 * 1024 * 1024;

export type SixDigests = Readonly<Record<DigestAlgorithm, string>>;

export interface HashedFile {
  readonly size: number;
  readonly digests: SixDigests;
}

/** The file is not what it was when reading began, so its digests would be those of no file. */
export class FileChangedError extends Error {
  constructor(readonly path: string) {
    super(`${path} changed while it was read`);
    this.name = 'FileChangedError';
  }
}

/**
 * Six digests of a regular file in one pass.
 * @param onBytes told about bytes as they are hashed.
 * @throws FileChangedError where its size or time of change differ after the last byte; the system's error where it
 *   cannot be read.
 */
export async function hashFile(path: string, onBytes: (bytes: number) => void = () => undefined): Promise<HashedFile> {
  const handle = await open(path, 'r');
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) throw new Error(`${path} is not a regular file`);
    const sum = await createSums();
    let size = 0;
    for await (const chunk of chunksOf(handle, Number(before.size))) {
      sum.update(chunk);
      size += chunk.byteLength;
      onBytes(chunk.byteLength);
    }
    const after = await handle.stat({ bigint: true });
    if (BigInt(size) !== before.size || after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
      throw new FileChangedError(path);
    }
    return { size, digests: sum.digests() };
  } finally {
    await handle.close();
  }
}

/** Six digests of bytes in memory. */
export async function hashBytes(bytes: Uint8Array): Promise<SixDigests> {
  const sum = await createSums();
  sum.update(bytes);
  return sum.digests();
}

/** C4 id (SMPTE ST 2114): "c4" and the SHA-512 in base58, left-padded with "1" to 88 characters. */
export function c4Of(sha512: Uint8Array): string {
  return `c4${base58.encode(sha512).padStart(C4_DIGITS, '1')}`;
}

const C4_DIGITS = 88;

async function createSums() {
  const [xxh64, xxh128] = await Promise.all([createXXHash64(), createXXHash128()]);
  const native = { sha256: createHash('sha256'), sha1: createHash('sha1'), md5: createHash('md5') };
  const sha512 = createHash('sha512');
  return {
    update(chunk: Uint8Array): void {
      for (const hash of [native.sha256, native.sha1, native.md5, sha512, xxh64, xxh128]) hash.update(chunk);
    },
    digests: (): SixDigests => ({
      sha256: native.sha256.digest('hex'),
      sha1: native.sha1.digest('hex'),
      md5: native.md5.digest('hex'),
      c4: c4Of(sha512.digest()),
      xxh128: xxh128.digest('hex'),
      xxh64: xxh64.digest('hex'),
    }),
  };
}

/** The file's bytes; each chunk is valid until the next is asked for. Stops one byte past the size that was stated. */
async function* chunksOf(handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  const room = Math.min(READ_SIZE, size + 1);
  const buffers = [Buffer.allocUnsafe(room), Buffer.allocUnsafe(room)] as const;
  let turn = 0;
  let position = 0;
  const read = (at: number) => handle.read(buffers[at === 0 ? 0 : 1], 0, room, position);
  let pending = read(turn);
  for (;;) {
    const { bytesRead, buffer } = await pending;
    if (bytesRead === 0) return;
    position += bytesRead;
    if (position > size) {
      yield buffer.subarray(0, bytesRead);
      return;
    }
    turn = 1 - turn;
    pending = read(turn);
    yield buffer.subarray(0, bytesRead);
  }
}
