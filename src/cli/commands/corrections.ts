import type { Command } from 'commander';
import { readEvidence } from '../assets/evidence.js';
import { parseAssetRef } from '../assets/asset-ref.js';
import { readAsset, resolveAsset, sha256Of } from '../assets/resolve.js';
import { demand } from '../assets/scope.js';
import { refusedError, usageError, type ExitCode } from '../exit/index.js';
import { productionPath } from '../http/paths.js';
import { record, text } from '../http/read.js';
import { openFindings } from '../render/findings.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';
import { idIn, post } from './acts.js';

interface ReasonOptions {
  readonly reason?: string;
  readonly evidence?: readonly string[];
  readonly file?: readonly string[];
}
interface ConfirmOptions extends ReasonOptions {
  readonly of?: string;
  readonly root?: readonly string[];
  readonly replacedBy?: readonly string[];
  readonly removed?: boolean;
}

/** Retracting what was wrong, and confirming what was replaced. */
export function registerCorrections(program: Command, session: Session): void {
  const retract = reasons(
    session.command(
      program,
      'retract [asset] [events...]',
      'Propose to retract facts that were wrong; a second person accepts.',
    ),
  );
  session.on<ReasonOptions>(retract, 'command', propose);
  for (const verdict of ['accept', 'reject']) {
    const command = reasons(
      session.command(
        retract,
        `${verdict} <id>`,
        `${verdict === 'accept' ? 'Accept' : 'Reject'} a proposed retraction.`,
      ),
    );
    session.on<ReasonOptions>(command, 'command', (context, options, id) =>
      settle(context, options, String(id), verdict),
    );
  }

  const confirm = reasons(
    session.command(
      program,
      'confirm-replacement [asset]',
      'Confirm that a new version no longer holds what the old one did; a second person does this.',
    ),
  )
    .option('--of <asset>', 'the old version')
    .option('--root <asset>', 'what it no longer holds (repeat); otherwise all that is unconfirmed', collect)
    .option('--replaced-by <asset>', 'what stands in its place (repeat)', collect)
    .option('--removed', 'nothing stands in its place')
    .option('--file <path>', 'the asset with the bytes of this file', collect);
  session.on<ConfirmOptions>(confirm, 'command', confirmReplacement);
}

function reasons(command: Command): Command {
  return command.option('--reason <reason>', 'why').option('--evidence <file|url>', 'what shows it (repeat)', collect);
}

async function propose(context: Context, options: ReasonOptions, asset: Operand, events: Operand): Promise<ExitCode> {
  demand(options, ['reason']);
  if (!Array.isArray(events) || events.length === 0)
    throw usageError('no event is named', 'Take event ids from "clearance history ASSET".');
  const address = await resolveAsset(context, typeof asset === 'string' ? asset : undefined, {});
  const json = { events, reason: options.reason, evidence: await evidenceOf(context, options) };
  return post(
    context,
    `${address.path}/retractions`,
    json,
    (body) => `retraction ${idIn(body, '')} is ${text(record(body)['state'])}; a second person accepts it`,
  );
}

async function settle(context: Context, options: ReasonOptions, id: string, verdict: string): Promise<ExitCode> {
  demand(options, ['reason']);
  const path = `${productionPath(context.production)}/retractions/${encodeURIComponent(id)}/${verdict}`;
  const json = { reason: options.reason, evidence: await evidenceOf(context, options) };
  return post(context, path, json, () => `retraction ${id} is ${verdict}ed`);
}

async function confirmReplacement(context: Context, options: ConfirmOptions, operand: Operand): Promise<ExitCode> {
  demand(options, ['of', 'reason']);
  const old = parseAssetRef(options.of ?? '');
  const address = await resolveAsset(context, typeof operand === 'string' ? operand : undefined, options);
  const asset = await readAsset(context, address);
  const roots = options.root ?? unconfirmedRoots(asset['findings'], address.named);
  const json = {
    of: { asset: old.asset },
    roots,
    replacedBy: options.replacedBy,
    removed: options.removed,
    digest: { sha256: sha256Of(asset, address.named) },
    reason: options.reason,
    evidence: await evidenceOf(context, options),
  };
  return post(
    context,
    `${address.path}/replacement-confirmations`,
    json,
    () => `${address.named} no longer holds ${roots.join(', ')} of ${old.asset}`,
  );
}

/** Roots of the findings that only a confirmation clears (rule L3). */
function unconfirmedRoots(findings: unknown, named: string): string[] {
  const roots = openFindings(findings)
    .filter((finding) => finding['rule'] === 'base-replacement-unconfirmed')
    .map((finding) => text(finding['root']));
  if (roots.length === 0)
    throw refusedError(
      'wrong-state',
      `nothing of ${named} waits to be confirmed`,
      'See "clearance status --findings".',
    );
  return [...new Set(roots)].sort();
}

async function evidenceOf(context: Context, options: ReasonOptions) {
  return options.evidence === undefined ? undefined : readEvidence(options.evidence, context.io.cwd);
}
