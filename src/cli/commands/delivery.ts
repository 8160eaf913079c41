import { DELIVERY_CLASSES, DELIVERY_ID, MEDIUMS } from '@clearance/domain';
import { type Command, Option } from 'commander';
import { demand } from '../assets/scope.js';
import { EXIT, usageError, type ExitCode } from '../exit/index.js';
import { deliveryPath, productionPath } from '../http/paths.js';
import { record, records, strings, text, type Json } from '../http/read.js';
import { findingLines } from '../render/findings.js';
import { namedLine, shownLines } from '../render/lines.js';
import { printable, styleOf } from '../render/printable.js';
import {
  collect,
  listValue,
  momentValue,
  pairValues,
  type Context,
  type Operand,
  type Session,
} from '../session/index.js';
import { showList } from './lists.js';

interface OpenOptions {
  readonly delivery?: string;
  readonly name?: string;
  readonly class?: string;
  readonly recipient?: string;
  readonly territories?: string;
  readonly languages?: string;
  readonly medium?: string;
  readonly eidr?: string;
  readonly due?: string;
  readonly label?: readonly string[];
}

interface ShowOptions {
  readonly delivery?: string;
  readonly asOf?: string;
  readonly effectiveAt?: string;
}

interface ListOptions {
  readonly state?: string;
  readonly class?: string;
  readonly recipient?: string;
  readonly dueBefore?: string;
  readonly contains?: string;
  readonly olderPolicy?: boolean;
  readonly limit?: string;
}

export function registerDelivery(program: Command, session: Session): void {
  const delivery = session.command(program, 'delivery', 'Open, list and show deliveries.');
  const openCommand = session
    .command(delivery, 'open [id]', 'Open a delivery.')
    .option('--delivery <id>', 'its id, instead of the operand')
    .option('--name <name>', 'its name; otherwise its id')
    .addOption(new Option('--class <class>', 'what it is for').choices(DELIVERY_CLASSES))
    .option('--recipient <name>', 'who gets it')
    .option('--territories <list>', 'ISO 3166-1 codes; "*" = everywhere')
    .option('--languages <list>', 'BCP 47 tags; "*" = any')
    .option('--medium <medium>', MEDIUMS.join(', '))
    .option('--eidr <id>', 'the EIDR of what it carries')
    .option('--due <time>', 'RFC 3339, or a span such as 14d')
    .option('--label <key=value>', 'a label (repeat)', collect);
  session.on<OpenOptions>(openCommand, 'command', open);
  const listCommand = session
    .command(delivery, 'list', 'List deliveries.')
    .option('--state <state>', 'in this state')
    .option('--class <class>', 'of this class')
    .option('--recipient <name>', 'for this recipient')
    .option('--due-before <time>', 'due before, RFC 3339')
    .option('--contains <asset>', 'that contain an asset or digest, through lineage')
    .option('--older-policy', 'released under a policy that the production no longer has')
    .option('--limit <n>', 'at most so many a page');
  session.on<ListOptions>(listCommand, 'command', list);
  const showCommand = session
    .command(delivery, 'show [id]', 'Show a delivery.')
    .option('--delivery <id>', 'its id, instead of the operand')
    .option('--as-of <point>', 'as the ledger knew it then: a position or RFC 3339')
    .option('--effective-at <point>', 'as it was then, as known now');
  session.on<ShowOptions>(showCommand, 'command', show);
  const replaceCommand = session
    .command(delivery, 'replace [id]', 'Say that a released delivery takes the place of this one.')
    .option('--delivery <id>', 'its id, instead of the operand')
    .option('--by <id>', 'the released delivery');
  session.on<{ delivery?: string; by?: string }>(replaceCommand, 'command', replace);
}

