import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { Problem } from '../../ledger/ports.js';
import type { Patience } from './patience.js';

/** How many bytes one compressed byte may become. Below FREE_BYTES nobody counts: small texts compress well. */
const MAX_RATIO = 100;
const FREE_BYTES = 64 * 1024;

/** The encoding of a body. @throws Problem unsupported-media-type for any but gzip and none. */
export function encodingOf(header: string | undefined): 'identity' | 'gzip' {
  const encoding = (header ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return 'identity';
  if (encoding === 'gzip' || encoding === 'x-gzip') return 'gzip';
  throw new Problem('unsupported-media-type', `The Content-Encoding ${encoding} is not read here; gzip is.`);
}

/**
 * The decoded bytes of a body as they come in, never more than `limit`. The source is never destroyed, because its
 * socket still has to carry the answer.
 * @throws Problem too-slow where it does not come on; too-large past the limit or past a compression ratio of 100; malformed-body where it is cut or corrupt.
 */
export async function* decodedChunks(
  source: Readable,
  encoding: 'identity' | 'gzip',
  { limit, patience }: { readonly limit: number; readonly patience: Patience },
): AsyncGenerator<Buffer> {
  const meter = { received: 0, given: 0 };
  source.on('data', (chunk: Buffer) => (meter.received += chunk.length));
  source.pause();
  const decoded = encoding === 'gzip' ? gunzip(source) : source;
  try {
    const parts = decoded.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
    for (;;) {
      const part = await patience.within(parts.next(), ({ value }) => value?.length ?? 0);
      if (part.done === true) return;
      const chunk = part.value;
      meter.given += chunk.length;
      if (meter.given > limit) throw new Problem('too-large', `The body may hold ${limit} bytes.`);
      if (meter.given > FREE_BYTES && meter.given > meter.received * MAX_RATIO) {
        throw new Problem('too-large', `The body may not grow more than ${MAX_RATIO} times when it is unpacked.`);
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof Problem
      ? error
      : new Problem('malformed-body', 'The body ended early or is not what its Content-Encoding says.');
  } finally {
    if (decoded !== source) {
      source.unpipe();
      decoded.destroy();
    }
    source.resume();
  }
}

function gunzip(source: Readable): Readable {
  const gunzipping = createGunzip();
  source.on('error', (error) => gunzipping.destroy(error));
  source.on('close', () => {
    if (!source.readableEnded) gunzipping.destroy(new Error('the sender went away'));
  });
  return source.pipe(gunzipping);
}
