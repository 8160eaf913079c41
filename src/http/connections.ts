import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../ledger/ports.js';
import { holdBodies, releaseBody } from './body/held-bodies.js';
import { MIB } from './body/limits.js';
import { BODY_PACE, Patience, type BodyPace } from './body/patience.js';
import { PROBLEMS } from './problem/catalogue.js';
import { problemDocument, problemHeaders } from './problem/document.js';

/** What connections may ask of the process before anybody knows whose they are (ADR 0026). Times in milliseconds. */
export interface ConnectionLimits {
  /** Open at once; more are closed as they come. */
  readonly connections: number;
  /** From the first byte, or from connecting, until the headers are there. */
  readonly headersMs: number;
  /** How often connections are looked at for that. */
  readonly lookEveryMs: number;
  /** Headers, and the request line, in bytes. */
  readonly headerBytes: number;
  /** Nothing came and nothing went: longer than anything here waits for. */
  readonly silenceMs: number;
  /** Between two requests of one connection; longer than the proxies that keep connections open towards us. */
  readonly keepAliveMs: number;
  /** How long a body goes on after its request was answered. */
  readonly leftoverMs: number;
  readonly bodyPace: BodyPace;
  /** Of bodies in memory, all requests together, in bytes. */
  readonly heldBytes: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  connections: 4_096,
  headersMs: 20_000,
  lookEveryMs: 5_000,
  headerBytes: 16_384,
  silenceMs: 300_000,
  keepAliveMs: 72_000,
  leftoverMs: 5_000,
  bodyPace: BODY_PACE,
  heldBytes: 512 * MIB,
};

/** An HTTP server that is held to these limits before anybody's request is looked at. */
export function limitedServer(listener: RequestListener, limits: ConnectionLimits = CONNECTION_LIMITS): Server {
  const options = {
    headersTimeout: limits.headersMs,
    connectionsCheckingInterval: limits.lookEveryMs,
    maxHeaderSize: limits.headerBytes,
    keepAliveTimeout: limits.keepAliveMs,
    // A large manifest over a slow line takes as long as it takes; it has to come on, see Patience.
    requestTimeout: 0,
  };
  const server = createServer(options, listener);
  server.maxConnections = limits.connections;
  server.setTimeout(limits.silenceMs);
  server.on('clientError', refuseUnreadable);
  return server;
}

const paces = new WeakMap<object, BodyPace>();

/** Holds the requests of an application to these limits: their bodies, and what is left of them. */
export function limitRequests(instance: FastifyInstance, limits: ConnectionLimits): void {
  const { server } = instance;
  holdBodies(server, limits.heldBytes);
  paces.set(server, limits.bodyPace);
  instance.addHook('onResponse', (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
    releaseBody(request);
    if (!request.raw.complete) endLeftover(request, limits.leftoverMs);
    done();
  });
  // A connection that breaks has no response to end.
  instance.addHook('onRequestAbort', (request: FastifyRequest, done: () => void) => {
    releaseBody(request);
    done();
  });
}

/** How long the body of a request is waited for. */
export function patienceFor(request: FastifyRequest): Patience {
  return new Patience(paces.get(request.server.server) ?? BODY_PACE);
}

/** An answered request whose body still comes is read to its end for politeness, but not for ever. */
function endLeftover({ raw }: FastifyRequest, ms: number): void {
  const timer = setTimeout(() => {
    // Ends the connection with it.
    if (!raw.complete) raw.destroy();
  }, ms);
  timer.unref();
  raw.once('close', () => clearTimeout(timer));
}

const refused = new WeakSet<Socket>();

/**
 * What is no HTTP request, or does not come to be one, is answered as a problem like everything else. Harmless where it is
 * told of the same socket twice.
 */
export function refuseUnreadable(error: NodeJS.ErrnoException, stream: Duplex): void {
  const socket = stream as Socket & { _httpMessage?: ServerResponse };
  if (refused.has(socket)) return;
  refused.add(socket);
  // Somebody who left is not answered, nor is one who has been answered in part.
  if (error.code === 'ECONNRESET' || !socket.writable || socket._httpMessage?.headersSent === true) {
    socket.destroy();
    return;
  }
  const problem = problemOf(error.code);
  const body = JSON.stringify(problemDocument(problem, randomUUID()));
  const headers = {
    ...problemHeaders(problem),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const { status, title } = PROBLEMS[problem.slug];
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${title}\r\n${lines.join('')}\r\n${body}`);
}

function problemOf(code: string | undefined): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem('too-slow', 'The headers of the request came in too slowly.');
    case 'HPE_HEADER_OVERFLOW':
      return new Problem('too-large', 'The headers of the request are larger than the ledger reads.');
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new Problem('too-large', 'The chunk extensions of the body are larger than the ledger reads.');
    default:
      return new Problem('malformed-body', 'This is no HTTP/1.1 request.');
  }
}
