import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { Caller } from './caller.js';
import { bareEnvironment, program } from './ledger-process.js';

export interface CliResult {
  /** `null` when a signal ended the process. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: Record<string, string | undefined>;
  input?: string;
  cwd?: string;
  /** Called with the running process, for tests that interrupt it. */
  started?: (child: ChildProcess) => void;
}

/** Runs `clearance` as a user's shell would and waits for its end. */
export function cli(args: string[], options: CliOptions = {}): Promise<CliResult> {
  return run(process.execPath, [program, ...args], options);
}

/** Runs any program; the result is the same as that of {@link cli}. */
export function run(command: string, args: string[], options: CliOptions = {}): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: bareEnvironment(options.env), cwd: options.cwd, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
    // A program that ends without reading its input closes the pipe: that is its right, not our failure.
    child.stdin.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : reject(error)));
    child.stdin.end(options.input ?? '');
    options.started?.(child);
  });
}

/** The environment in which a caller's shell reaches a production. */
export function shellOf(by: Caller, production: string): Record<string, string> {
  return { CLEARANCE_URL: by.url, CLEARANCE_TOKEN: by.token, CLEARANCE_PRODUCTION: production };
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A folder with the given files, removed when the test file ends. */
export async function folderWith(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clearance-files-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  return folder;
}
