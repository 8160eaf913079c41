import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../../bin/clearance.js', import.meta.url));

/** A step did not do what it should: the demo ends with 1. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';
}

/** A ledger of the demo's own, in a process of its own. */
export interface RunningLedger {
  readonly url: string;
  readonly adminToken: string;
  stop(): Promise<void>;
}

export async function startLedger(data: string): Promise<RunningLedger> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--data', data, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8');
  for await (const text of child.stdout as AsyncIterable<string>) {
    printed += text;
    if (/shown once: \S+\n/.test(printed)) break;
  }
  const url = /listening on (\S+)/.exec(printed)?.[1];
  const adminToken = /shown once: (\S+)/.exec(printed)?.[1];
  if (url === undefined || adminToken === undefined) throw new DemoFailed('the ledger did not start');
  return { url, adminToken, stop: () => ended(child) };
}

export interface Ran {
  readonly code: number;
  readonly json: Record<string, unknown>;
}

/** Runs the command line as a person would, and shows what was typed. */
export class Terminal {
  constructor(
    private readonly url: string,
    private readonly production: string,
    private readonly cwd: string,
    private readonly show: (line: string) => void,
  ) {}

  /** @param expected exit code; another one ends the demo. */
  async run(token: string, expected: number, ...words: readonly string[]): Promise<Ran> {
    this.show(`  $ clearance ${words.map(quoted).join(' ')}`);
    const child = spawn(process.execPath, [PROGRAM, ...words, '--json'], {
      cwd: this.cwd,
      env: { ...process.env, CLEARANCE_URL: this.url, CLEARANCE_PRODUCTION: this.production, CLEARANCE_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, code] = await Promise.all([textOf(child.stdout), textOf(child.stderr), exitOf(child)]);
    if (code !== expected)
      throw new DemoFailed(`clearance ${words[0]} ended with ${code} instead of ${expected}:\n${out}${err}`);
    return { code, json: out.trim() === '' ? {} : (JSON.parse(out) as Record<string, unknown>) };
  }
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const part of stream) chunks.push(part);
  return Buffer.concat(chunks).toString('utf8');
}

async function exitOf(child: ChildProcess): Promise<number> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? -1;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./*-]+$/.test(word) && word !== '*' ? word : `'${word}'`;
}
