import type { Role } from '@clearance/domain';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem, type Caller } from '../ledger/ports.js';
import type { Authenticator } from './authenticator.js';

/** What the guard found out about a request. */
export interface Access {
  readonly caller: Caller;
  /** null where the route asks for none in particular. */
  readonly role: Role | null;
  /** The production of the path. */
  readonly production: string | null;
}

const callers = new WeakMap<FastifyRequest, Caller>();
const accesses = new WeakMap<FastifyRequest, Access>();

/** One line a challenge: browsers do not look for a second one behind a comma. */
const OFFERED = ['Basic realm="clearance"', 'Bearer'];

/**
 * Asks every request for its token before anything of its body is taken off the wire, also where there is no such
 * route: nothing but /health/* answers without one.
 */
export function authenticateRequests(instance: FastifyInstance, authenticator: Authenticator): void {
  instance.addHook('onRequest', (request, reply, done) => {
    if (isAnonymous(request.url)) return done();
    try {
      callers.set(request, authenticator.authenticate(request.headers.authorization, request.method));
      done();
    } catch (error) {
      // A browser asks its user for the token where Basic is offered.
      if (request.url.startsWith('/docs')) void reply.header('www-authenticate', OFFERED);
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** Who makes this request. @throws Problem unauthorized where nobody was found out */
export function callerOnRequest(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Problem('unauthorized', 'Send a token: Authorization: Bearer clr_….');
  return caller;
}

export function setAccess(request: FastifyRequest, access: Access): void {
  accesses.set(request, access);
}

/** What the guard found out. */
export function accessOf(request: FastifyRequest): Access {
  const access = accesses.get(request);
  if (access === undefined) throw new Error(`no guard has looked at ${request.method} ${request.url}`);
  return access;
}

function isAnonymous(url: string): boolean {
  const path = url.split('?', 1)[0];
  return path === '/health/live' || path === '/health/ready';
}
