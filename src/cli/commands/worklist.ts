import { type Command, Option } from 'commander';
import { EXIT, type ExitCode } from '../exit/index.js';
import { productionPath } from '../http/paths.js';
import { record, records, strings, text, type Json } from '../http/read.js';
import type { Context, Session } from '../session/index.js';
import { showList } from './lists.js';

interface WorklistOptions {
  readonly kind?: string;
  readonly owner?: string;
  readonly rule?: string;
  readonly olderThan?: string;
  readonly scope?: string;
  readonly groups?: boolean;
  readonly limit?: string;
}

export function registerWorklist(program: Command, session: Session): void {
  const command = session
    .command(program, 'worklist', 'List what waits for somebody.')
    .option('--kind <kind>', 'approval, ruling, unknown, concern, retraction, replacement, expiring')
    .option('--owner <subject>', 'of this owner')
    .option('--rule <rule>', 'about this rule')
    .option('--older-than <duration>', 'an ISO 8601 duration such as P3D')
    .addOption(
      new Option(
        '--scope <scope>',
        'findings of everything, or only of what open final and marketing deliveries are made of',
      ).choices(['all', 'deliveries']),
    )
    .option('--groups', 'by rule, tool, mode and vendor instead of one by one')
    .option('--limit <n>', 'at most so many a page');
  session.on<WorklistOptions>(command, 'command', (context, options) =>
    options.groups === true ? showGroups(context, options) : showItems(context, options),
  );
}

function showItems(
  context: Context,
  { kind, owner, rule, olderThan, scope, limit }: WorklistOptions,
): Promise<ExitCode> {
  const query = { kind, owner, rule, olderThan, scope, limit };
  return showList(context, `${productionPath(context.production)}/worklist`, query, [
    { title: 'kind', value: (item) => text(item['kind']) },
    { title: 'asset', value: (item) => text(item['asset']) },
    { title: 'delivery', value: (item) => text(item['delivery']) },
    { title: 'rule', value: (item) => text(item['rule']) },
    { title: 'message', value: (item) => text(item['message']) },
    { title: 'since', value: (item) => text(item['since']) },
    { title: 'owner', value: (item) => text(item['owner']) },
    { title: 'id', value: (item) => text(item['id']) },
  ]);
}

async function showGroups(
  context: Context,
  { kind, owner, rule, olderThan, scope }: WorklistOptions,
): Promise<ExitCode> {
  const client = await context.client();
  const { body } = await client.call('GET', `${productionPath(context.production)}/worklist/groups`, {
    query: { kind, owner, rule, olderThan, scope },
  });
  context.document(body);
  for (const group of records(record(body)['items'])) context.line(group);
  context.table(
    [
      { title: 'count', value: (group: Json) => String(Number(group['count'])) },
      { title: 'kind', value: (group) => text(group['kind']) },
      { title: 'rule', value: (group) => text(group['rule']) },
      { title: 'tool', value: (group) => text(group['tool']) },
      { title: 'mode', value: (group) => text(group['mode']) },
      { title: 'vendor', value: (group) => text(group['vendor']) },
      { title: 'since', value: (group) => text(group['since']) },
      { title: 'owners', value: (group) => strings(group['owners']).join(' ') },
      { title: 'clears with', value: (group) => text(record(group['clears'])['message']) },
    ],
    records(record(body)['items']),
  );
  return EXIT.go;
}
