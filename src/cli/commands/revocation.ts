import type { Command } from 'commander';
import { demand } from '../assets/scope.js';
import { usageError } from '../exit/index.js';
import { choiceValue, type Context } from '../session/index.js';
import { maybeEvidence, maybeMoment } from './registers.js';
import type { ReasonOptions } from './usage-conformance.js';

/* What taking back an approval, a usage and a ruling on a tool have in common. */

export interface RevocationOptions extends ReasonOptions {
  readonly effect: string;
  readonly effectiveAt?: string;
}

/** Lets a command say from when on. */
export function withEffect(command: Command): Command {
  return command
    .option('--effect <effect>', 'ab-initio (as if never given) or from (an end)', 'ab-initio')
    .option('--effective-at <time>', 'with --effect from: the end; otherwise now');
}

/** The body of a request to revoke. @throws CliError for usage */
export async function revocationOf(context: Context, options: RevocationOptions) {
  demand(options, ['reason']);
  const effect = choiceValue('--effect', options.effect, ['ab-initio', 'from'] as const);
  if (options.effectiveAt !== undefined && effect !== 'from')
    throw usageError('--effective-at goes with --effect from');
  const effectiveAt = maybeMoment(context, '--effective-at', options.effectiveAt);
  return { reason: options.reason, effect, effectiveAt, evidence: await maybeEvidence(context, options.evidence) };
}
