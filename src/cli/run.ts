import { type Command, CommanderError } from 'commander';
import { asCliError, EXIT, exitForHelp, usageError, type CommandNames, type ExitCode } from './exit/index.js';
import { createProgram } from './program.js';
import { Session, type Io } from './session/index.js';

export interface RunOptions {
  /** Adds the commands that run a ledger instead of asking one. */
  readonly extend?: (program: Command) => void | Promise<void>;
  /** Called before a command that asks a ledger. */
  readonly starting?: () => void;
  readonly version?: string;
}

/**
 * Runs one command line.
 * @param argv the words after the program's name.
 * @returns the exit code; null for a command that runs a ledger and has its own way of ending.
 */
export async function run(argv: readonly string[], io: Io, options: RunOptions = {}): Promise<ExitCode | null> {
  const session = new Session(io, options.starting);
  const program = createProgram(session, options.version ?? '0.0.0');
  await options.extend?.(program);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return ended(error, argv, program, session);
    const failure = asCliError(error);
    session.report(failure, false);
    return failure.exit;
  }
  return session.outcome;
}

/** Commander ends the run to show help, and for a command line that it cannot read. It has said so already. */
function ended(error: CommanderError, argv: readonly string[], program: Command, session: Session): ExitCode {
  if (error.exitCode === 0) return exitForHelp(argv, namesOf(program));
  if (argv.includes('--json')) {
    session.io.out(`${JSON.stringify({ problem: usageError(error.message.replace(/^error: /, '')).problem })}\n`);
  }
  return EXIT.usage;
}

function namesOf(command: Command): CommandNames {
  return { name: command.name(), commands: command.commands.map(namesOf) };
}
