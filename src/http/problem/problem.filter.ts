import { Catch, Logger, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../ledger/ports.js';
import { allowedMethods } from '../routes.js';
import { PROBLEMS } from './catalogue.js';
import { problemDocument, problemHeaders } from './document.js';
import { problemFrom } from './from-error.js';

/** Renders everything thrown as application/problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    this.answer(thrown, request, http.getResponse<FastifyReply>());
  }

  private answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.problemOf(thrown, request);
    if (reply.sent || reply.raw.headersSent) {
      // Nothing can be said any more but that the answer is not whole.
      reply.raw.destroy();
      return;
    }
    sendProblem(problem, request, reply);
  }

  private problemOf(thrown: unknown, request: FastifyRequest): Problem {
    if (thrown instanceof NotFoundException) return unrouted(request);
    const problem = problemFrom(thrown);
    if (problem !== null && problem.slug !== 'internal') return problem;
    this.logger.error(
      `request ${request.id} failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
    );
    return (
      problem ??
      new Problem('internal', 'The ledger hit a fault of its own. Its log names it under the instance of this problem.')
    );
  }
}

export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  // What was offered before (Basic, to browsers) is not taken back.
  const offered = reply.getHeader('www-authenticate');
  void reply
    .status(PROBLEMS[problem.slug].status)
    .headers({
      ...undecidedAtGate(problem, request),
      ...problemHeaders(problem),
      ...(offered !== undefined && { 'www-authenticate': offered }),
    })
    .send(JSON.stringify(problemDocument(problem, request.id)));
}

/** Whatever keeps a gate from deciding is said where a script that looks at headers alone will find it. */
function undecidedAtGate(problem: Problem, request: FastifyRequest): Record<string, string> {
  const gate = request.method === 'POST' && /\/(checks|release|promotions)$/.test(request.routeOptions.url ?? '');
  const { status } = PROBLEMS[problem.slug];
  return gate && (status >= 500 || problem.slug === 'unreadable-manifest') ? { 'clearance-decision': 'undecided' } : {};
}

function unrouted(request: FastifyRequest): Problem {
  const allow = allowedMethods(request.server, request.url);
  if (allow.length === 0 || allow.includes(request.method))
    return new Problem('not-found', 'There is nothing at this path.');
  return new Problem('method-not-allowed', `${request.method} is not offered here; ${allow.join(', ')} is.`, { allow });
}
