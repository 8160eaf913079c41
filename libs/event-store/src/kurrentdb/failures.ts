import { StreamDeleted, Unavailable } from '../errors.js';

/** What the clients throw: `type` names it where the server or the client gave it a name. */
interface ClientFailure {
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** The actual revision (null: no event) where an append met another one than expected; undefined for any other failure. */
export function actualRevisionOf(error: unknown): bigint | null | undefined {
  if (!isType(error, 'wrong-expected-version')) return undefined;
  const { actualVersion, actualState } = error as { actualVersion?: unknown; actualState?: unknown };
  const actual = actualVersion ?? actualState;
  return typeof actual === 'bigint' && actual >= 0n ? actual : null;
}

/** What the server takes at most, where an append held more. */
export function maxAppendOf(error: unknown): number | undefined {
  if (!isType(error, 'maximum-append-size-exceeded')) return undefined;
  const { maxAppendSize } = error as { maxAppendSize?: unknown };
  return typeof maxAppendSize === 'number' ? maxAppendSize : Number.NaN;
}

export function isStreamMissing(error: unknown): boolean {
  return isType(error, 'stream-not-found');
}

/** The server knows who asks and does not let them. */
export function isAccessDenied(error: unknown): boolean {
  return isType(error, 'access-denied');
}

/** The server let them, and then found nothing to do it with: it looks at access before anything else. */
export function isPastAccess(error: unknown): boolean {
  return ['wrong-expected-version', 'stream-not-found', 'stream-deleted'].some((type) => isType(error, type));
}

/** What any call may fail with, in the port's words. `appending`: whether something may have been written. */
export function asStoreError(error: unknown, stream: string, appending: boolean): Error {
  if (error instanceof Unavailable || error instanceof StreamDeleted) return error;
  if (isType(error, 'stream-deleted')) return new StreamDeleted(stream);
  const { message } = error as ClientFailure;
  const said = typeof message === 'string' && message !== '' ? message : String(error);
  if (isAccessDenied(error)) {
    return new Unavailable(`the event store does not let this account do that (${said})`, false, { cause: error });
  }
  const ambiguous = appending && !isType(error, 'not-leader') && !neverSent(error);
  return new Unavailable(`the event store cannot be reached: ${said}`, ambiguous, { cause: error });
}

/** gRPC's own words for a call that found no connection to leave by. */
function neverSent(error: unknown): boolean {
  const { message } = error as ClientFailure;
  return typeof message === 'string' && /No connection established|ECONNREFUSED|Failed to discover/.test(message);
}

function isType(error: unknown, type: string): boolean {
  return typeof error === 'object' && error !== null && (error as ClientFailure).type === type;
}
