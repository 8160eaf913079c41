import type { Command } from 'commander';
import { productionPath } from '../http/paths.js';
import { text } from '../http/read.js';
import type { Session } from '../session/index.js';
import { showList } from './lists.js';

interface WorklistOptions {
  readonly kind?: string;
  readonly owner?: string;
  readonly rule?: string;
  readonly olderThan?: string;
  readonly limit?: string;
}

export function registerWorklist(program: Command, session: Session): void {
  const command = session
    .command(program, 'worklist', 'List what waits for somebody.')
    .option('--kind <kind>', 'approval, ruling, unknown, concern, retraction, replacement, expiring')
    .option('--owner <subject>', 'of this owner')
    .option('--rule <rule>', 'about this rule')
    .option('--older-than <duration>', 'an ISO 8601 duration such as P3D')
    .option('--limit <n>', 'at most so many a page');
  session.on<WorklistOptions>(command, 'command', (context, { kind, owner, rule, olderThan, limit }) =>
    showList(context, `${productionPath(context.production)}/worklist`, { kind, owner, rule, olderThan, limit }, [
      { title: 'kind', value: (item) => text(item['kind']) },
      { title: 'asset', value: (item) => text(item['asset']) },
      { title: 'delivery', value: (item) => text(item['delivery']) },
      { title: 'rule', value: (item) => text(item['rule']) },
      { title: 'message', value: (item) => text(item['message']) },
      { title: 'since', value: (item) => text(item['since']) },
      { title: 'owner', value: (item) => text(item['owner']) },
      { title: 'id', value: (item) => text(item['id']) },
    ]),
  );
}
