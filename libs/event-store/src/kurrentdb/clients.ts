import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import type { NewEvent } from '../port.js';
import type { LogClient, ResolvedEvent, SubscriptionCall } from './log-client.js';
import type { NativePosition } from './positions.js';
import type { ClientKind, Credentials, StoreUrl } from './store-url.js';

/**
 * The client for a URL. Both packages export the same names but for the class and one option, so that one shim serves
 * both. Connects when it is first used.
 * @throws RangeError where the package is not installed, or does not take the URL.
 */
export function openLogClient(url: StoreUrl): LogClient {
  const client = load(url.client);
  const connection = connect(client, url);
  // Named on each call, so that 6.2.1 takes the path of one call an append: the other keeps one list of appends for the
  // whole process and lets a broken connection fail those of a sound one (ADR 0040). The other package has no such list.
  const unary = url.client === 'eventstore' ? { credentials: url.credentials ?? NOBODY } : {};
  const expectedAs = url.client === 'eventstore' ? 'expectedRevision' : 'streamState';
  return {
    append: async (stream, expected, events, deadline) => {
      const result = await connection.appendToStream(
        stream,
        events.map((event) => client.jsonEvent(event)),
        {
          ...unary,
          [expectedAs]: expected === 'noStream' ? client.NO_STREAM : expected,
          requiresLeader: true,
          deadline,
        },
      );
      if (result.position === undefined) throw new Error('the event store acknowledged an append without its position');
      return { revision: result.nextExpectedRevision, position: result.position };
    },
    readStream: (stream, fromRevision, maxCount) =>
      cancelled(connection.readStream(stream, { fromRevision, maxCount, requiresLeader: true })),
    readAll: (from, direction, maxCount) =>
      cancelled(connection.readAll({ fromPosition: from, direction, maxCount, requiresLeader: true })),
    subscribe: ({ after, streamPrefix, checkpointReached }) =>
      connection.subscribeToAll({
        fromPosition: after ?? client.START,
        // Never a plain object: without its checkpointInterval the server fails every call.
        filter: client.streamNameFilter({
          prefixes: [streamPrefix],
          checkpointInterval: CHECKPOINT_EVERY,
          checkpointReached: (_, position) => checkpointReached(position),
        }),
      }),
    readNewest: (stream) =>
      cancelled(
        connection.readStream(stream, {
          direction: 'backwards',
          fromRevision: 'end',
          maxCount: 1,
          requiresLeader: true,
        }),
      ),
    delete: async (stream, at) =>
      void (await connection.deleteStream(stream, { expectedRevision: at, requiresLeader: true })),
    tombstone: async (stream, at) =>
      void (await connection.tombstoneStream(
        stream,
        at === undefined ? {} : { expectedRevision: at, requiresLeader: true },
      )),
    dispose: () => connection.dispose(),
  };
}

/**
 * A read that is left early goes on in 6.2.1, and holds up the end of the connection, unless it is told to end and what
 * had come by then is taken.
 */
async function* cancelled(read: ClientRead): AsyncGenerator<ResolvedEvent> {
  if (!isReadable(read)) {
    yield* read;
    return;
  }
  try {
    yield* read.iterator({ destroyOnReturn: false }) as AsyncIterable<ResolvedEvent>;
  } finally {
    await read.cancel();
    read.resume();
  }
}

/** Times 32 events looked at: the clients' measure. */
const CHECKPOINT_EVERY = 1;
/** Where the URL names nobody. A server that asks for an account refuses it, as it would refuse a call without one. */
const NOBODY: Credentials = { username: 'nobody', password: 'nobody' };

const PACKAGES: Readonly<Record<ClientKind, { readonly name: string; readonly className: string }>> = {
  eventstore: { name: '@eventstore/db-client', className: 'EventStoreDBClient' },
  kurrent: { name: '@kurrent/kurrentdb-client', className: 'KurrentDBClient' },
};

/** The part of either package that is used here. */
interface ClientPackage {
  readonly NO_STREAM: unknown;
  readonly START: unknown;
  jsonEvent(event: NewEvent): unknown;
  streamNameFilter(options: {
    readonly prefixes: readonly string[];
    readonly checkpointInterval: number;
    readonly checkpointReached: (subscription: unknown, position: NativePosition) => void;
  }): unknown;
  readonly [className: string]: unknown;
}

/** 6.2.1 reads through a stream of Node's, the other package through a generator. */
type ClientRead = AsyncIterable<ResolvedEvent> | CancellableRead;
type CancellableRead = Readable & { cancel(): Promise<void> };

const isReadable = (read: ClientRead): read is CancellableRead => read instanceof Readable;

interface Connection {
  appendToStream(
    stream: string,
    events: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly nextExpectedRevision: bigint; readonly position?: NativePosition }>;
  readStream(stream: string, options: Readonly<Record<string, unknown>>): ClientRead;
  readAll(options: Readonly<Record<string, unknown>>): ClientRead;
  subscribeToAll(options: Readonly<Record<string, unknown>>): SubscriptionCall;
  deleteStream(stream: string, options: Readonly<Record<string, unknown>>): Promise<unknown>;
  tombstoneStream(stream: string, options: Readonly<Record<string, unknown>>): Promise<unknown>;
  dispose(): Promise<void>;
}

function load(kind: ClientKind): ClientPackage {
  const { name } = PACKAGES[kind];
  try {
    // Loaded only where a URL asks for it: an embedded ledger needs neither.
    return createRequire(import.meta.url)(name) as ClientPackage;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND') throw error;
    throw new RangeError(
      `a store named kurrentdb:// is spoken to by the package ${name}, which is not installed: npm install ${name}, or name the store esdb://`,
      { cause: error },
    );
  }
}

function connect(client: ClientPackage, { client: kind, connectionString }: StoreUrl): Connection {
  const connectionClass = client[PACKAGES[kind].className] as { connectionString(text: string): Connection };
  try {
    return connectionClass.connectionString(connectionString);
  } catch (error) {
    throw new RangeError(`the store cannot be named like that: ${(error as Error).message}`, { cause: error });
  }
}
