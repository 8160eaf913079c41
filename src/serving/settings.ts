import { parseStoreUrl, type StoreUrl } from '@clearance/event-store';
import { EXIT_USAGE } from './exits.js';

/** What each option is called in the environment. */
export const VARIABLES = {
  data: 'CLEARANCE_DATA',
  host: 'CLEARANCE_HOST',
  port: 'CLEARANCE_PORT',
  store: 'CLEARANCE_STORE',
  acceptWeakAccess: 'CLEARANCE_ACCEPT_WEAK_ACCESS',
} as const;

/** Options of the commands that run a ledger or look after its folder; what is absent comes from the environment. */
export interface ServeOptions {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
  readonly store?: string;
  readonly fromSnapshot?: string;
  readonly acceptWeakAccess?: boolean;
}

export interface Settings {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** Where the log lies; null: in the folder itself. */
  readonly store: StoreUrl | null;
  /** Folder of a snapshot that a new replica begins with; null for none. */
  readonly fromSnapshot: string | null;
  /** Whether it may be run with an account that could delete what is recorded. */
  readonly acceptWeakAccess: boolean;
}

/** null where they cannot be read; then the process has said so and carries the exit code. */
export function settingsOf(options: ServeOptions): Settings | null {
  const port = Number(options.port ?? process.env[VARIABLES.port] ?? '8377');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) return usage('--port must be a number from 0 to 65535');
  const store = storeOf(options.store ?? process.env[VARIABLES.store] ?? '');
  if (typeof store === 'string') return usage(store);
  const fromSnapshot = options.fromSnapshot ?? null;
  if (fromSnapshot !== null && store === null)
    return usage('--from-snapshot is for a ledger whose log lies on a server: name it with --store');
  const weak = process.env[VARIABLES.acceptWeakAccess] ?? '';
  if (!['', 'true', 'false'].includes(weak)) return usage(`${VARIABLES.acceptWeakAccess} is true or false`);
  return {
    data: options.data ?? process.env[VARIABLES.data] ?? './data',
    host: options.host ?? process.env[VARIABLES.host] ?? '127.0.0.1',
    port,
    store,
    fromSnapshot,
    acceptWeakAccess: options.acceptWeakAccess ?? weak === 'true',
  };
}

/** The store that is named, null for the embedded one, or why it cannot be had. */
function storeOf(url: string): StoreUrl | null | string {
  if (url === '') return null;
  try {
    const store = parseStoreUrl(url);
    if (store !== null) return store;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
  return `the store ${url.split(':')[0]}: is none that is known; name it esdb://… or kurrentdb://…, or leave --store out for the embedded one`;
}

function usage(message: string): null {
  process.stderr.write(`clearance: ${message}\n`);
  process.exitCode = EXIT_USAGE;
  return null;
}
