import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { bareEnvironment, program } from '../harness/index.js';

export interface Ran {
  /** Of the last command; of the first that failed where `strict`. */
  readonly code: number;
  /** Standard output and standard error, in the order they were written. */
  readonly printed: string;
}

/**
 * A shell that keeps its folder and its variables from one command to the next, as a reader's terminal does, in a new
 * folder of its own and with `clearance` on its PATH.
 */
export class Shell {
  private steps = 0;
  private last = 0;

  private constructor(
    private readonly folder: string,
    private readonly bash: ChildProcess,
    private readonly codes: AsyncIterator<string>,
    private readonly lines: Interface,
  ) {}

  static async open(): Promise<Shell> {
    const folder = await mkdtemp(join(tmpdir(), 'clearance-docs-'));
    for (const name of ['bin', 'home', 'work', 'steps']) await mkdir(join(folder, name));
    const wrapper = join(folder, 'bin', 'clearance');
    await writeFile(wrapper, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
    await chmod(wrapper, 0o755);
    const env = bareEnvironment({ HOME: join(folder, 'home'), LC_ALL: 'C.UTF-8' });
    const bash = spawn('bash', ['--noprofile', '--norc'], {
      cwd: join(folder, 'work'),
      env: { ...env, PATH: [join(folder, 'bin'), env['PATH']].join(delimiter) },
      stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
    });
    const lines = createInterface({ input: bash.stdio[3] as Readable });
    return new Shell(folder, bash, lines[Symbol.asyncIterator](), lines);
  }

  /** @param strict whether the first command that fails decides the code, rather than the last command. */
  async run(script: string, strict: boolean): Promise<Ran> {
    this.steps += 1;
    const path = join(this.folder, 'steps', String(this.steps));
    await writeFile(path, `${script}\n`);
    const sourced = `(exit ${this.last}); . '${path}' >'${path}.out' 2>&1 </dev/null`;
    this.bash.stdin?.write(
      strict
        ? `failed=0; trap 'status=$?; [ $failed = 0 ] && failed=$status' ERR; ${sourced}; trap - ERR; echo $failed >&3\n`
        : `${sourced}; echo $? >&3\n`,
    );
    const answer = await this.codes.next();
    if (answer.done === true) throw new Error(`the shell ended in:\n${script}`);
    this.last = Number(answer.value);
    return { code: this.last, printed: await readFile(`${path}.out`, 'utf8') };
  }

  async close(): Promise<void> {
    if (this.bash.exitCode === null && this.bash.signalCode === null) {
      const ended = once(this.bash, 'exit');
      this.bash.stdin?.end();
      await ended;
    }
    this.lines.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
