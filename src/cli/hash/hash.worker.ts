import { parentPort } from 'node:worker_threads';
import { FileChangedError, hashFile } from './hash-file.js';
import type { HashReply, HashRequest } from './messages.js';

/** Hashes one file after the other for the pool that started it. */
const port = parentPort;
if (port === null) throw new Error('the hash worker runs only in a worker thread');

const reply = (message: HashReply): void => port.postMessage(message);

port.on('message', (request: HashRequest) => {
  hashFile(request.path, (bytes) => reply({ kind: 'progress', id: request.id, bytes })).then(
    (hashed) => reply({ kind: 'hashed', id: request.id, hashed }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      reply({ kind: 'failed', id: request.id, changed: error instanceof FileChangedError, message });
    },
  );
});
