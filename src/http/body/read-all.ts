import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../ledger/ports.js';
import { patienceFor } from '../connections.js';
import { accountOf, heldBodiesOf, type HeldBody } from './held-bodies.js';
import { decodedChunks, encodingOf } from './inflate.js';
import type { Patience } from './patience.js';

/** Reads a whole body of at most `limit` decoded bytes. @throws Problem, see `decodedChunks` */
export async function readAll(request: FastifyRequest, stream: Readable, limit: number): Promise<Buffer> {
  const encoding = encodingOf(request.headers['content-encoding']);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw tooLarge(limit);
  heldBodiesOf(request).mustHaveRoomFor(announced);
  const account = accountOf(request);
  const patience = patienceFor(request);
  if (encoding === 'identity') return readPlain(stream, limit, { account, patience });
  const chunks: Buffer[] = [];
  for await (const chunk of decodedChunks(stream, encoding, { limit, patience })) {
    account.add(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The common case without an iterator a chunk. */
function readPlain(
  stream: Readable,
  limit: number,
  { account, patience }: { readonly account: HeldBody; readonly patience: Patience },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const leave = (settle: () => void) => {
      patience.arrived(0);
      stream.off('data', take).off('end', end).off('error', fail).off('close', close);
      settle();
    };
    /** The rest is let run out, so that the connection can carry the answer. */
    const refuse = (error: unknown) => {
      leave(() => reject(error instanceof Error ? error : new Error(String(error))));
      stream.resume();
    };
    const take = (chunk: Buffer) => {
      patience.arrived(chunk.length);
      size += chunk.length;
      if (size > limit) return refuse(tooLarge(limit));
      try {
        account.add(chunk.length);
      } catch (error) {
        return refuse(error);
      }
      chunks.push(chunk);
      patience.wait(refuse);
    };
    const end = () => leave(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const cut = () => reject(new Problem('malformed-body', 'The body ended early.'));
    const fail = () => leave(cut);
    const close = () => leave(cut);
    patience.wait(refuse);
    stream.on('data', take).on('end', end).on('error', fail).on('close', close);
  });
}

const tooLarge = (limit: number) => new Problem('too-large', `The body may hold ${limit} bytes.`);
