import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '@clearance/domain';
import type { FastifyRequest } from 'fastify';
import { plainOf } from '../http/fields/validate.js';
import { idempotencyKeyOf } from '../http/idempotency-key.js';
import { preferencesOf } from '../http/prefer.js';
import { normalisedPath } from '../http/request-path.js';
import type { Caller, CommandContext } from '../ledger/ports.js';
import { accessOf } from './on-request.js';

/** What a handler may want to know of a request beside its body and query. */
export class Incoming {
  readonly caller: Caller;
  readonly production: string | null;
  /** The role under which it is done; null where the route asks for none. */
  readonly role: Role | null;
  /** `Prefer: wait`, in milliseconds. */
  readonly waitMs: number;
  readonly respondAsync: boolean;

  constructor(readonly request: FastifyRequest) {
    const { caller, production, role } = accessOf(request);
    const { waitMs, respondAsync } = preferencesOf(request.headers.prefer);
    this.caller = caller;
    this.production = production;
    this.role = role;
    this.waitMs = waitMs;
    this.respondAsync = respondAsync;
  }

  /**
   * The command this request is. `body` is its DTO (or any parsed content): the fingerprint of E1 is taken over it.
   * @throws Problem invalid-request for an Idempotency-Key that is none.
   */
  command(body: unknown, index?: number): CommandContext {
    const { caller, role, request } = this;
    if (role === null) throw new Error(`${request.method} ${request.url} is done under no role`);
    return {
      caller,
      role,
      method: request.method,
      path: normalisedPath(request.url),
      idempotencyKey: idempotencyKeyOf(request.headers['idempotency-key']),
      request: plainOf(body),
      correlationId: request.id,
      ...(index === undefined ? {} : { index }),
    };
  }
}

/** The request as the access guard let it through. */
export const Received = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => new Incoming(context.switchToHttp().getRequest<FastifyRequest>()),
);
