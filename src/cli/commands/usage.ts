import { REACHES, type Reach } from '@clearance/domain';
import { Option, type Command } from 'commander';
import { readEvidence } from '../assets/evidence.js';
import { addScopeOptions, demand, readScope, type ScopeOptions } from '../assets/scope.js';
import { usageError, type ExitCode } from '../exit/index.js';
import { productionPath } from '../http/paths.js';
import { standingText } from '../render/usage.js';
import { collect, listValue, type Context, type Operand, type Session } from '../session/index.js';
import { post } from './acts.js';
import { maybeEvidence, maybeMoment } from './registers.js';
import { revocationOf, withEffect, type RevocationOptions } from './revocation.js';
import { reasons, registerConformance, type ReasonOptions } from './usage-conformance.js';
import { registerQuestions, usagePathOf } from './usage-questions.js';

interface ProposeOptions extends ScopeOptions {
  readonly id?: string;
  readonly purpose?: string;
  readonly tool?: readonly string[];
  readonly performers?: string;
  readonly rule?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly note?: string;
}
interface ApproveOptions {
  readonly evidence?: readonly string[];
  readonly expires?: string;
  readonly grantedBy?: string;
  readonly note?: string;
}
/** What stands for an empty list: to leave it out would have to mean something. */
const NOBODY = 'none';

export function registerUsage(program: Command, session: Session): void {
  const usage = session.command(program, 'usage', 'Usages of tools, approved before anything is made.');
  const proposeCommand = addScopeOptions(
    session.command(usage, 'propose', 'Say what is to be made, with which tools and for what.'),
  )
    .option('--id <id>', 'its id; otherwise the ledger makes one')
    .option('--purpose <text>', 'what is to be made')
    .option(
      '--tool <tool@version:modes>',
      'a tool, e.g. comfyui@0.3.*:txt2img,inpaint; ":*" = any mode (repeat)',
      collect,
    )
    .option('--performers <list>', `opaque ids of who may be seen or heard; "${NOBODY}" = nobody`)
    .option('--rule <rule>', 'a rule whose findings it is to clear (repeat)', collect)
    .addOption(new Option('--reach <reach>', 'how far it clears what is made from the bytes').choices(REACHES))
    .option('--from <time>', 'not before, RFC 3339')
    .option('--until <time>', 'not after, RFC 3339 or a span such as 365d')
    .option('--note <text>', 'a note');
  session.on<ProposeOptions>(proposeCommand, 'command', propose);
  const approveCommand = session
    .command(usage, 'approve <usage>', 'Approve a usage; a second person does this, or as many as its kind asks for.')
    .option('--evidence <file|url>', 'what it rests on (repeat)', collect)
    .option('--expires <time>', 'RFC 3339, or a span such as 365d')
    .option('--granted-by <name>', 'who gave it, where that person has no account')
    .option('--note <text>', 'a note');
  session.on<ApproveOptions>(approveCommand, 'command', approve);
  const rejectCommand = reasons(
    session.command(usage, 'reject <usage>', 'Turn a usage down that was not approved yet.'),
  );
  session.on<ReasonOptions>(rejectCommand, 'command', async (context, options, id) => {
    demand(options, ['reason']);
    const json = { reason: options.reason, evidence: await maybeEvidence(context, options.evidence) };
    return post(context, `${usagePathOf(context, id)}/reject`, json, standingText);
  });
  const revokeCommand = withEffect(reasons(session.command(usage, 'revoke <usage>', 'Revoke an approved usage.')));
  session.on<RevocationOptions>(revokeCommand, 'command', revoke);
  registerConformance(usage, session);
  registerQuestions(usage, session);
}

async function propose(context: Context, options: ProposeOptions): Promise<ExitCode> {
  const { kind, scope } = readScope(options);
  demand(options, ['purpose', 'tool', 'performers', 'rule', 'reach']);
  const window = {
    from: maybeMoment(context, '--from', options.from),
    until: maybeMoment(context, '--until', options.until),
  };
  const { performers = '' } = options;
  const json = {
    id: options.id,
    purpose: options.purpose,
    tools: (options.tool ?? []).map(readTool),
    performers: performers === NOBODY ? [] : listValue('--performers', performers),
    kind,
    rules: options.rule,
    reach: options.reach as Reach,
    scope: window.from === undefined && window.until === undefined ? scope : { ...scope, window },
    note: options.note,
  };
  return post(context, `${productionPath(context.production)}/usages`, json, standingText);
}

function readTool(value: string): { id: string; version: string; modes: string[] } {
  const [, id, version, modes] = /^([^@:]+)@([^@:]+):(.+)$/.exec(value) ?? [];
  if (id === undefined || version === undefined || modes === undefined) {
    throw usageError(
      `--tool must be TOOL@VERSION:MODES, but is "${value}"`,
      'For example comfyui@0.3.*:txt2img,inpaint; ":*" means any mode, also one that is not stated.',
    );
  }
  return { id, version, modes: listValue('the modes of --tool', modes) };
}

async function approve(context: Context, options: ApproveOptions, id: Operand): Promise<ExitCode> {
  demand(options, ['evidence']);
  const json = {
    evidence: await readEvidence(options.evidence ?? [], context.io.cwd),
    grantedBy: options.grantedBy === undefined ? undefined : { name: options.grantedBy },
    expiresAt: maybeMoment(context, '--expires', options.expires),
    note: options.note,
  };
  return post(context, `${usagePathOf(context, id)}/approve`, json, standingText);
}

async function revoke(context: Context, options: RevocationOptions, id: Operand): Promise<ExitCode> {
  const json = await revocationOf(context, options);
  return post(context, `${usagePathOf(context, id)}/revoke`, json, standingText);
}
