import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { run } from '../run.js';
import type { Io } from '../session/index.js';

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as the one JSON document of --json. */
  json(): unknown;
  /** Standard output as NDJSON. */
  lines(): unknown[];
}

export interface CliWorld {
  readonly url?: string;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly terminal?: boolean;
}

/** The fixed clock of these tests. */
export const NOW = new Date('2026-03-01T12:00:00.000Z');

/** Runs a command line in this process, against a production `nightfall` and with a token. */
export async function cli(words: readonly string[], world: CliWorld = {}): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  const io: Io = {
    env: {
      CLEARANCE_TOKEN: 'clr_test',
      CLEARANCE_PRODUCTION: 'nightfall',
      CLEARANCE_URL: world.url ?? UNREACHABLE,
      ...world.env,
    },
    cwd: world.cwd ?? tmpdir(),
    stdoutIsTerminal: world.terminal === true,
    stderrIsTerminal: false,
    columns: 100,
    now: () => NOW,
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
    stdin: () => Promise.resolve(world.stdin ?? ''),
  };
  const code = await run(words, io);
  return {
    code,
    stdout,
    stderr,
    json: () => JSON.parse(stdout) as unknown,
    lines: () =>
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
  };
}

/** Nothing ever listens on port 9 of the loopback interface in these tests. */
export const UNREACHABLE = 'http://127.0.0.1:9';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A folder with files, gone after the test. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clearance-cli-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}
