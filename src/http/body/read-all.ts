import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../ledger/ports.js';
import { decodedChunks, encodingOf } from './inflate.js';

/** Reads a whole body of at most `limit` decoded bytes. @throws Problem, see `decodedChunks` */
export async function readAll(request: FastifyRequest, stream: Readable, limit: number): Promise<Buffer> {
  const encoding = encodingOf(request.headers['content-encoding']);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw tooLarge(limit);
  if (encoding === 'identity') return readPlain(stream, limit);
  const chunks: Buffer[] = [];
  for await (const chunk of decodedChunks(stream, encoding, limit)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The common case without an iterator a chunk. */
function readPlain(stream: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const leave = (settle: () => void) => {
      stream.off('data', take).off('end', end).off('error', fail).off('close', close);
      settle();
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      leave(() => reject(tooLarge(limit)));
      stream.resume();
    };
    const end = () => leave(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const cut = () => reject(new Problem('malformed-body', 'The body ended early.'));
    const fail = () => leave(cut);
    const close = () => leave(cut);
    stream.on('data', take).on('end', end).on('error', fail).on('close', close);
  });
}

const tooLarge = (limit: number) => new Problem('too-large', `The body may hold ${limit} bytes.`);
