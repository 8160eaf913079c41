import { Command } from 'commander';
import { registerApi } from './commands/api.js';
import { registerApproval } from './commands/approval.js';
import { registerCheck } from './commands/check.js';
import { registerCompletion } from './commands/completion.js';
import { registerCorrections } from './commands/corrections.js';
import { registerConsent } from './commands/consent.js';
import { registerDelivery } from './commands/delivery.js';
import { registerDeliveryUse } from './commands/delivery-use.js';
import { registerEmit } from './commands/emit.js';
import { registerEngine } from './commands/engine.js';
import { registerHistory } from './commands/history.js';
import { registerIngest } from './commands/ingest.js';
import { registerLineage } from './commands/lineage.js';
import { registerLive } from './commands/live.js';
import { registerPolicy } from './commands/policy.js';
import { registerProduction } from './commands/production.js';
import { registerPromote } from './commands/promote.js';
import { registerRecall } from './commands/recall.js';
import { registerRelease } from './commands/release.js';
import { registerReplicaCompare } from './commands/replica.js';
import { registerShare } from './commands/share.js';
import { registerStatus } from './commands/status.js';
import { registerTemporary } from './commands/temporary.js';
import { registerToken } from './commands/token.js';
import { registerToolRuling } from './commands/tool-ruling.js';
import { registerTool } from './commands/tool.js';
import { registerUsage } from './commands/usage.js';
import { registerVendor } from './commands/vendor.js';
import { registerWorklist } from './commands/worklist.js';
import { addGlobalOptions, type Session } from './session/index.js';

/** The commands that talk to a ledger. Those that run one are added by the entry. */
export function createProgram(session: Session, version: string): Command {
  const program = new Command('clearance')
    .description(
      'A provenance ledger for film and series production: what an asset was made from, whether it may go out, and why.',
    )
    .version(version)
    // Options belong to the command they follow, so a value is never taken for a global option.
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureOutput({
      writeOut: (text) => session.io.out(text),
      writeErr: (text) => session.io.err(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'clearance: ')),
    })
    .addHelpText('after', EXITS);
  addGlobalOptions(program);
  for (const register of COMMANDS) register(program, session);
  session.completeCommands();
  return program;
}

const COMMANDS = [
  registerIngest,
  registerEmit,
  registerStatus,
  registerHistory,
  registerLineage,
  registerWorklist,
  registerLive,
  registerTemporary,
  registerApproval,
  registerCorrections,
  registerPromote,
  registerProduction,
  registerShare,
  registerDelivery,
  registerDeliveryUse,
  registerCheck,
  registerRelease,
  registerRecall,
  registerTool,
  registerToolRuling,
  registerVendor,
  registerConsent,
  registerPolicy,
  registerUsage,
  registerToken,
  registerEngine,
  registerReplicaCompare,
  registerApi,
  registerCompletion,
];

const EXITS = `
Exit: 0 go or done, 2 hold or refused, 3 cannot decide, 64 usage, 70 internal error. Only 0 means go.`;
