import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Unavailable } from '@clearance/event-store';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { Interruptions } from './decisions/interruptions.js';
import { JudgeHost } from './decisions/judge-host.js';
import { configureHttp, createHttpAdapter } from './http/index.js';
import { Admission, tellOfOthers } from './intake/index.js';
import { ClockTick } from './ledger/clock-tick.js';
import { LedgerWriter } from './ledger/ledger-writer.js';
import { openFolder, openOnServer, startProjector, type OpenFolder } from './ledger/open-ledger.js';
import { Problem, Watermarks } from './ledger/ports.js';
import type { OpenLedger } from './ledger/ledger.module.js';
import { MetricsService } from './metrics/index.js';
import { LiveService } from './live/index.js';
import { setupOpenApi } from './openapi/index.js';
import { ReaderHost } from './reading/index.js';
import { DigestHost } from './replicas/digest-host.js';
import { SigningKeyRefused } from './receipts/key-file.js';
import { SigningKey } from './receipts/signing-key.js';
import { recordAccess, StoreAccess, tooStrong } from './serving/access/index.js';
import { EXIT_INTERNAL, fatal, refusalOf, say } from './serving/exits.js';
import { FrontDoor } from './serving/front-door.js';
import { movedAway } from './serving/moved.js';
import { prepareReadModel } from './serving/prepare.js';
import { putSnapshot } from './serving/snapshot/index.js';
import { settingsOf, type ServeOptions, type Settings } from './serving/settings.js';
import { startingState, type StartingState } from './serving/starting-state.js';
import { Stopping } from './serving/stopping.js';
import { FirstAdmin } from './tokens/first-admin.js';

export { rebuild, verify } from './serving/offline.js';
export { snapshot, type SnapshotOptions } from './serving/replica-snapshot.js';
export {
  checkAccess,
  setUp,
  SETUP_VARIABLES,
  type CheckAccessOptions,
  type SetupOptions,
} from './serving/access/index.js';
export { copy, type CopyOptions } from './serving/store-copy.js';
export type { ServeOptions } from './serving/settings.js';

/** A long log is caught up with before the first answer; only a broken projector takes longer. */
const CATCH_UP_MS = 24 * 60 * 60 * 1_000;
/** How long a stop waits for the requests under way: below the ten seconds that most supervisors give. */
const LET_END_MS = 8_000;
/** Between two attempts of what has to be recorded at the start. */
const INSIST_MS = 1_000;

/** Runs a ledger until it is told to stop. Prints where it listens, where its data is and, once, an admin token. */
export async function serve(options: ServeOptions): Promise<void> {
  const settings = settingsOf(options);
  if (settings === null) return;
  // The log and the signing key are nobody else's to read, whatever the folder allows.
  process.umask(0o077);
  const stopping = new Stopping();
  stopping.onSignals();
  const state = startingState();
  // A folder that is in use, or damaged, is told before anything listens.
  const embedded = settings.store === null ? open(settings.data, stopping) : null;
  if (embedded !== null) state.opened(embedded.store);
  const door = new FrontDoor(() => state.now(stopping.underWay));
  stopping.add(() => door.close(0));
  const { port } = await listen(door, settings.host, settings.port);
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  const url = `http://${host}:${port}`;
  const access = settings.store === null ? null : new StoreAccess(settings.store, settings.acceptWeakAccess);
  const opened = embedded ?? (await openServersLog(settings, access, stopping, state, url));
  if (opened === null) return;
  stopping.add(() => opened.store.close());
  state.copied();
  try {
    const moved = await movedAway(opened.store);
    if (moved !== null) return fatal(moved);
    await prepareReadModel(opened, stopping, (progress) => state.building(progress, url));
  } catch (error) {
    // A thread that was stopped has not failed.
    if (stopping.underWay) return;
    return fatal(refusalOf(error));
  }
  const ledger = project(opened, stopping);
  state.catchingUp(ledger.projector);
  const app = await start(ledger, door);
  stopping.add(() => app.get(JudgeHost).stop());
  stopping.add(() => app.get(ReaderHost).stop());
  stopping.add(() => app.get(DigestHost).stop());
  stopping.add(() => app.close());
  await caughtUp(app, ledger);
  const halted = ledger.projector.halted !== null;
  const secret = halted ? null : await found(app, stopping);
  if (access !== null && !halted) await insist(() => recordAccess(app.get(LedgerWriter), access), stopping);
  const interrupted = await app.get(Interruptions, { strict: false }).start();
  // The first token and the key are good from the first request on.
  await caughtUp(app, ledger);
  app.get(ClockTick).start();
  stopping.add(() => letEnd(app, door));
  door.open();
  say(
    `listening on ${url}`,
    `data in ${ledger.folder.path}`,
    ...(interrupted === 0
      ? []
      : [`${interrupted} decisions that were under way when the ledger last stopped are recorded as interrupted`]),
    ...(access === null || access.found.rights.length === 0
      ? []
      : [`${tooStrong(access.found)}: it could delete what is recorded. This was accepted, and is recorded`]),
    ...(secret === null ? [] : [`admin token, shown once: ${secret}`]),
  );
}

