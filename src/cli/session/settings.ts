import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PRODUCTION_ID } from '@clearance/domain';
import { type Command, Option } from 'commander';
import { undecidedError, usageError } from '../exit/errors.js';
import type { Io } from './io.js';
import { secondsValue } from './values.js';

export const DEFAULT_URL = 'http://127.0.0.1:8377';
const DEFAULT_TIMEOUT = '60';

/** What the global options and the environment say (bodies.md 7). */
export interface Settings {
  readonly url: string;
  readonly production: string | null;
  /** Whether the production was named on the command line rather than by the environment. */
  readonly productionNamed: boolean;
  readonly tokenFile: string | null;
  readonly json: boolean;
  readonly ndjson: boolean;
  readonly timeoutMs: number;
  /** Seconds that the ledger is asked to wait; null leaves it to the ledger. */
  readonly waitSeconds: number | null;
  readonly minPosition: string | null;
  readonly idempotencyKey: string | null;
  readonly quiet: boolean;
  readonly color: boolean;
}

/** Adds the global options to a command, so that they work before and after its name. */
export function addGlobalOptions(command: Command): Command {
  return command
    .addOption(group(new Option('-p, --production <id>', 'the production (CLEARANCE_PRODUCTION)')))
    .addOption(group(new Option('--url <url>', `the ledger (CLEARANCE_URL, ${DEFAULT_URL})`)))
    .addOption(group(new Option('--token-file <file>', 'the token (CLEARANCE_TOKEN, CLEARANCE_TOKEN_FILE)')))
    .addOption(group(new Option('--json', 'exactly one JSON document on standard output')))
    .addOption(group(new Option('--ndjson', 'one JSON document a line; lists with all their pages')))
    .addOption(group(new Option('--timeout <seconds>', `how long to wait for an answer (${DEFAULT_TIMEOUT})`)))
    .addOption(group(new Option('--min-position <position>', 'wait until the ledger has seen this position')))
    .addOption(group(new Option('--idempotency-key <key>', 'makes a repeated command count once')))
    .addOption(group(new Option('--quiet', 'say nothing but errors')))
    .addOption(group(new Option('--no-color', 'no colours (NO_COLOR)')));
}

/** Reads the settings: the option nearest to the command wins, then the environment, then the default. */
export function readSettings(command: Command, env: Io['env']): Settings {
  const given = (name: string): unknown => {
    for (let at: Command | null = command; at !== null; at = at.parent) {
      if (at.getOptionValueSource(name) === 'cli') return at.getOptionValue(name);
    }
    return undefined;
  };
  const textOf = (name: string): string | undefined => given(name) as string | undefined;
  const json = given('json') === true;
  const ndjson = given('ndjson') === true;
  if (json && ndjson) throw usageError('--json and --ndjson exclude each other');
  const timeout = textOf('timeout');
  const timeoutMs = secondsValue('--timeout', timeout ?? DEFAULT_TIMEOUT);
  return {
    url: urlValue(textOf('url') ?? (env['CLEARANCE_URL'] || DEFAULT_URL)),
    production: productionValue(textOf('production') ?? (env['CLEARANCE_PRODUCTION'] || null)),
    productionNamed: textOf('production') !== undefined,
    tokenFile: textOf('tokenFile') ?? null,
    json,
    ndjson,
    timeoutMs,
    waitSeconds: timeout === undefined ? null : Math.min(60, Math.floor(timeoutMs / 1000)),
    minPosition: textOf('minPosition') ?? null,
    idempotencyKey: keyValue(textOf('idempotencyKey') ?? null),
    quiet: given('quiet') === true,
    color: given('color') !== false && (env['NO_COLOR'] ?? '') === '',
  };
}

/** The token, from --token-file, CLEARANCE_TOKEN or CLEARANCE_TOKEN_FILE, in this order; never from an argument. */
export async function readToken(settings: Settings, io: Io): Promise<string> {
  const direct = settings.tokenFile === null ? io.env['CLEARANCE_TOKEN'] : undefined;
  if (direct) return tokenValue(direct, 'CLEARANCE_TOKEN');
  const file = settings.tokenFile ?? io.env['CLEARANCE_TOKEN_FILE'];
  if (!file) {
    throw usageError('there is no token', 'Set CLEARANCE_TOKEN, CLEARANCE_TOKEN_FILE or --token-file.');
  }
  try {
    return tokenValue(await readFile(resolve(io.cwd, file), 'utf8'), file);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw undecidedError('unreadable-input', `the token file ${file} cannot be read (${error.message})`);
  }
}

const group = (option: Option): Option => option.helpGroup('Global options:');

function tokenValue(content: string, where: string): string {
  const token = content.trim();
  if (!/^[\x21-\x7e]{1,4096}$/.test(token))
    throw usageError(`${where} holds no token`, 'It should hold the token alone, on one line.');
  return token;
}

/** @throws CliError 64 */
export function urlValue(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw usageError(
      `the ledger's address must be an http or https URL without user, query or fragment, but is "${value}"`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function productionValue(value: string | null): string | null {
  if (value !== null && !PRODUCTION_ID.test(value)) {
    throw usageError(`"${value}" is no production`, 'A production is a lower-case word of a-z, 0-9 and _.');
  }
  return value;
}

function keyValue(value: string | null): string | null {
  if (value !== null && !/^[\x21-\x7e]{1,128}$/.test(value))
    throw usageError('--idempotency-key must be 1 to 128 visible ASCII characters');
  return value;
}
