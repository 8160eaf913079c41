// Loaded before the program (NODE_OPTIONS --import) in every thread of a ledger under test. It kills the process, as a
// power cut would, at the place that CRASH_AT names: the program itself knows nothing of it.
//
//   before:<event type>   just before an append that holds such an event
//   after:<event type>    when that append is durable and nobody has been told
//   build:<n>             when the building of a read model has reported for the n-th time
//   switch:<n>            at the n-th step of the switch to a read model that was built
//
// One fills the disk instead:
//
//   full:<event type>     from an append that holds such an event on, the log may not grow
//
// Two more hold it up instead, until the file that CRASH_HOLD names is there; `<file>.reached` says that it waits:
//
//   hold:<event type>     an append that holds such an event
//   hold-build:<n>        the building of a read model, when it has reported for the n-th time
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { parentPort } from 'node:worker_threads';

const [kind, what] = (process.env.CRASH_AT ?? '').split(':');
const die = () => process.kill(process.pid, 'SIGKILL');

const held = process.env.CRASH_HOLD ?? '';

if (kind === 'hold') {
  const { SqliteEventStore } = await import('../../../dist/libs/event-store/src/sqlite/store.js');
  const { prototype } = SqliteEventStore;
  const append = Reflect.get(prototype, 'append');
  prototype.append = async function waiting(stream, expected, events) {
    if (events.some(({ type }) => type === what)) {
      fs.writeFileSync(`${held}.reached`, '');
      while (!fs.existsSync(held)) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return append.call(this, stream, expected, events);
  };
}

if (kind === 'full') {
  const { SqliteEventStore } = await import('../../../dist/libs/event-store/src/sqlite/store.js');
  const { prototype } = SqliteEventStore;
  const append = Reflect.get(prototype, 'append');
  prototype.append = async function filling(stream, expected, events) {
    if (events.some(({ type }) => type === what)) this.opened.db.pragma('max_page_count = 1');
    return append.call(this, stream, expected, events);
  };
}

if (kind === 'before' || kind === 'after') {
  const { SqliteEventStore } = await import('../../../dist/libs/event-store/src/sqlite/store.js');
  const { prototype } = SqliteEventStore;
  const append = Reflect.get(prototype, 'append');
  prototype.append = async function crashing(stream, expected, events) {
    const concerned = events.some(({ type }) => type === what);
    if (concerned && kind === 'before') die();
    const result = await append.call(this, stream, expected, events);
    if (concerned) die();
    return result;
  };
}

if ((kind === 'build' || kind === 'hold-build') && parentPort !== null) {
  const post = parentPort.postMessage.bind(parentPort);
  let reports = 0;
  parentPort.postMessage = (message) => {
    post(message);
    if (message?.kind !== 'progress' || message.progress === undefined) return;
    reports += 1;
    if (reports < Number(what)) return;
    if (kind === 'build') die();
    fs.writeFileSync(`${held}.reached`, '');
    while (!fs.existsSync(held)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  };
}

if (kind === 'switch') {
  let steps = 0;
  for (const name of ['renameSync', 'rmSync']) {
    const original = fs[name];
    fs[name] = (path, ...rest) => {
      const concerned = String(path).includes('readmodel.db') && fs.existsSync(path);
      if (concerned && (steps += 1) === Number(what)) die();
      return original(path, ...rest);
    };
  }
  syncBuiltinESMExports();
}
