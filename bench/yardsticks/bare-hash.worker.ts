import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { createXXHash128, createXXHash64 } from 'hash-wasm';

/** How much to hash, bytes. */
export interface BareHashing {
  readonly bytes: number;
}

const CHUNK = 4 * 1024 * 1024;

/* The six hash functions of `ingest` over one buffer in memory, again and again: no file, no progress, no result. */

const port = parentPort;
if (port === null) throw new Error('bare-hash.worker runs only as a worker thread');
const buffer = Buffer.alloc(CHUNK, 'clearance ');
const [xxh64, xxh128] = await Promise.all([createXXHash64(), createXXHash128()]);
port.on('message', ({ bytes }: BareHashing) => {
  xxh64.init();
  xxh128.init();
  const hashes = [...['sha256', 'sha1', 'md5', 'sha512'].map((name) => createHash(name)), xxh64, xxh128];
  for (let left = bytes; left > 0; left -= CHUNK) {
    const chunk = left < CHUNK ? buffer.subarray(0, left) : buffer;
    for (const hash of hashes) hash.update(chunk);
  }
  for (const hash of hashes) hash.digest('hex');
  port.postMessage('done');
});
port.postMessage('ready');
