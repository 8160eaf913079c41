import { parentPort, workerData } from 'node:worker_threads';
import { digestOf, NotAtRest, openReadModelReader } from '@clearance/projections';
import type { FromDigest } from './digest-messages.js';

const port = parentPort;
if (port === null) throw new Error('digest.worker runs only as a worker thread');
const database = openReadModelReader((workerData as { readModel: string }).readModel);
try {
  database.snapshot(() => {
    // The first look opens the snapshot.
    database.meta('factsAt');
    say({ kind: 'open' });
    say({ kind: 'digest', digest: digestOf(database) });
  });
} catch (error) {
  if (!(error instanceof NotAtRest)) throw error;
  say({ kind: 'unrest', message: error.message });
} finally {
  database.close();
}

function say(message: FromDigest): void {
  port?.postMessage(message);
}
