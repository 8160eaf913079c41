import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot, run, startLedger, type Ledger } from '../harness/index.js';
import { holds, printsAs } from './expected.js';
import type { Step } from './page.js';
import { Shell, type Ran } from './shell.js';

/** Where a ledger listens unless told otherwise, and how the pages write a secret: both stand for the real ones here. */
const SHOWN_URL = 'http://127.0.0.1:8377';
const SHOWN_TOKEN = 'clr_…';
/** How a page shows the exit code of the command before. */
const SHOW_CODE = 'echo $?';

/** Does what a page says, step by step, against a ledger of its own. */
export class Reader {
  private ran: Ran | null = null;
  private stopped = false;

  private constructor(
    private readonly shell: Shell,
    private ledger: Ledger,
  ) {}

  static async open(): Promise<Reader> {
    const ledger = await startLedger();
    const reader = new Reader(await Shell.open(), ledger);
    await reader.tell(ledger);
    return reader;
  }

  /**
   * A command may fail only where the page goes on to show its exit code.
   * @param next the step after it.
   * @returns what is wrong with the step; null where it is as the page says.
   */
  async follow(step: Step, next?: Step): Promise<string | null> {
    if (step.kind === 'runs') return this.runs(step);
    if (step.kind === 'json') return this.compare(step.shown);
    if (step.kind === 'script') {
      this.ran = await this.shell.run(this.real(step.script), true);
      return this.ran.code === 0 ? null : `a command failed with ${this.ran.code}:\n${this.ran.printed}`;
    }
    this.ran = await this.shell.run(this.real(step.command), false);
    const printed = this.shown(this.ran.printed);
    const codeIsShown = next?.kind === 'command' && next.command === SHOW_CODE;
    if (printsAs(step.prints, printed) && (this.ran.code === 0 || codeIsShown)) return null;
    return `"${step.command}" ended with ${this.ran.code} and printed:\n${printed}`;
  }

  async close(): Promise<void> {
    await this.shell.close();
    await this.ledger.dispose();
  }

  private async runs({ what, prints }: Extract<Step, { kind: 'runs' }>): Promise<string | null> {
    if (what === 'stop') {
      const code = await this.ledger.stop();
      this.stopped = true;
      return code === 0 ? null : `the ledger ended with ${code}`;
    }
    if (what === 'demo') {
      const { code, stdout } = await run(process.execPath, [join(repositoryRoot, 'dist/src/cli/demo/main.js')]);
      return code === 0 && printsAs(prints, stdout) ? null : `the demo ended with ${code} and printed:\n${stdout}`;
    }
    if (this.stopped) {
      this.ledger = await this.ledger.restart();
      this.stopped = false;
      await this.tell(this.ledger);
    }
    const printed = this.shown(this.ledger.output());
    return prints.length === 0 || printsAs(prints, printed) ? null : `the start printed:\n${printed}`;
  }

  private compare(text: string): string | null {
    const printed = this.ran?.printed ?? '';
    let value: unknown;
    try {
      value = JSON.parse(printed);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return `this is no JSON:\n${printed}`;
    }
    return holds(value, JSON.parse(text)) ? null : `printed was:\n${JSON.stringify(value, null, 2)}`;
  }

  /** The variables that the pages take for granted. */
  private async tell({ url, data }: Ledger): Promise<void> {
    await this.shell.run(`export CLEARANCE_URL='${url}' CLEARANCE_DATA='${data}'`, true);
  }

  private real(text: string): string {
    return text.replaceAll(SHOWN_URL, this.ledger.url).replaceAll(SHOWN_TOKEN, this.ledger.adminToken);
  }

  private shown(text: string): string {
    return text.replaceAll(this.ledger.url, SHOWN_URL);
  }
}

export async function pageAt(path: string): Promise<string> {
  return readFile(join(repositoryRoot, path), 'utf8');
}
