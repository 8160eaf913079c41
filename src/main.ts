import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventStoreRefused } from '@clearance/event-store';
import { AppModule } from './app.module.js';
import { Interruptions } from './decisions/interruptions.js';
import { JudgeHost } from './decisions/judge-host.js';
import { configureHttp, createHttpAdapter } from './http/index.js';
import { ClockTick } from './ledger/clock-tick.js';
import { openLedger, rebuildFolder } from './ledger/open-ledger.js';
import { Watermarks } from './ledger/ports.js';
import { MetricsService } from './metrics/index.js';
import type { OpenLedger } from './ledger/ledger.module.js';
import { setupOpenApi } from './openapi/index.js';
import { SigningKeyRefused } from './receipts/key-file.js';
import { SigningKey } from './receipts/signing-key.js';
import { FirstAdmin } from './tokens/first-admin.js';

export interface ServeOptions {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
  readonly store?: string;
}

const EXIT_USAGE = 64;
const EXIT_INTERNAL = 70;
/** A long log is caught up with before the first answer; only a broken projector takes longer. */
const CATCH_UP_MS = 24 * 60 * 60 * 1_000;

/** Runs a ledger until it is told to stop. Prints where it listens, where its data is and, once, an admin token. */
export async function serve(options: ServeOptions): Promise<void> {
  const settings = settingsOf(options);
  if (settings === null) return;
  // The log and the signing key are nobody else's to read, whatever the folder allows.
  process.umask(0o077);
  const ledger = opened(settings.data);
  if (ledger === null) return;
  const app = await start(ledger);
  await caughtUp(app, ledger);
  const secret = await app.get(FirstAdmin, { strict: false }).ensure();
  await ensureSigningKey(app);
  const interrupted = await app.get(Interruptions, { strict: false }).start();
  // The first token and the key are good from the first request on.
  await caughtUp(app, ledger);
  app.get(ClockTick).start();
  await listen(app, settings.host, settings.port);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  say(`clearance  listening on http://${host}:${port}`);
  say(`clearance  data in ${ledger.folder.path}`);
  if (interrupted > 0)
    say(
      `clearance  ${interrupted} decisions that were under way when the ledger last stopped are recorded as interrupted`,
    );
  if (secret !== null) say(`clearance  admin token, shown once: ${secret}`);
  stopOnSignal(app, ledger);
}

/** Builds the read model of a folder anew; the ledger on it must not be running. */
export async function rebuild(options: Pick<ServeOptions, 'data' | 'store'>): Promise<void> {
  const settings = settingsOf(options);
  if (settings === null) return;
  try {
    let last = 0;
    const events = await rebuildFolder(settings.data, ({ phase, done }) => {
      if (!process.stderr.isTTY || Date.now() - last < 200) return;
      last = Date.now();
      process.stderr.write(`\r${phase === 'facts' ? `${done} events read` : `evaluating, step ${done}`}   `);
    });
    if (process.stderr.isTTY) process.stderr.write('\r');
    say(`clearance  read model rebuilt from ${events} events and switched to`);
    process.exitCode = 0;
  } catch (error) {
    refuse(error);
  }
}

function settingsOf(options: ServeOptions): { data: string; host: string; port: number } | null {
  const port = Number(options.port ?? process.env['CLEARANCE_PORT'] ?? '8377');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return usage('--port must be a number from 0 to 65535');
  const store = options.store ?? process.env['CLEARANCE_STORE'];
  if (store !== undefined && store !== '')
    return usage(
      `the store ${store.split(':')[0]}: is not supported by this version; leave --store out for the embedded one`,
    );
  return {
    data: options.data ?? process.env['CLEARANCE_DATA'] ?? './data',
    host: options.host ?? process.env['CLEARANCE_HOST'] ?? '127.0.0.1',
    port,
  };
}

function usage(message: string): null {
  process.stderr.write(`clearance: ${message}\n`);
  process.exitCode = EXIT_USAGE;
  return null;
}

function opened(data: string): OpenLedger | null {
  try {
    return openLedger(data, (text) => say(`clearance  ${text}`), fatal);
  } catch (error) {
    refuse(error);
    return null;
  }
}

async function start(ledger: OpenLedger): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.over(ledger), createHttpAdapter(), {
    logger: ['warn', 'error', 'fatal'],
  });
  app.get(MetricsService, { strict: false }).watch(app.getHttpAdapter().getInstance());
  configureHttp(app);
  setupOpenApi(app, packageVersion());
  return app;
}

async function caughtUp(app: NestFastifyApplication, ledger: OpenLedger): Promise<void> {
  const head = await ledger.store.head();
  await app.get(Watermarks).waitForFacts(head === null ? 0 : Number(head), CATCH_UP_MS);
}

async function ensureSigningKey(app: NestFastifyApplication): Promise<void> {
  try {
    await app.get(SigningKey, { strict: false }).ensure();
  } catch (error) {
    if (error instanceof SigningKeyRefused) fatal(error.message);
    throw error;
  }
}

async function listen(app: NestFastifyApplication, host: string, port: number): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    fatal(
      code === 'EADDRINUSE'
        ? `port ${port} of ${host} is taken: stop what listens there or choose another with --port`
        : String(error),
    );
  }
}

function stopOnSignal(app: NestFastifyApplication, ledger: OpenLedger): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    close(app, ledger).then(
      () => process.exit(0),
      (error: unknown) => fatal(`the ledger did not stop cleanly: ${String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function close(app: NestFastifyApplication, ledger: OpenLedger): Promise<void> {
  await app.close();
  await app.get(JudgeHost).stop();
  await ledger.store.close();
  await ledger.projector.stop();
}

function refuse(error: unknown): void {
  if (error instanceof EventStoreRefused) {
    process.stderr.write(`clearance: ${error.message}\n`);
    process.exitCode = EXIT_INTERNAL;
    return;
  }
  const { code, message } = error as NodeJS.ErrnoException;
  process.stderr.write(
    `clearance: the data folder cannot be used: ${message}${code === 'EACCES' ? ' (is it writable for this user?)' : ''}\n`,
  );
  process.exitCode = EXIT_INTERNAL;
}

function fatal(message: string): never {
  process.stderr.write(`clearance: ${message}\n`);
  process.exit(EXIT_INTERNAL);
}

/** The package lies two levels above dist/src. */
function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
