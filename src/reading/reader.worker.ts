import { parentPort, workerData } from 'node:worker_threads';
import { openReadModelReader } from '@clearance/projections';
import { rendered } from '../http/rendered.js';
import { Problem } from '../ledger/ports.js';
import { answerTo } from './answers/index.js';
import type { QuestionKind } from './questions.js';
import type { FromReader, ToReader } from './reader-messages.js';

const port = parentPort;
if (port === null) throw new Error('reader.worker runs only as a worker thread');
const database = openReadModelReader((workerData as { readModel: string }).readModel);

port.on('message', (message: ToReader) => port.postMessage(answered(message)));

function answered<K extends QuestionKind>({ id, kind, ask, body }: ToReader<K>): FromReader {
  try {
    const answer = answerTo(database, kind, ask);
    if (!body) return { id, kind: 'answer', answer };
    const { text, etag, position, next } = rendered(answer);
    return { id, kind: 'body', body: { text, etag, position, next } };
  } catch (error) {
    if (!(error instanceof Problem))
      return { id, kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    const { slug, message, members, errors } = error;
    return { id, kind: 'problem', problem: { slug, detail: message, members, errors } };
  }
}
