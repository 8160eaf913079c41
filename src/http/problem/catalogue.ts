import type { RefusalSlug } from '@clearance/domain';
import type { ProblemSlug } from '../../ledger/ports.js';

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Seconds after which it is worth trying again; sent as Retry-After. */
  readonly retryAfter?: number;
}

/** Every problem the ledger answers with (bodies.md 6). */
export const PROBLEMS: Readonly<Record<RefusalSlug | ProblemSlug, ProblemKind>> = {
  'malformed-body': { status: 400, title: 'The body cannot be read' },
  'invalid-cursor': { status: 400, title: 'The cursor does not belong to this list' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  'role-required': { status: 403, title: 'Another role is needed' },
  restricted: { status: 403, title: 'The token is restricted' },
  'four-eyes': { status: 403, title: 'A second person is needed' },
  'person-required': { status: 403, title: 'Only a person may do this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The method is not offered here' },
  'not-acceptable': { status: 406, title: 'No offered form is acceptable' },
  'too-slow': { status: 408, title: 'The request came in too slowly' },
  'event-id-reused': { status: 409, title: 'The event id came before with other content' },
  'bytes-differ': { status: 409, title: 'The bytes differ from those known' },
  'digest-mismatch': { status: 409, title: 'The digest is not that of the asset' },
  'bytes-unknown': { status: 409, title: "The asset's bytes are not known" },
  'promotion-refused': { status: 409, title: 'Promotion refused' },
  'release-refused': { status: 409, title: 'Release refused' },
  held: { status: 409, title: 'The delivery is held' },
  'stale-check': { status: 409, title: 'A newer check exists' },
  'wrong-state': { status: 409, title: 'The state does not allow this' },
  'already-exists': { status: 409, title: 'It exists already' },
  'changed-meanwhile': { status: 409, title: 'It changed meanwhile' },
  'in-progress': { status: 409, title: 'Still in progress', retryAfter: 1 },
  'too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The media type is not supported' },
  'invalid-event': { status: 422, title: 'The event is invalid' },
  'invalid-request': { status: 422, title: 'The request is invalid' },
  'invalid-pack': { status: 422, title: 'The policy pack is invalid' },
  'unreadable-manifest': { status: 422, title: 'The manifest cannot be read' },
  'approval-kind': { status: 422, title: 'An approval cannot clear this' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key came before with another request' },
  'too-many-requests': { status: 429, title: 'Too many requests', retryAfter: 1 },
  internal: { status: 500, title: 'Something went wrong in the ledger' },
  'store-unavailable': { status: 503, title: 'The event store cannot be reached', retryAfter: 2 },
  behind: { status: 503, title: 'The ledger has not caught up yet', retryAfter: 1 },
  'engine-unknown': { status: 503, title: 'The active engine is not known here', retryAfter: 30 },
  unanswered: { status: 503, title: 'The question could not be answered', retryAfter: 2 },
  undecided: { status: 503, title: 'No decision could be reached', retryAfter: 2 },
};
