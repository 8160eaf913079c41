import { Argument, type Command } from 'commander';
import { EXIT } from '../exit/exit-codes.js';
import type { Session } from '../session/index.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

export function registerCompletion(program: Command, session: Session): void {
  const command = program
    .command('completion')
    .description('Print a completion script, e.g. for bash: source <(clearance completion bash)')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS));
  command.action((shell: Shell) => {
    session.io.out(SCRIPTS[shell](wordsOf(program)));
    session.outcome = EXIT.go;
  });
}

/** What can follow each command: its path (`token issue`) and the words after it. */
interface Words {
  readonly path: string;
  readonly commands: readonly string[];
  readonly options: readonly string[];
}

export function wordsOf(program: Command): Words[] {
  const result: Words[] = [];
  const visit = (command: Command, path: readonly string[]): void => {
    result.push({
      path: path.join(' '),
      commands: command.commands.map((sub) => sub.name()),
      options: command.options.flatMap((option) => (option.long ? [option.long] : [])),
    });
    for (const sub of command.commands) visit(sub, [...path, sub.name()]);
  };
  visit(program, []);
  return result;
}

/** Words of commands and options are ours and plain (a-z and "-"), so they need no quoting in any shell. */
const SCRIPTS: Record<Shell, (words: readonly Words[]) => string> = {
  bash: (words) => `_clearance() {
  local cur path word
  cur="\${COMP_WORDS[COMP_CWORD]}"
  path=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " $(_clearance_words "$path") " in *" $word "*) case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac ;; esac
  done
  COMPREPLY=($(compgen -W "$(_clearance_words "$path")" -- "$cur"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$cur")); fi
}
_clearance_words() {
  case "$1" in
${cases(words)}
  esac
}
complete -F _clearance clearance
`,
  zsh: (words) => `#compdef clearance
_clearance_words() {
  case "$1" in
${cases(words)}
  esac
}
_clearance() {
  local path="" word
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ "$word" != -* && " $(_clearance_words "$path") " == *" $word "* ]]; then path="\${path:+$path }$word"; fi
  done
  compadd -- \${=$(_clearance_words "$path")} || _files
}
compdef _clearance clearance
`,
  fish: (words) =>
    words
      .flatMap(({ path, commands, options }) => {
        const parts = path === '' ? [] : path.split(' ');
        const condition =
          parts.length === 0
            ? '__fish_use_subcommand'
            : parts.map((part) => `__fish_seen_subcommand_from ${part}`).join('; and ');
        return [
          ...(commands.length === 0 ? [] : [`complete -c clearance -n '${condition}' -a '${commands.join(' ')}'`]),
          ...options.map((option) => `complete -c clearance -n '${condition}' -l ${option.slice(2)}`),
        ];
      })
      .map((line) => `${line}\n`)
      .join(''),
};

function cases(words: readonly Words[]): string {
  return words
    .map(({ path, commands, options }) => `    "${path}") echo "${[...commands, ...options].join(' ')}" ;;`)
    .join('\n');
}
