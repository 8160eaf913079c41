import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Readable } from 'node:stream';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../ledger/ports.js';
import { RawBody } from './body/index.js';
import {
  CONNECTION_LIMITS,
  limitedServer,
  limitRequests,
  refuseUnreadable,
  type ConnectionLimits,
} from './connections.js';
import { problemFrom } from './problem/from-error.js';
import { sendProblem } from './problem/problem.filter.js';
import { rememberRoutes } from './routes.js';
import { sendSecurityHeaders } from './security-headers.js';

/** An asset id of 200 characters with every one percent-encoded, and room for `~` base64url. */
const MAX_PARAM_LENGTH = 700;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Nest would register body parsers of its own; bodies are read after access is granted, see RawBody. */
class LedgerHttpAdapter extends FastifyAdapter {
  override registerParserMiddleware(): void {
    // Nothing: RawBody takes every media type.
  }
}

export interface HttpAdapterOptions {
  /** Gives the server that a listener is to be put behind; absent: one of its own. */
  readonly serverFor?: (listener: RequestListener) => Server;
  readonly limits?: ConnectionLimits;
}

/** The HTTP server of the ledger, to be given to NestFactory.create. */
export function createHttpAdapter({
  limits = CONNECTION_LIMITS,
  serverFor = (listener) => limitedServer(listener, limits),
}: HttpAdapterOptions = {}): FastifyAdapter {
  const adapter = new LedgerHttpAdapter({
    genReqId: requestId,
    serverFactory: (listener: RequestListener) => serverFor(listener),
    clientErrorHandler: refuseUnreadable,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(problemFrom(error) ?? new Problem('not-found', 'There is nothing at this path.'), request, reply);
    },
    // A multipart body stays unread like any other until access is granted (src/deliveries/upload.ts reads it).
    multipart: false,
  });
  const instance = adapter.getInstance<FastifyInstance>();
  limitRequests(instance, limits);
  rememberRoutes(instance);
  sendSecurityHeaders(instance);
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser(
    '*',
    (request: FastifyRequest, payload: IncomingMessage, done: (error: null, body: RawBody) => void) => {
      done(null, new RawBody(request, payload satisfies Readable));
    },
  );
  instance.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  return adapter;
}

/** A caller's own X-Request-Id where it is a UUID, else a fresh one: it is the `instance` of a problem. */
function requestId(request: { readonly headers: IncomingMessage['headers'] }): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && UUID.test(given) ? given.toLowerCase() : randomUUID();
}
