import type { Command } from 'commander';
import { readEvidence } from '../assets/evidence.js';
import { readAsset, resolveAsset, sha256Of } from '../assets/resolve.js';
import { addScopeOptions, demand, readFindings, readReach, readScope, type ScopeOptions } from '../assets/scope.js';
import { usageError, type ExitCode } from '../exit/index.js';
import { checkPath, productionPath } from '../http/paths.js';
import { record, records, text, type Json } from '../http/read.js';
import { quorumText } from '../render/usage.js';
import { collect, momentValue, type Context, type Operand, type Session } from '../session/index.js';
import { idIn, post } from './acts.js';
import { deliveryOfCheck } from './find-check.js';
import { revocationOf, withEffect, type RevocationOptions } from './revocation.js';

interface VerdictOptions extends ScopeOptions {
  readonly evidence?: readonly string[];
  readonly expires?: string;
  readonly request?: string;
  readonly note?: string;
  readonly grantedBy?: string;
  readonly justification?: string;
  readonly condition?: readonly string[];
  readonly file?: readonly string[];
}
interface EvidenceOptions {
  readonly evidence?: readonly string[];
  readonly note?: string;
}
interface RequestOptions extends ScopeOptions {
  readonly fromCheck?: string;
  readonly delivery?: string;
  readonly path?: readonly string[];
  readonly note?: string;
  readonly assignee?: readonly string[];
  readonly due?: string;
  readonly file?: readonly string[];
}

export function registerApproval(program: Command, session: Session): void {
  registerVerdict(program, session, 'approve', 'approved', 'Approve an asset for a scope; a second person does this.');
  registerVerdict(program, session, 'reject', 'rejected', 'Reject an asset for a scope.');

  const request = addScopeOptions(
    session.command(
      program,
      'request-approval [asset]',
      'Ask for an approval: of an asset, or of all that a check holds.',
    ),
  )
    .option('--reach <reach>', 'exact, contained or processed')
    .option('--finding <rule@root>', 'a finding it is about (repeat)', collect)
    .option('--from-check <id>', 'one request for each asset that this check holds and that can be approved')
    .option('--delivery <id>', 'with --from-check: its delivery; otherwise it is looked for')
    .option('--path <path>', 'with --from-check: only this item (repeat)', collect)
    .option('--note <text>', 'a word to the reviewers')
    .option('--assignee <subject>', 'who should look (repeat)', collect)
    .option('--due <time>', 'RFC 3339, or a span such as 3d')
    .option('--file <path>', 'the asset with the bytes of this file', collect);
  session.on<RequestOptions>(request, 'command', requestApproval);

  const revoke = withEffect(
    session.command(program, 'revoke <approval>', 'Revoke an approval.').option('--reason <reason>', 'why'),
  ).option('--evidence <file|url>', 'what shows it (repeat)', collect);
  session.on<RevocationOptions>(revoke, 'command', revokeApproval);

  const evidence = session
    .command(program, 'evidence-condition <approval> <condition>', 'Show that a condition of an approval is met.')
    .option('--evidence <file|url>', 'what shows it; at least one file (repeat)', collect)
    .option('--note <text>', 'a note');
  session.on<EvidenceOptions>(evidence, 'command', evidenceCondition);
}

function registerVerdict(program: Command, session: Session, name: string, verdict: string, summary: string): void {
  const command = addScopeOptions(session.command(program, `${name} [asset]`, summary))
    .option('--reach <reach>', 'exact, contained or processed')
    .option(
      '--finding <rule@root>',
      'a finding it is about, RULE@ROOT[#ELEMENT] (repeat); "open" alone = all open now',
      collect,
    )
    .option('--evidence <file|url>', 'what it rests on (repeat)', collect)
    .option('--expires <time>', 'RFC 3339, or a span such as 365d')
    .option('--request <id>', 'the request that it answers')
    .option('--granted-by <name>', 'who gave it, where that person has no account')
    .option('--justification <text>', 'for the kind break-glass: why it cannot wait')
    .option('--note <text>', 'a note')
    .option('--file <path>', 'the asset with the bytes of this file', collect);
  if (verdict === 'approved')
    command.option('--condition <id=text>', 'what has to be evidenced before it counts (repeat)', collect);
  session.on<VerdictOptions>(command, 'command', (context, options, asset) => decide(context, options, asset, verdict));
}

