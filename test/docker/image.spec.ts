import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STOP_WITHIN_MS } from '../../src/serving/stopping.js';
import { bareEnvironment } from '../harness/index.js';
import { environmentOf, only, readDockerfile } from './support/dockerfile.js';
import { layOut } from './support/image.js';

/*
 * The image without an engine: its files, in a folder of their own, started with its command, its variables and its health
 * check. IMAGE_TREE names a folder that was made by the Dockerfile's own commands (npm run test:image).
 */

const image = readDockerfile('docker/Dockerfile').at(-1)!;
const given = process.env['IMAGE_TREE'] ?? '';
// Outside the repository, so that none of its own packages is found.
const folder = mkdtempSync(join(tmpdir(), 'clearance-image-'));
const tree = given === '' ? join(folder, 'opt') : given;
const children: ChildProcess[] = [];
const data = mkdtempSync(join(tmpdir(), 'clearance-image-data-'));

beforeAll(() => {
  if (given !== '') return;
  mkdirSync(tree);
  layOut(image, tree);
});

afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  for (const path of [folder, data]) rmSync(path, { recursive: true, force: true });
});

// A folder that was made a moment ago is read from the disk.
describe('what the image holds', { timeout: given === '' ? 60_000 : 300_000 }, () => {
  it('starts, says that it is healthy, answers, and ends when it is told to, without writing beside its volume', async () => {
    const before = filesOf(tree);
    const ledger = started(commandOf('ENTRYPOINT', 'CMD'));
    const port = await portOf(ledger);
    const healthy = started(healthCheck(), { CLEARANCE_PORT: port });
    expect(await ended(healthy)).toBe(0);
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`);
    expect(await ready.json()).toMatchObject({ status: 'ready', reasons: [] });
    const asked = Date.now();
    ledger.kill(only(image, 'STOPSIGNAL') as NodeJS.Signals);
    expect(await ended(ledger)).toBe(0);
    expect(Date.now() - asked).toBeLessThan(STOP_WITHIN_MS);
    expect(filesOf(tree)).toEqual(before);
    expect(globSync('*', { cwd: data }).sort()).toEqual(expect.arrayContaining(['events.db', 'keys', 'readmodel.db']));
  });

  it('is unhealthy where no ledger answers', async () => {
    expect(await ended(started(healthCheck(), { CLEARANCE_PORT: '65534' }))).toBe(1);
  });

  it('makes a signing key where there is none, and leaves the one that is there', async () => {
    const keys = mkdtempSync(join(tmpdir(), 'clearance-image-keys-'));
    const file = join(keys, 'keys', 'receipt-signing.pem');
    const run = async () => {
      expect(await ended(started(['node', 'docker/signing-key.mjs'], { CLEARANCE_DATA: keys }))).toBe(0);
      const { ino, mode } = statSync(file);
      return { ino, mode: mode & 0o777 };
    };
    const made = await run();
    expect(made.mode).toBe(0o600);
    expect(await run()).toEqual(made);
    rmSync(keys, { recursive: true });
  });
});

function commandOf(...instructions: readonly string[]): string[] {
  return instructions.flatMap((name) => JSON.parse(only(image, name)) as string[]);
}

function healthCheck(): string[] {
  return JSON.parse(only(image, 'HEALTHCHECK').replace(/^.*CMD /, '')) as string[];
}

/** As the engine would start it: in the image's folder, with its variables, on this machine's data folder and a free port. */
function started([node, ...args]: readonly string[], more: Readonly<Record<string, string>> = {}): ChildProcess {
  expect(node).toBe('node');
  const environment = {
    ...environmentOf(image),
    CLEARANCE_DATA: data,
    SQLITE_TMPDIR: data,
    CLEARANCE_PORT: '0',
    ...more,
  };
  // Only laid out by hand does the folder hold links.
  const flags = given === '' ? ['--preserve-symlinks'] : [];
  const here = args.map((arg) => arg.replace(`${only(image, 'WORKDIR')}/`, `${tree}/`));
  const child = spawn(process.execPath, [...flags, ...here], {
    cwd: tree,
    env: { ...bareEnvironment(), ...environment, CLEARANCE_HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

function portOf(ledger: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    ledger.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const [, port] = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(printed) ?? [];
      if (port !== undefined) resolve(port);
    });
    ledger.once('exit', (code) => reject(new Error(`the ledger ended with ${code}:\n${printed}`)));
  });
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

function filesOf(root: string): readonly string[] {
  return globSync('**/*', {
    cwd: root,
    withFileTypes: true,
    exclude: ({ name }) => name === 'node_modules',
  })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mtimeMs, size } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    });
}
