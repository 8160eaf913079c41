import type { Command } from 'commander';
import { asCliError, EXIT, type CliError, type CommandKind, type ExitCode } from '../exit/index.js';
import { exclusionLine, faultLines } from '../http/problem.js';
import { printable } from '../render/printable.js';
import { Context } from './context.js';
import type { Io } from './io.js';
import { addGlobalOptions, readSettings } from './settings.js';

/** What an operand can be: a word, the words of a variadic one, or nothing. */
export type Operand = string | string[] | undefined;

export type Run<Options> = (context: Context, options: Options, ...operands: Operand[]) => Promise<ExitCode>;

/** One call of the command line. */
export class Session {
  /** Set once a command of this client has run. */
  outcome: ExitCode | null = null;
  private readonly commands: Command[] = [];

  constructor(
    readonly io: Io,
    /** Called before a command runs, e.g. to answer signals from then on. */
    readonly starting: () => void = () => undefined,
  ) {}

  /** A command of this client. Its action is given by {@link on}. */
  command(parent: Command, usage: string, summary: string): Command {
    const command = parent.command(usage).description(summary);
    this.commands.push(command);
    return command;
  }

  /** Gives every command the global options; last, so that help names a command's own options first. */
  completeCommands(): void {
    for (const command of this.commands) addGlobalOptions(command);
  }

  /** Gives a command its action. Whatever it throws becomes a message and a code; nothing thrown becomes 0. */
  on<Options>(command: Command, kind: CommandKind, run: Run<Options>): void {
    command.action(async (...given: unknown[]) => {
      const self = given.at(-1) as Command;
      this.starting();
      this.outcome = await this.guarded(self, kind, (context) =>
        run(context, self.opts() as Options, ...(given.slice(0, -2) as Operand[])),
      );
    });
  }

  private async guarded(command: Command, kind: CommandKind, run: (context: Context) => Promise<ExitCode>) {
    let context: Context | null = null;
    try {
      context = new Context(this.io, readSettings(command, this.io.env), kind);
      return await run(context);
    } catch (thrown) {
      const failure = asCliError(thrown);
      const wanted = context?.settings.json ?? wantsJson(command);
      this.report(failure, wanted && context?.hasDocument !== true, context?.settings.ndjson === true);
      // A failure says why nothing was decided or done; it can never be the go.
      return failure.exit === EXIT.go ? EXIT.internal : failure.exit;
    }
  }

  /** Says what is wrong and what to do: as `{"problem": …}` on standard output where JSON is wanted, always as words. */
  report(failure: CliError, asDocument: boolean, asLine = false): void {
    if ((asDocument || asLine) && failure.problem !== null) {
      this.io.out(`${JSON.stringify({ problem: failure.problem })}\n`);
    }
    const { problem } = failure;
    const details =
      problem === null ? [] : [...faultLines(problem), exclusionLine(problem)].filter((line) => line !== null);
    const lines = [`clearance: ${failure.message}`, ...details.map((line) => `  ${line}`), failure.advice];
    this.io.err(
      lines
        .filter((line) => line !== null)
        .map((line) => `${line.split('\n').map(printable).join('\n')}\n`)
        .join(''),
    );
  }
}

function wantsJson(command: Command): boolean {
  for (let at: Command | null = command; at !== null; at = at.parent) {
    if (at.getOptionValue('json') === true) return true;
  }
  return false;
}
