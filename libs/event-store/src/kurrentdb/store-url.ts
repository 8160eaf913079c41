import { readFileSync } from 'node:fs';

/** Which of the two clients speaks for a URL. */
export type ClientKind = 'eventstore' | 'kurrent';

/** Where a server is and who asks, read from `esdb://…` or `kurrentdb://…`. */
export interface StoreUrl {
  readonly client: ClientKind;
  /** As the client takes it, options of ours left out. */
  readonly connectionString: string;
  /** null where the URL names nobody: only a server without authentication takes that. */
  readonly credentials: Credentials | null;
  /** Without user and password: what may be printed. */
  readonly shown: string;
  /** Before every stream name; see STREAM_PREFIX. */
  readonly streamPrefix: string;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * All streams of a ledger begin with it, so that a server can be shared and categories that come later stand in the same
 * order. `?streamPrefix=…` names another one, for a second ledger on the same server.
 */
export const STREAM_PREFIX = 'clearance.';

/** @returns null for a URL of another kind. @throws RangeError in words for whoever wrote it. */
export function parseStoreUrl(url: string): StoreUrl | null {
  const match = /^(esdb|kurrentdb)(\+discover)?:\/\/(?:([^@/]*)@)?([^/?]+)\/?(?:\?(.*))?$/.exec(url);
  if (match === null) {
    if (!/^(esdb|kurrentdb)/.test(url)) return null;
    throw new RangeError('a store is named esdb://user:password@host:port,host:port?tls=true');
  }
  const [, scheme = '', discover = '', user, hosts = '', query = ''] = match;
  const options = new URLSearchParams(query);
  const streamPrefix = options.get('streamPrefix') ?? STREAM_PREFIX;
  if (!PREFIX.test(streamPrefix)) {
    throw new RangeError('streamPrefix is 1 to 50 letters, digits, dots and underscores that end in a dot');
  }
  options.delete('streamPrefix');
  checkCertificate(options.get('tlsCAFile'));
  const rest = options.size === 0 ? '' : `?${options.toString()}`;
  if (streamPrefix !== STREAM_PREFIX) options.set('streamPrefix', streamPrefix);
  const all = options.size === 0 ? '' : `?${options.toString()}`;
  const account = user === undefined ? '' : `${user}@`;
  return {
    client: scheme === 'esdb' ? 'eventstore' : 'kurrent',
    connectionString: `${scheme}${discover}://${account}${hosts}${rest}`,
    credentials: user === undefined ? null : credentialsOf(user),
    shown: `${scheme}${discover}://${hosts}${all}`,
    streamPrefix,
  };
}

/** The same server and options for another account. */
export function asAccount(url: StoreUrl, credentials: Credentials): StoreUrl {
  const account = `${encodeURIComponent(credentials.username)}:${encodeURIComponent(credentials.password)}@`;
  return {
    ...url,
    credentials,
    connectionString: url.connectionString.replace(/:\/\/(?:[^@/]*@)?/, () => `://${account}`),
  };
}

const PREFIX = /^[A-Za-z0-9][A-Za-z0-9._]{0,48}\.$/;

function credentialsOf(user: string): Credentials {
  const colon = user.indexOf(':');
  if (colon < 1) throw new RangeError('a store is named esdb://user:password@host:port; the password is missing');
  return {
    username: decodeURIComponent(user.slice(0, colon)),
    password: decodeURIComponent(user.slice(colon + 1)),
  };
}

/** The client says of a file that it cannot read only that it was not found. */
function checkCertificate(file: string | null): void {
  if (file === null) return;
  try {
    readFileSync(file);
  } catch (error) {
    throw new RangeError(`tlsCAFile cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