async function open(context: Context, options: OpenOptions, operand: Operand): Promise<ExitCode> {
  const id = idOf(operand, options.delivery);
  demand(options, ['class', 'recipient', 'territories', 'languages', 'medium']);
  const client = await context.client();
  const { body } = await client.call('POST', `${productionPath(context.production)}/deliveries`, {
    json: {
      id,
      name: options.name ?? id,
      class: options.class,
      recipient: options.recipient,
      territories: listValue('--territories', options.territories ?? ''),
      languages: listValue('--languages', options.languages ?? ''),
      medium: options.medium,
      eidr: options.eidr,
      dueAt: options.due === undefined ? undefined : momentValue('--due', options.due, context.io.now()),
      labels: options.label === undefined ? undefined : pairValues('--label', options.label),
    },
  });
  context.answer(body, () => printable(`delivery ${id} is open`));
  return EXIT.go;
}

function list(
  context: Context,
  { state, class: ofClass, recipient, dueBefore, contains, olderPolicy, limit }: ListOptions,
): Promise<ExitCode> {
  const query = {
    state,
    class: ofClass,
    recipient,
    dueBefore,
    contains,
    olderPolicy: olderPolicy === true ? 'true' : undefined,
    limit,
  };
  return showList(context, `${productionPath(context.production)}/deliveries`, query, [
    { title: 'id', value: (row) => text(row['id']) },
    { title: 'state', value: (row) => text(row['state']), state: true },
    { title: 'class', value: (row) => text(row['class']) },
    { title: 'recipient', value: (row) => text(row['recipient']) },
    { title: 'last check', value: (row) => text(record(row['lastCheck'])['decision']) },
    { title: 'due', value: (row) => text(row['dueAt']) },
  ]);
}

async function show(context: Context, options: ShowOptions, operand: Operand): Promise<ExitCode> {
  const client = await context.client();
  const { body } = await client.call('GET', deliveryPath(context.production, idOf(operand, options.delivery)), {
    query: { asOf: options.asOf, effectiveAt: options.effectiveAt },
  });
  context.answer(body, () => deliveryText(context, record(body)));
  return EXIT.go;
}

async function replace(
  context: Context,
  options: { delivery?: string; by?: string },
  operand: Operand,
): Promise<ExitCode> {
  demand(options, ['by']);
  const id = idOf(operand, options.delivery);
  const client = await context.client();
  const { body } = await client.call('POST', `${deliveryPath(context.production, id)}/replace`, {
    json: { by: options.by },
  });
  context.answer(body, () => printable(`delivery ${id} is replaced by ${options.by ?? ''}`));
  return EXIT.go;
}

function idOf(operand: Operand, option: string | undefined): string {
  const id = typeof operand === 'string' ? operand : option;
  if (id === undefined) throw usageError('no delivery is named');
  if (!DELIVERY_ID.test(id))
    throw usageError(`"${id}" is no delivery`, 'A delivery is up to 63 of a-z, 0-9, ".", "_" and "-".');
  return id;
}

function deliveryText(context: Context, delivery: Json): string {
  const state = text(delivery['state']);
  const check = record(delivery['lastCheck']);
  const released = record(delivery['release']);
  const lines = [
    `${printable(text(delivery['id']))}  ${context.paint(styleOf(state), printable(state))}  ${printable(text(delivery['name']))}`,
    namedLine('for', [text(delivery['recipient']), text(delivery['class']), text(delivery['medium'])].join(', ')),
    namedLine('use', `${strings(delivery['territories']).join(' ')} / ${strings(delivery['languages']).join(' ')}`),
    namedLine(
      'last check',
      [text(check['id']), text(check['decision']), text(check['decidedAt'])].filter(Boolean).join('  '),
    ),
    namedLine('released', [text(released['releasedAt']), text(released['releasedBy'])].filter(Boolean).join('  ')),
  ];
  for (const concern of records(delivery['concerns'])) {
    const ongoing = concern['closed'] === null || concern['closed'] === false || concern['closed'] === undefined;
    lines.push(
      namedLine('concern', `${text(concern['kind'])} since ${text(concern['since'])}${ongoing ? '' : ' (closed)'}`),
    );
    for (const finding of records(concern['findings']))
      lines.push(...findingLines(finding).map((words) => `    ${words}`));
  }
  return shownLines(lines);
}