async function decide(context: Context, options: VerdictOptions, operand: Operand, verdict: string): Promise<ExitCode> {
  const { kind, scope } = readScope(options);
  const reach = readReach(options);
  demand(options, ['finding', 'evidence']);
  const findings = readFindings(options.finding ?? []);
  const expiresAt =
    options.expires === undefined ? undefined : momentValue('--expires', options.expires, context.io.now());
  const evidence = await readEvidence(options.evidence ?? [], context.io.cwd);
  const address = await resolveAsset(context, asText(operand), options);
  const asset = await readAsset(context, address);
  const json = {
    verdict,
    kind,
    digest: { sha256: sha256Of(asset, address.named) },
    reach,
    findings,
    // What was looked at: should the findings change before this arrives, the ledger refuses it.
    seenAt: text(asset['position']) || undefined,
    scope,
    evidence,
    grantedBy: options.grantedBy === undefined ? undefined : { name: options.grantedBy },
    conditions: options.condition?.map(conditionOf),
    justification: options.justification,
    expiresAt,
    request: options.request,
    note: options.note,
  };
  return post(
    context,
    `${address.path}/approvals`,
    json,
    (body) =>
      `${idIn(body, 'the approval')} of ${address.named} is ${text(record(body)['state'])}${peopleWords(record(body))}`,
  );
}

/** `credit=the artist stands in the end credits`. */
function conditionOf(value: string): { readonly id: string; readonly text: string } {
  const [id = '', ...rest] = value.split('=');
  const said = rest.join('=').trim();
  if (id === '' || said === '') throw usageError('--condition must be ID=TEXT', 'For example credit="in the credits".');
  return { id, text: said };
}

/** Where it takes several people: how many there are. */
function peopleWords(approval: Json): string {
  const { needed } = record(approval['quorum']);
  return typeof needed === 'number' && needed > 1 ? `, given by ${quorumText(approval)}` : '';
}

async function requestApproval(context: Context, options: RequestOptions, operand: Operand): Promise<ExitCode> {
  const dueAt = options.due === undefined ? undefined : momentValue('--due', options.due, context.io.now());
  const beside = { note: options.note, assignees: options.assignee, dueAt };
  if (options.fromCheck !== undefined) {
    if (operand !== undefined || options.file !== undefined)
      throw usageError('--from-check takes no ASSET', 'Use --path to ask for some of its items only.');
    return requestFromCheck(context, options, beside);
  }
  const { kind, scope } = readScope(options);
  const reach = options.reach === undefined ? undefined : readReach(options);
  const findings = options.finding === undefined ? undefined : readFindings(options.finding);
  if (findings === 'open')
    throw usageError('--finding of a request must be RULE@ROOT', 'Leave it out to ask about everything that is open.');
  const address = await resolveAsset(context, asText(operand), options);
  const json = { kind, scope, reach, findings, ...beside };
  return post(
    context,
    `${address.path}/approval-requests`,
    json,
    (body) => `${idIn(body, 'the request')} for ${address.named} is ${text(record(body)['state'])}`,
  );
}

async function requestFromCheck(context: Context, options: RequestOptions, beside: object): Promise<ExitCode> {
  const check = options.fromCheck ?? '';
  const { production } = context;
  const delivery = options.delivery ?? (await deliveryOfCheck(context, check));
  const json = { paths: options.path, ...beside };
  return post(context, `${checkPath(production, delivery, check)}/approval-requests`, json, (body) => {
    const created = records(record(body)['created']);
    const skipped = records(record(body)['skipped']);
    const reasons = skipped.map((one) => `; not for ${text(one['asset'])}: ${text(one['reason'])}`);
    return `${created.length} requests made${reasons.join('')}`;
  });
}

async function revokeApproval(context: Context, options: RevocationOptions, operand: Operand): Promise<ExitCode> {
  const json = await revocationOf(context, options);
  const id = asText(operand) ?? '';
  const path = `${productionPath(context.production)}/approvals/${encodeURIComponent(id)}/revoke`;
  return post(context, path, json, () => `approval ${id} is revoked`);
}

async function evidenceCondition(
  context: Context,
  options: EvidenceOptions,
  approval: Operand,
  condition: Operand,
): Promise<ExitCode> {
  demand(options, ['evidence']);
  const evidence = await readEvidence(options.evidence ?? [], context.io.cwd);
  const [id, named] = [asText(approval) ?? '', asText(condition) ?? ''];
  const of = `${productionPath(context.production)}/approvals/${encodeURIComponent(id)}`;
  return post(
    context,
    `${of}/conditions/${encodeURIComponent(named)}/evidence`,
    { evidence, note: options.note },
    (body) => `${named} of ${id} is evidenced; the approval is ${text(record(body)['state'])}`,
  );
}

function asText(operand: Operand): string | undefined {
  return typeof operand === 'string' ? operand : undefined;
}
