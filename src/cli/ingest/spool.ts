import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { undecidedError } from '../exit/errors.js';
import { writeAtomically } from '../files/atomic.js';

const ENDING = '.ndjson';
/** Beside a spool file: the events of it that the ledger refused, each with its problem. They are never sent again. */
export const REFUSED_ENDING = '.refused';

/**
 * Keeps events for a later `emit --flush`: one file, named by its content, so that the same events spooled twice are one file.
 * @returns the file's path.
 */
export async function spoolLines(folder: string, lines: readonly string[]): Promise<string> {
  const content = `${lines.join('\n')}\n`;
  const name = `events-${createHash('sha256').update(content).digest('hex').slice(0, 32)}${ENDING}`;
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  await writeAtomically(file, content);
  return file;
}

/** The files of a spool, in the order of their names. @throws CliError 3 where the folder cannot be read. */
export async function spoolFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith(ENDING) && !name.startsWith('.'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    throw undecidedError('unreadable-input', `the spool ${folder} cannot be read (${(error as Error).message})`);
  }
}

/** The events of a spool file, each with the source that was not known when it was written. */
export async function readSpool(file: string, source: string): Promise<string[]> {
  const content = await readFile(file, 'utf8');
  return content
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => withSource(line, source));
}

/** Ends a spool file that was sent: it goes, and what was refused of it stays beside it. */
export async function settleSpool(file: string, refused: readonly unknown[]): Promise<void> {
  if (refused.length === 0) {
    await rm(file);
    return;
  }
  await writeAtomically(`${file}${REFUSED_ENDING}`, refused.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  await rm(file);
}

function withSource(line: string, source: string): string {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event !== 'object' || event === null || Array.isArray(event) || 'source' in event) return line;
    return JSON.stringify({ ...event, source });
  } catch (error) {
    // The ledger answers an unreadable line with its own refusal, which names the place.
    if (error instanceof SyntaxError) return line;
    throw error;
  }
}
