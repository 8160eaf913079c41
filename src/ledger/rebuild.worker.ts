import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventReader } from '@clearance/event-store';
import { rebuildReadModel } from '@clearance/projections';
import type { FromRebuild, RebuildOptions } from './rebuild-messages.js';

const port = parentPort;
if (port === null) throw new Error('rebuild.worker runs only as a worker thread');
const { folder, readModel } = workerData as RebuildOptions;

const reader = openSqliteEventReader({ folder });
try {
  const events = rebuildReadModel(readModel, reader, (progress) => say({ kind: 'progress', progress }));
  say({ kind: 'built', events });
} finally {
  await reader.close();
}

function say(message: FromRebuild): void {
  port?.postMessage(message);
}
