import { EXIT, type ExitCode } from './exit-codes.js';

/** A command's name and those of its subcommands: as much of the command tree as this needs. */
export interface CommandNames {
  readonly name: string;
  readonly commands: readonly CommandNames[];
}

/**
 * The code after help or the version was shown. It is 0 only where nothing else was asked: a `--help` that slips into a
 * script's `clearance release …` must not read as a release.
 */
export function exitForHelp(argv: readonly string[], root: CommandNames): ExitCode {
  let here: CommandNames | undefined = root;
  for (const word of argv) {
    if (HELP_WORDS.includes(word)) continue;
    here = here?.commands.find((command) => command.name === word);
    if (here === undefined) return EXIT.usage;
  }
  return EXIT.go;
}

const HELP_WORDS: readonly string[] = ['help', '--help', '-h', '--version', '-V'];
