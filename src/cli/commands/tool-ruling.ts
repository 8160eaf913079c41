import type { Command } from 'commander';
import { demand } from '../assets/scope.js';
import { usageError } from '../exit/index.js';
import { productionPath } from '../http/paths.js';
import { strings, text } from '../http/read.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';
import { idIn, post } from './acts.js';
import { showList } from './lists.js';
import { idOf, maybeEvidence, maybeMoment } from './registers.js';
import { revocationOf, withEffect, type RevocationOptions } from './revocation.js';
import { groupNamed } from './subcommands.js';

interface RuleOptions {
  readonly mode?: string;
  readonly rule?: readonly string[];
  readonly reason?: string;
  readonly evidence?: readonly string[];
  readonly expires?: string;
}

/** Joins the commands of `tool`. */
export function registerToolRuling(program: Command, session: Session): void {
  const tool = groupNamed(program, 'tool');
  const ruleCommand = session
    .command(tool, 'rule <tool@version>', 'Rule once on all uses of an assistive tool in a production, in one mode.')
    .option('--mode <mode>', "the mode in the tool's own words")
    .option('--rule <rule>', 'a rule of an adopted pack whose escalations it clears (repeat)', collect)
    .option('--reason <reason>', 'why')
    .option('--evidence <file|url>', 'what it rests on (repeat)', collect)
    .option('--expires <time>', 'until when, RFC 3339 or a span such as 90d; otherwise for good');
  session.on<RuleOptions>(ruleCommand, 'command', rule);
  const revokeCommand = withEffect(
    session.command(tool, 'revoke-ruling <ruling>', 'Revoke a ruling on a tool.').option('--reason <reason>', 'why'),
  ).option('--evidence <file|url>', 'what shows it (repeat)', collect);
  session.on<RevocationOptions>(revokeCommand, 'command', revoke);
  const listCommand = session
    .command(tool, 'rulings', 'List rulings on tools.')
    .option('--tool <id>', 'on this tool')
    .option('--state <state>', 'active, expired or revoked')
    .option('--limit <n>', 'at most so many a page');
  session.on<{ tool?: string; state?: string; limit?: string }>(listCommand, 'command', (context, options) => {
    const { tool: id, state, limit } = options;
    return showList(context, `${productionPath(context.production)}/tool-rulings`, { tool: id, state, limit }, [
      { title: 'id', value: (row) => text(row['id']) },
      { title: 'tool', value: (row) => `${text(row['tool'])}@${text(row['version'])}` },
      { title: 'mode', value: (row) => text(row['mode']) },
      { title: 'rules', value: (row) => strings(row['rules']).join(' ') },
      { title: 'state', value: (row) => text(row['state']), state: true },
      { title: 'expires', value: (row) => text(row['expiresAt']) },
    ]);
  });
}

async function rule(context: Context, options: RuleOptions, operand: Operand) {
  const named = idOf(operand);
  const at = named.indexOf('@');
  if (at < 1 || at === named.length - 1)
    throw usageError(`"${named}" names no version`, 'Write TOOL@VERSION, such as rx@11.2, rx@11.* or rx@*.');
  demand(options, ['mode', 'rule', 'reason', 'evidence']);
  const json = {
    tool: named.slice(0, at),
    version: named.slice(at + 1),
    mode: options.mode,
    rules: options.rule,
    reason: options.reason,
    evidence: await maybeEvidence(context, options.evidence),
    expiresAt: maybeMoment(context, '--expires', options.expires),
  };
  const words = (body: unknown) => `${idIn(body, 'the ruling')} covers ${named} (${options.mode ?? ''})`;
  return post(context, `${productionPath(context.production)}/tool-rulings`, json, words);
}

async function revoke(context: Context, options: RevocationOptions, operand: Operand) {
  const json = await revocationOf(context, options);
  const path = `${productionPath(context.production)}/tool-rulings/${encodeURIComponent(idOf(operand))}/revoke`;
  return post(context, path, json, (body) => `${idIn(body, 'the ruling')} is revoked`);
}
