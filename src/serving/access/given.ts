import { readFileSync } from 'node:fs';
import { AccessRefused, parseStoreUrl, StreamDeleted, Unavailable, type StoreUrl } from '@clearance/event-store';
import { EXIT_INTERNAL, EXIT_UNFINISHED, EXIT_USAGE } from '../exits.js';

/** A command line that cannot be done as it stands. */
export class Usage extends Error {}

/** The server that an option or variable names. @throws Usage in words for whoever wrote it. */
export function serverNamed(text: string | undefined, how: string): StoreUrl {
  if (text === undefined || text === '') throw new Usage(`no server is named: ${how}`);
  try {
    const url = parseStoreUrl(text);
    if (url !== null) return url;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Usage(error.message);
  }
  throw new Usage(`a server is named esdb://… or kurrentdb://…: ${how}`);
}

/** A secret from a file that an option names, a variable, or a file that a variable names (…_FILE), in this order. */
export function secretGiven(file: string | undefined, variable: string): string | undefined {
  const direct = file === undefined ? process.env[variable] : undefined;
  if (direct !== undefined && direct !== '') return direct;
  const named = file ?? process.env[`${variable}_FILE`] ?? '';
  if (named === '') return undefined;
  try {
    return readFileSync(named, 'utf8').trim();
  } catch (error) {
    throw new Usage(`${named} cannot be read: ${(error as Error).message}`);
  }
}

/** Prints why a command could not be done and sets its exit code. @throws what is a defect of ours. */
export function refuse(error: unknown): void {
  const known = [Usage, Unavailable, AccessRefused, StreamDeleted, RangeError, TypeError];
  if (!known.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`clearance: ${(error as Error).message}\n`);
  process.exitCode =
    error instanceof Usage ? EXIT_USAGE : error instanceof Unavailable ? EXIT_UNFINISHED : EXIT_INTERNAL;
}
