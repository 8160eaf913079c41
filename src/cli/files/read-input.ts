import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { undecidedError } from '../exit/errors.js';
import type { Context } from '../session/context.js';

/** The text of a file, or of standard input where the file is "-". @throws CliError 3 where it cannot be read */
export async function readInput({ io }: Context, file: string, what: string): Promise<string> {
  if (file === '-') return io.stdin();
  try {
    return await readFile(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    throw undecidedError('unreadable-input', `${what} in ${file} cannot be read (${(error as Error).message})`);
  }
}
