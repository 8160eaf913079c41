import { Readable } from 'node:stream';
import { Injectable, SetMetadata, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Problem, Watermarks, type FieldFault } from '../ledger/ports.js';
import { Answer } from './answer.js';
import { etagOf, matchesEtag } from './etag.js';
import { detailOf, isPlainObject } from './fields/index.js';
import { parsePoint } from './position.js';
import { preferencesOf } from './prefer.js';
import { Rendered } from './rendered.js';
import { COMMON_PARAMETERS } from './request.pipe.js';

/** The position at which the ledger stands for good: it does not know the engine that is active by now. */
const HALTED = 'clearance-halted';
const WAITS_FOR_STATE = 'clearance:waits-for-state';

/** P2: `minPosition` of this list waits until the production's states are that far, not only its facts. */
export const WaitsForState = () => SetMetadata(WAITS_FOR_STATE, true);

/** Before a handler: waits for `minPosition`. After it: status, Location, position, ETag, paging and replay headers. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  private readonly takesQuery = new WeakMap<object, boolean>();

  constructor(private readonly watermarks: Watermarks) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const query = request.query as Record<string, unknown>;
    const { halted } = this.watermarks;
    if (halted !== null) void reply.header(HALTED, String(halted.at - 1));
    const parameters = Object.keys(query);
    if (parameters.length > 0) {
      this.refuseUnread(context, parameters);
      await this.waitFor(query['minPosition'], request, context);
    }
    return next.handle().pipe(map((result) => dress(result, request, reply)));
  }

  /** Handlers that read no query take no parameters: a misspelt one must not be passed over. */
  private refuseUnread(context: ExecutionContext, parameters: readonly string[]): void {
    if (this.readsQuery(context)) return;
    const faults = parameters
      .filter((name) => !COMMON_PARAMETERS.includes(name))
      .map<FieldFault>((parameter) => ({
        parameter,
        in: 'query',
        message: 'is not a parameter of this request',
        code: 'unknown-parameter',
      }));
    if (faults.length > 0) throw new Problem('invalid-request', `Query parameter ${detailOf(faults)}`, {}, faults);
  }

  private readsQuery(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    const known = this.takesQuery.get(handler);
    if (known !== undefined) return known;
    const reads = readsQuery(context.getClass(), handler.name);
    this.takesQuery.set(handler, reads);
    return reads;
  }

  private async waitFor(minPosition: unknown, request: FastifyRequest, context: ExecutionContext): Promise<void> {
    if (minPosition === undefined) return;
    if (typeof minPosition !== 'string') {
      const fault = {
        parameter: 'minPosition',
        in: 'query' as const,
        message: 'is given more than once',
        code: 'repeated',
      };
      throw new Problem('invalid-request', 'minPosition is given more than once.', {}, [fault]);
    }
    const n = parsePoint('minPosition', minPosition);
    const { waitMs } = preferencesOf(request.headers.prefer);
    const { production } = request.params as { production?: string };
    const forState = Reflect.getMetadata(WAITS_FOR_STATE, context.getHandler()) === true;
    await this.watermarks.waitForFacts(n, waitMs);
    if (forState && production !== undefined) await this.watermarks.waitForState(production, n, waitMs);
  }
}

/** Nest keeps the parameters of a handler as `<kind>:<index>` keys; kind 4 is the query. */
function readsQuery(type: object, handler: string): boolean {
  const parameters = (Reflect.getMetadata('__routeArguments__', type, handler) ?? {}) as Record<string, unknown>;
  return Object.keys(parameters).some((key) => key.startsWith('4:'));
}

function dress(result: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  const { body, options } = result instanceof Answer ? (result as Answer<unknown>) : new Answer(result);
  if (options.status !== undefined) void reply.status(options.status);
  if (options.location !== undefined) void reply.header('location', options.location);
  if (options.replayed === true) void reply.header('idempotent-replayed', 'true');
  for (const [name, value] of Object.entries(options.headers ?? {})) void reply.header(name, value);
  if (body instanceof Rendered) return dressRendered(body, request, reply);
  if (!isPlainObject(body) || Buffer.isBuffer(body) || body instanceof Readable) return body;
  if (typeof body['position'] === 'string') void reply.header('clearance-position', body['position']);
  if (options.page === true && typeof body['next'] === 'string')
    void reply.header('link', nextLink(request, body['next']));
  return isRead(request) && isKnown(request, reply, etagOf(body)) ? undefined : body;
}

function dressRendered(
  { text, etag, position, next }: Rendered,
  request: FastifyRequest,
  reply: FastifyReply,
): unknown {
  if (position !== null) void reply.header('clearance-position', position);
  if (next !== null) void reply.header('link', nextLink(request, next));
  if (isRead(request) && isKnown(request, reply, etag)) return undefined;
  void reply.header('content-type', 'application/json; charset=utf-8');
  return text;
}

const isRead = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD';

/** Names the validator of the answer; true, and 304, where the caller has that answer already. */
function isKnown(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  void reply.header('etag', etag);
  if (!matchesEtag(request.headers['if-none-match'], etag)) return false;
  void reply.status(304);
  return true;
}

function nextLink(request: FastifyRequest, cursor: string): string {
  const [path = '', query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `<${path}?${parameters.toString()}>; rel="next"`;
}
