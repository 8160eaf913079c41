import type { FieldFault, Problem } from '../../ledger/ports.js';
import { PROBLEMS } from './catalogue.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** An RFC 9457 document. Further members come from the problem itself. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly FieldFault[];
  readonly [member: string]: unknown;
}

/** A problem as it is sent. `requestId` is the UUID of the request it answers. */
export function problemDocument(problem: Problem, requestId: string): ProblemDocument {
  const { status, title } = PROBLEMS[problem.slug];
  return {
    ...problem.members,
    type: `urn:clearance:problem:${problem.slug}`,
    title,
    status,
    detail: problem.message,
    instance: `urn:uuid:${requestId}`,
    ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
  };
}

/** The headers that go with it. */
export function problemHeaders(problem: Problem): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': `${PROBLEM_MEDIA_TYPE}; charset=utf-8` };
  const { retryAfter } = PROBLEMS[problem.slug];
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  if (problem.slug === 'unauthorized') headers['www-authenticate'] = 'Bearer';
  const { allow } = problem.members;
  if (problem.slug === 'method-not-allowed' && Array.isArray(allow)) headers['allow'] = allow.join(', ');
  const position = positionIn(problem.members);
  if (position !== null) headers['clearance-position'] = position;
  if (problem.replayed) headers['idempotent-replayed'] = 'true';
  const decision = decisionIn(problem);
  if (decision !== null) headers['clearance-decision'] = decision;
  return headers;
}

function positionIn(members: Readonly<Record<string, unknown>>): string | null {
  if (typeof members['position'] === 'string') return members['position'];
  const { decision } = members;
  if (decision === null || typeof decision !== 'object') return null;
  return 'position' in decision && typeof decision.position === 'string' ? decision.position : null;
}

/** Undecided is never a silent answer: gate problems name the decision they stand for (bodies.md 4). */
function decisionIn({ slug }: Problem): string | null {
  if (slug === 'promotion-refused' || slug === 'release-refused' || slug === 'held') return 'hold';
  return slug === 'undecided' ? 'undecided' : null;
}
