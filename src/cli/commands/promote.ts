import type { Command } from 'commander';
import { resolveAsset } from '../assets/resolve.js';
import { demand } from '../assets/scope.js';
import { EXIT, exitForVerdict, type ExitCode } from '../exit/index.js';
import { record, text } from '../http/read.js';
import { findingLines, openFindings } from '../render/findings.js';
import { heldItems } from '../render/decision.js';
import { printable } from '../render/printable.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';
import { post } from './acts.js';

interface PromoteOptions {
  readonly delivery?: string;
  readonly file?: readonly string[];
  readonly withdraw?: boolean;
  readonly reason?: string;
}

export function registerPromote(program: Command, session: Session): void {
  const command = session
    .command(program, 'promote [asset]', 'Make an asset part of a delivery.')
    .option('--delivery <id>', 'the delivery')
    .option('--withdraw', 'take it out again')
    .option('--reason <reason>', 'with --withdraw: why')
    .option('--file <path>', 'the asset with the bytes of this file', collect);
  session.on<PromoteOptions>(command, 'command', promote);
}

async function promote(context: Context, options: PromoteOptions, operand: Operand): Promise<ExitCode> {
  demand(options, ['delivery', ...(options.withdraw === true ? (['reason'] as const) : [])]);
  const delivery = options.delivery ?? '';
  const { path, named } = await resolveAsset(context, typeof operand === 'string' ? operand : undefined, options);
  if (options.withdraw === true) {
    const withdrawal = `${path}/promotions/${encodeURIComponent(delivery)}/withdraw`;
    return post(context, withdrawal, { reason: options.reason }, () => `${named} is withdrawn from ${delivery}`);
  }
  const client = await context.client();
  const answer = await client.ask('POST', `${path}/promotions`, { json: { delivery } });
  if (answer.status === 409) tellCauses(context, record(record(answer.body)['decision']));
  client.demandSuccess(answer);
  const body = record(answer.body);
  const verdict = record(body['decision'])['decision'] ?? body['decision'];
  const code = exitForVerdict(verdict, answer.decision);
  context.answer(body, () =>
    printable(
      code === EXIT.go
        ? `${named} is promoted to ${delivery}`
        : `${named} is not promoted to ${delivery}: ${text(verdict) || 'undecided'}`,
    ),
  );
  return code;
}

function tellCauses(context: Context, decision: Readonly<Record<string, unknown>>): void {
  for (const item of heldItems(decision)) {
    for (const line of openFindings(item['findings']).flatMap(findingLines)) context.say(line);
  }
}
