import { HttpException } from '@nestjs/common';
import { asProblem } from '../../ledger/appending.js';
import { Problem } from '../../ledger/ports.js';

/**
 * What anything thrown is to the caller. Returns null for what nobody foresaw: that is answered as `internal`, and its
 * text stays in the ledger's own log.
 */
export function problemFrom(thrown: unknown): Problem | null {
  const error = asProblem(thrown);
  if (error instanceof Problem) return error;
  return fromFastify(error) ?? (error instanceof HttpException ? fromStatus(error.getStatus(), error.message) : null);
}

const FASTIFY_PROBLEMS: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem('too-large', 'The body is larger than this route takes.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Problem('unsupported-media-type', 'This route does not read that media type.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new Problem('malformed-body', 'The body is not as long as Content-Length says.'),
  FST_ERR_BAD_URL: () => new Problem('not-found', 'The path is not percent-encoded correctly.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Problem('not-found', 'A segment of the path is longer than any id.'),
  FST_PARTS_LIMIT: () => new Problem('too-large', 'The multipart body has more parts than this route takes.'),
  FST_FILES_LIMIT: () => new Problem('too-large', 'The multipart body has more files than this route takes.'),
  FST_FIELDS_LIMIT: () => new Problem('too-large', 'The multipart body has more fields than this route takes.'),
  FST_REQ_FILE_TOO_LARGE: () =>
    new Problem('too-large', 'A file of the multipart body is larger than this route takes.'),
  FST_PROTO_VIOLATION: () =>
    new Problem('malformed-body', 'A part of the multipart body has a name that is not allowed.'),
  FST_INVALID_MULTIPART_CONTENT_TYPE: () =>
    new Problem('unsupported-media-type', 'A multipart/form-data body is needed.'),
  FST_NO_FORM_DATA: () => new Problem('unsupported-media-type', 'A multipart/form-data body is needed.'),
};

function fromFastify(error: unknown): Problem | null {
  if (!(error instanceof Error)) return null;
  const causes = [error, error.cause];
  for (const cause of causes) {
    if (cause === null || typeof cause !== 'object' || !('code' in cause) || typeof cause.code !== 'string') continue;
    const make = FASTIFY_PROBLEMS[cause.code];
    if (make !== undefined) return make();
    if ('statusCode' in cause && typeof cause.statusCode === 'number' && 'message' in cause) {
      return fromStatus(cause.statusCode, String(cause.message));
    }
  }
  return null;
}

function fromStatus(status: number, message: string): Problem | null {
  switch (status) {
    case 400:
      return new Problem('malformed-body', message);
    case 401:
      return new Problem('unauthorized', message);
    case 403:
      return new Problem('role-required', message);
    case 404:
    case 414:
      return new Problem('not-found', message);
    case 406:
      return new Problem('not-acceptable', message);
    case 413:
      return new Problem('too-large', message);
    case 415:
      return new Problem('unsupported-media-type', message);
    case 422:
      return new Problem('invalid-request', message);
    case 429:
      return new Problem('too-many-requests', message);
    case 503:
      return new Problem('store-unavailable', message);
    default:
      return null;
  }
}
