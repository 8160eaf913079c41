import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { range } from '../testing/index.js';
import { dataFolder, readerIn, refusalOf, storeIn } from './spec-folder.js';

describe('one data folder and several processes', () => {
  it('has one writer: a second one is refused, in one sentence that names the folder', async () => {
    const folder = dataFolder();
    const store = storeIn(folder);
    const refusal = refusalOf(() => storeIn(folder));
    expect(refusal.reason).toBe('locked');
    expect(refusal.message).toBe(`the data folder ${folder} is in use by another ledger; only one may write to it`);
    await store.close();
    expect(await storeIn(folder).head()).toBeNull();
  });

  it('refuses a writer in another process, and lets readers in', async () => {
    const folder = dataFolder();
    const child = run(folder, 'HOLD');
    expect(await child.line()).toBe('open');
    expect(refusalOf(() => storeIn(folder)).reason).toBe('locked');
    expect(await readerIn(folder).head()).toBe('1');
    child.process.kill('SIGKILL');
  });

  it('is refused to another process while this one writes', async () => {
    const folder = dataFolder();
    storeIn(folder);
    const child = run(folder, 'HOLD');
    expect(await child.line()).toBe('refused: locked');
  });

  it('frees the folder when the writer is killed, and has lost nothing it acknowledged', async () => {
    const folder = dataFolder();
    const child = run(folder, 'WRITE');
    let acknowledged = 0;
    while (acknowledged < 500) acknowledged = Number(await child.line());
    child.process.kill('SIGKILL');
    for (let line = await child.line(); line !== null; line = await child.line()) acknowledged = Number(line);

    const store = storeIn(folder);
    const log = await store.readAll(null);
    expect(log.length).toBeGreaterThanOrEqual(acknowledged);
    expect(log.map(({ position }) => position)).toEqual(range(1, log.length).map(String));
  });

  it('ends the process with code 70 and one sentence when a commit fails and nobody takes care of it', async () => {
    const child = run(dataFolder(), 'FAIL');
    let complaint = '';
    child.process.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const [code] = (await once(child.process, 'close')) as [number];
    expect(complaint).toBe(
      'clearance: the event log could not be written: FOREIGN KEY constraint failed. The process ends here; what was acknowledged is safe.\n',
    );
    expect(code).toBe(70);
  });
});

const PROGRAMS = {
  HOLD: `
    const { setInterval: keep } = await import('node:timers');
    try {
      const store = openSqliteEventStore({ folder });
      await store.append('asset-a', 'noStream', [event(1)]);
      console.log('open');
      keep(() => store.logId(), 60_000);
    } catch (error) { console.log('refused: ' + error.reason); }`,
  WRITE: `
    const store = openSqliteEventStore({ folder });
    store.appended.subscribe((position) => console.log(position));
    const write = async (stream) => {
      for (let n = 0; ; n += 1) await store.append(stream, n === 0 ? 'noStream' : BigInt(n - 1), [event(n)]);
    };
    await Promise.all(['asset-a', 'asset-b', 'asset-c'].map(write));`,
  FAIL: `
    const store = openSqliteEventStore({ folder });
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(folder + '/events.db');
    db.exec(\`CREATE TABLE parent (id TEXT PRIMARY KEY);
      CREATE TABLE trap (id TEXT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER spring AFTER INSERT ON events BEGIN INSERT INTO trap VALUES (new.id); END;\`);
    db.close();
    await store.append('asset-a', 'noStream', [event(1)]);`,
};

interface Child {
  readonly process: ChildProcess;
  /** The next line it writes, null once it has ended. */
  line(): Promise<string | null>;
}

/** Runs a program against the compiled store in a process of its own; it is killed after the test. */
function run(folder: string, program: keyof typeof PROGRAMS): Child {
  const built = compile();
  const script = join(built, 'program.js');
  writeFileSync(
    script,
    `import { openSqliteEventStore } from './sqlite/store.js';
    const folder = process.argv[2];
    const event = (n) => ({
      id: '00000000-0000-4000-8000-' + n.toString(16).padStart(12, '0'), type: 'noted', data: { n }, metadata: {},
    });
    ${PROGRAMS[program]}`,
  );
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    line: async () => {
      const { done, value } = await lines.next();
      return done === true ? null : value;
    },
  };
}

/** Strips the types of this library into a folder of its own, beside a link to the installed packages. */
function compile(): string {
  const source = join(dirname(fileURLToPath(import.meta.url)), '..');
  const target = dataFolder();
  writeFileSync(join(target, 'package.json'), '{"type":"module"}');
  symlinkSync(join(source, '../../../node_modules'), join(target, 'node_modules'));
  for (const part of ['.', 'sqlite']) {
    mkdirSync(join(target, part), { recursive: true });
    for (const name of readdirSync(join(source, part))) {
      if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
      const { outputText } = ts.transpileModule(readFileSync(join(source, part, name), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, esModuleInterop: true },
      });
      writeFileSync(join(target, part, name.replace(/\.ts$/, '.js')), outputText);
    }
  }
  return target;
}
