import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

/** What a caller of the fake server may be let do, as a server's access lists name it. */
export type FakeAct = 'read' | 'write' | 'delete' | 'metadata-write';

/** Whether the one account that calls is let: asked before anything else is looked at. */
export type FakeAccess = (act: FakeAct, stream: string) => boolean;

/** An event of metadata is written to a stream beside the one it is about. */
export function writeOf(stream: string): readonly [FakeAct, string] {
  return stream.startsWith('$$') ? ['metadata-write', stream.slice(2)] : ['write', stream];
}

export function deniedError(): Partial<ServiceError> {
  return failure(status.PERMISSION_DENIED, { exception: 'access-denied' });
}

export function deletedError(stream: string): Partial<ServiceError> {
  return failure(status.FAILED_PRECONDITION, { exception: 'stream-deleted', 'stream-name': stream });
}

export function wrongRevisionError(stream: string, expected: string, actual: number): Partial<ServiceError> {
  return failure(status.FAILED_PRECONDITION, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expected,
    'actual-version': String(actual),
  });
}

function failure(code: status, said: Readonly<Record<string, string>>): Partial<ServiceError> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(said)) metadata.set(name, value);
  return { code, details: said['exception'] ?? '', metadata };
}
