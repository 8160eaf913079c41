import { MEDIUMS, PROMINENCES, REACHES, type Reach, type Scope } from '@clearance/domain';
import type { Command } from 'commander';
import { usageError } from '../exit/errors.js';
import { choiceValue, listValue } from '../session/values.js';

export interface ScopeOptions {
  readonly kind?: string;
  readonly prominence?: string;
  readonly classes?: string;
  readonly territories?: string;
  readonly languages?: string;
  readonly mediums?: string;
  readonly reach?: string;
  readonly finding?: readonly string[];
}

/** Every part of a scope is asked for: an omitted one would have to mean something, and could widen what was meant. */
export function addScopeOptions(command: Command): Command {
  return command
    .option('--kind <kind>', 'written, ruling, break-glass or a kind of an adopted pack')
    .option('--prominence <word>', PROMINENCES.join(', '))
    .option('--classes <list>', 'delivery classes, e.g. final,marketing; "*" = any')
    .option('--territories <list>', 'ISO 3166-1 codes; "*" = any')
    .option('--languages <list>', 'BCP 47 tags; "*" = any')
    .option('--mediums <list>', `${MEDIUMS.join(', ')}; "*" = any`);
}

/** The scope that the options state. @throws CliError 64 naming all that is missing. */
export function readScope(options: ScopeOptions): { kind: string; scope: Scope } {
  demand(options, ['kind', 'prominence', 'classes', 'territories', 'languages', 'mediums']);
  const list = (name: 'classes' | 'territories' | 'languages' | 'mediums') =>
    listValue(`--${name}`, options[name] ?? '');
  return {
    kind: options.kind ?? '',
    scope: {
      prominence: choiceValue('--prominence', options.prominence ?? '', PROMINENCES),
      classes: list('classes'),
      territories: list('territories'),
      languages: list('languages'),
      mediums: list('mediums'),
    },
  };
}

export function readReach(options: ScopeOptions): Reach {
  demand(options, ['reach']);
  return choiceValue('--reach', options.reach ?? '', REACHES);
}

/** `open`, or findings named one by one as `RULE@ROOT`, with `#ELEMENT` where the rule is about an entry of a list. */
export function readFindings(values: readonly string[]): 'open' | { rule: string; root: string; element?: string }[] {
  if (values.length === 1 && values[0] === 'open') return 'open';
  return values.map((value) => {
    const at = value.indexOf('@');
    const hash = value.indexOf('#', at);
    const rule = value.slice(0, Math.max(at, 0));
    const root = value.slice(at + 1, hash < 0 ? undefined : hash);
    const element = hash < 0 ? null : value.slice(hash + 1);
    if (rule === '' || root === '' || element === '') {
      throw usageError(
        `--finding must be RULE@ROOT, but is "${value}"`,
        'Take rule and root from "clearance status --findings"; "open" alone means all that are open.',
      );
    }
    return element === null ? { rule, root } : { rule, root, element };
  });
}

/** @throws CliError 64 naming every option that is missing. */
export function demand<Options extends object>(options: Options, names: readonly (keyof Options & string)[]): void {
  const missing = names.filter((name) => {
    const value = options[name];
    return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  });
  if (missing.length > 0) {
    throw usageError(
      `${missing.map((name) => `--${name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`).join(', ')} must be given`,
    );
  }
}
