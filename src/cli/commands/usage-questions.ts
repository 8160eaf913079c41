import { Option, type Command } from 'commander';
import { EXIT } from '../exit/index.js';
import { productionPath, usagePath } from '../http/paths.js';
import { record, strings, text } from '../http/read.js';
import { quorumText, usageText } from '../render/usage.js';
import type { Context, Operand, Session } from '../session/index.js';
import { showList } from './lists.js';
import { idOf } from './registers.js';

interface ListOptions {
  readonly state?: string;
  readonly kind?: string;
  readonly rule?: string;
  readonly tool?: string;
  readonly performer?: string;
  readonly by?: string;
  readonly limit?: string;
}

export function usagePathOf({ production }: Context, usage: Operand): string {
  return usagePath(production, idOf(usage));
}

export function registerQuestions(usage: Command, session: Session): void {
  const showCommand = session.command(usage, 'show <usage>', 'Show a usage, with what has become of it.');
  session.on<object>(showCommand, 'command', async (context, _options, id) => {
    const client = await context.client();
    const { body } = await client.call('GET', usagePathOf(context, id));
    context.answer(body, () => usageText(context.paint, record(body)));
    return EXIT.go;
  });
  const listCommand = session
    .command(usage, 'list', 'List usages.')
    .option('--state <list>', 'proposed, pending-quorum, approved, rejected, expired, revoked, unknown')
    .option('--kind <kind>', 'that ask for this kind of approval')
    .option('--rule <rule>', 'that clear this rule')
    .option('--tool <tool>', 'that allow this tool')
    .option('--performer <id>', 'that allow this performer')
    .option('--by <subject>', 'proposed by')
    .option('--limit <n>', 'at most so many a page');
  session.on<ListOptions>(listCommand, 'command', (context, options) => {
    const { state, kind, rule, tool, performer, by, limit } = options;
    const query = { state, kind, rule, tool, performer, by, limit };
    return showList(context, `${productionPath(context.production)}/usages`, query, [
      { title: 'id', value: (row) => text(row['id']) },
      { title: 'state', value: (row) => text(row['state']), state: true },
      { title: 'approved by', value: quorumText },
      { title: 'kind', value: (row) => text(row['kind']) },
      { title: 'proposed by', value: (row) => text(row['proposedBy']) },
      { title: 'purpose', value: (row) => text(row['purpose']) },
    ]);
  });
  const assetsCommand = session
    .command(usage, 'assets <usage>', 'List assets made under a usage, and what in them is outside it.')
    .addOption(new Option('--confirmed <answer>', 'only confirmed ones, or only others').choices(['yes', 'no']))
    .option('--limit <n>', 'at most so many a page');
  session.on<{ confirmed?: string; limit?: string }>(assetsCommand, 'command', (context, { confirmed, limit }, id) =>
    showList(context, `${usagePathOf(context, id)}/assets`, { confirmed, limit }, [
      { title: 'asset', value: (row) => text(row['asset']) },
      { title: 'state', value: (row) => text(row['state']), state: true },
      { title: 'confirmed by', value: (row) => text(record(row['confirmed'])['by']) },
      { title: 'clears', value: (row) => (row['clears'] === true ? 'yes' : 'no') },
      { title: 'outside', value: (row) => strings(row['outside']).join('; ') },
    ]),
  );
}
