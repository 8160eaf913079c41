import type { Command } from 'commander';

/** The group that a command belongs to, registered before it. @throws Error where it is not there */
export function groupNamed(program: Command, name: string): Command {
  const group = program.commands.find((command) => command.name() === name);
  if (group === undefined) throw new Error(`the commands of "${name}" are registered before those that join them`);
  return group;
}
