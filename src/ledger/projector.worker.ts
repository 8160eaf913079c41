import { parentPort, workerData } from 'node:worker_threads';
import { LogDamaged, openSqliteEventReader } from '@clearance/event-store';
import { isReadModelDamage, LogMismatch, noteDamage, openReadModelWriter, Projector } from '@clearance/projections';
import { EndedTokens } from './ended-tokens.js';
import { Seal } from './seal.js';
import { StepSize } from './step-size.js';
import type { FromProjector, ProjectorOptions, ToProjector } from './projector-messages.js';

/** Events applied in one transaction, and their text in characters: a thousand of the largest would be a gigabyte. */
const PAGE = 1_000;
const PAGE_TEXT = 8 * 1024 * 1024;
/** Pages applied in a row while far behind, before states are evaluated again. */
const PAGES_IN_A_ROW = 20;
const RETRY_MS = 1_000;

const port = parentPort;
if (port === null) throw new Error('projector.worker runs only as a worker thread');
const options = workerData as ProjectorOptions;

const size = new StepSize();
const seal = new Seal();
let stopping = false;
let wake: (() => void) | null = null;
port.on('message', (message: ToProjector) => {
  if (message.kind === 'stop') stopping = true;
  if (message.kind === 'seal') seal.ask(message.n);
  if (message.kind === 'go on') seal.lift();
  wake?.();
});

while (!stopping) {
  try {
    await project();
  } catch (error) {
    const fault = faultOf(error);
    const { fatal } = fault;
    send({ kind: 'fault', ...fault });
    if (fatal) break;
    await pause(RETRY_MS);
  }
}
send({ kind: 'stopped' });
port.close();

async function project(): Promise<void> {
  const database = openReadModelWriter(options.readModel);
  const reader = openSqliteEventReader({ folder: options.folder });
  try {
    const projector = new Projector(database);
    const { factsAt } = projector;
    projector.confirm(reader.logId(), factsAt === 0 ? null : (reader.readAllSync(factsAt - 1, 1)[0] ?? null));
    const ended = new EndedTokens();
    let pages = 0;
    while (!stopping) {
      const before = projector.factsAt;
      const head = reader.headSync();
      const after = projector.halted === null ? before : ended.lookedUpTo(before);
      const most = seal.most(before, PAGE);
      const events = most === 0 ? [] : reader.readAllSync(after, most, PAGE_TEXT);
      if (projector.halted !== null) ended.look(events);
      const toRest = seal.most(before + events.length, PAGE) === 0;
      const cut = !toRest && (events.length === PAGE || after + events.length < head);
      pages = cut ? pages + 1 : 0;
      const far = pages > 0 && pages % PAGES_IN_A_ROW !== 0;
      const { changes, more } = projector.together(() => {
        projector.apply(events);
        return far ? { changes: [], more: true } : settle(projector);
      });
      const idle = events.length === 0 && !more;
      send({
        kind: 'progress',
        factsAt: projector.factsAt,
        behind: projector.unsettled(),
        changes,
        nextDue: projector.nextDue(),
        logTime: projector.logTime,
        idle,
        engine: projector.engine.engine,
        halted: projector.halted,
        ended: ended.take(),
      });
      const sealed = seal.reached(projector.factsAt, !more && !far);
      if (sealed !== null) send({ kind: 'sealed', n: sealed, at: projector.factsAt });
      // Lets a stop or a wake in between steps; without it messages would wait for ever under load.
      await (idle ? awoken() : pause(0));
    }
  } finally {
    await reader.close();
    database.close();
  }
}

function settle(projector: Projector): ReturnType<Projector['settle']> {
  const start = performance.now();
  const step = projector.settle(size.contents);
  size.took(step.evaluated, performance.now() - start);
  return step;
}

/** What no retry can mend ends the ledger: a read model is never gone on with that is not built from the log as recorded. */
function faultOf(error: unknown): { readonly message: string; readonly fatal: boolean } {
  const message = error instanceof Error ? error.message : String(error);
  if (!isReadModelDamage(error)) return { message, fatal: error instanceof LogMismatch || error instanceof LogDamaged };
  noteDamage(options.readModel, message);
  return {
    message: `the read model is damaged (${message}). Start the ledger again: it is then built anew from the log`,
    fatal: true,
  };
}

function awoken(): Promise<void> {
  return new Promise((resolve) => {
    wake = () => {
      wake = null;
      resolve();
    };
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function send(message: FromProjector): void {
  port?.postMessage(message);
}