function open(data: string, stopping: Stopping): OpenFolder {
  try {
    return openFolder(data, (error) =>
      stopping.begin(EXIT_INTERNAL, `${error.message}. The ledger stops; what was acknowledged is safe.`),
    );
  } catch (error) {
    return fatal(refusalOf(error));
  }
}

/** The log of a server, once that answers; null where the process is told to stop first. */
async function openServersLog(
  { data, store, fromSnapshot }: Settings,
  access: StoreAccess | null,
  stopping: Stopping,
  state: StartingState,
  url: string,
): Promise<OpenFolder | null> {
  if (store === null) throw new Error('an embedded ledger has its log in its folder');
  say(`the log is at ${store.shown}; ${url}/health/ready says whether it answers`);
  const given = new AbortController();
  stopping.add(() => given.abort());
  try {
    const opened = await openOnServer(
      data,
      store,
      (error) => stopping.begin(EXIT_INTERNAL, `${error.message} The ledger stops.`),
      {
        admit: (server) => access?.admit(server) ?? Promise.resolve(),
        onWaiting: (reason) => state.waiting(reason),
        onCopying: (log) => state.opened(log),
        onLog: (logId) => fromSnapshot !== null && say(...begun(fromSnapshot, data, logId)),
        signal: given.signal,
      },
    );
    if (!given.signal.aborted) return opened;
    await opened.store.close();
    return null;
  } catch (error) {
    if (stopping.underWay) return null;
    return fatal(error instanceof RangeError ? error.message : refusalOf(error));
  }
}

/** Begins a new replica with a snapshot. @throws SnapshotRefused */
function begun(snapshot: string, data: string, logId: string): string[] {
  const events = putSnapshot(snapshot, data, logId);
  return events === null
    ? [`${data} has a ledger's data already: the snapshot is not used`]
    : [`begins with the ${events} events of the snapshot in ${snapshot}`];
}

/** Creates the ledger where it is new. @returns the secret of its first token, this once */
async function found(app: NestFastifyApplication, stopping: Stopping): Promise<string | null> {
  const secret = await insist(() => app.get(FirstAdmin, { strict: false }).ensure(), stopping);
  await insist(() => ensureSigningKey(app), stopping);
  return secret;
}

/** What a ledger has to record before it answers is tried until its store takes it. */
async function insist<T>(work: () => Promise<T>, stopping: Stopping): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const away = (error instanceof Problem && error.slug === 'store-unavailable') || error instanceof Unavailable;
      if (!away || stopping.underWay) throw error;
      await new Promise((resolve) => setTimeout(resolve, INSIST_MS));
    }
  }
}

async function listen(door: FrontDoor, host: string, port: number): Promise<{ port: number }> {
  try {
    return await door.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fatal(
      code === 'EADDRINUSE'
        ? `port ${port} of ${host} is taken: stop what listens there or choose another with --port`
        : String(error),
    );
  }
}

function project(opened: OpenFolder, stopping: Stopping): OpenLedger {
  const projector = startProjector(opened, (message) => stopping.begin(EXIT_INTERNAL, message));
  stopping.add(() => projector.stop());
  return { ...opened, projector };
}

async function start(ledger: OpenLedger, door: FrontDoor): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.over(ledger),
    createHttpAdapter({ serverFor: door.serverFor }),
    { logger: ['warn', 'error', 'fatal'] },
  );
  app.get(MetricsService, { strict: false }).watch(app.getHttpAdapter().getInstance());
  tellOfOthers(app.getHttpAdapter().getInstance(), app.get(Admission, { strict: false }));
  configureHttp(app);
  setupOpenApi(app, packageVersion());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

async function caughtUp(app: NestFastifyApplication, ledger: OpenLedger): Promise<void> {
  const head = await ledger.store.head();
  try {
    await app.get(Watermarks).waitForFacts(head === null ? 0 : Number(head), CATCH_UP_MS);
  } catch (error) {
    // As far as it will ever come: it answers as of there, and says so.
    if (!(error instanceof Problem && error.slug === 'engine-unknown')) throw error;
  }
}

async function ensureSigningKey(app: NestFastifyApplication): Promise<void> {
  try {
    await app.get(SigningKey, { strict: false }).ensure();
  } catch (error) {
    if (error instanceof SigningKeyRefused) fatal(error.message);
    throw error;
  }
}

/** Whoever only waits for news is sent away; whoever waits for an answer gets it. */
async function letEnd(app: NestFastifyApplication, door: FrontDoor): Promise<void> {
  const ended = door.close(LET_END_MS);
  app.get(LiveService, { strict: false }).end();
  const cut = await ended;
  if (cut > 0) say(`${cut} requests were cut off: they took longer than ${LET_END_MS / 1_000} seconds to end`);
}

/** The package lies two levels above dist/src. */
function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
