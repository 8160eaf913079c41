import { type Command, Option } from 'commander';
import { demand } from '../assets/scope.js';
import { deliveryPath } from '../http/paths.js';
import { strings, text } from '../http/read.js';
import { collect, type Session } from '../session/index.js';
import { actOnEach } from './acts.js';
import { showList } from './lists.js';
import { groupNamed } from './subcommands.js';

interface UseOptions {
  readonly delivery?: string;
  readonly prominence?: string;
  readonly onScreen?: string;
  readonly humanInput?: string;
  readonly note?: string;
  readonly file?: readonly string[];
}

const PROMINENCES = ['none', 'incidental', 'story_relevant', 'key_element', 'unknown'];
const HUMAN_INPUTS = ['none', 'some', 'meaningful', 'unknown'];

/** Joins the commands of `delivery`. */
export function registerDeliveryUse(program: Command, session: Session): void {
  const delivery = groupNamed(program, 'delivery');
  const useCommand = session
    .command(
      delivery,
      'use [assets...]',
      'Say how assets are used in a delivery; what nobody says counts as the worst.',
    )
    .option('--delivery <id>', 'the delivery')
    .addOption(new Option('--prominence <word>', 'how prominent they are').choices(PROMINENCES))
    .addOption(new Option('--on-screen <answer>', 'seen or heard in the cut').choices(['yes', 'no', 'unknown']))
    .addOption(new Option('--human-input <word>', 'what people put into the final form').choices(HUMAN_INPUTS))
    .option('--note <text>', 'what else there is to say')
    .option('--file <path>', 'the asset with the bytes of this file (repeat)', collect);
  session.on<UseOptions>(useCommand, 'command', async (context, options, assets) => {
    demand(options, ['delivery', 'prominence', 'onScreen', 'humanInput']);
    const { delivery: id = '', prominence, onScreen, humanInput, note } = options;
    const client = await context.client();
    return actOnEach(
      context,
      assets,
      options,
      async ({ asset, production }) => {
        const json = { asset, prominence, onScreen, humanInput, note };
        return (await client.call('POST', `${deliveryPath(production, id)}/uses`, { json })).body;
      },
      ({ named }) =>
        `${named} is ${prominence ?? ''} in ${id}, on screen ${onScreen ?? ''}, human input ${humanInput ?? ''}`,
    );
  });
  const listCommand = session
    .command(delivery, 'uses', 'List how assets are said to be used in a delivery.')
    .option('--delivery <id>', 'the delivery')
    .option('--missing', 'roots of which a rule asks, and nobody has said it')
    .option('--limit <n>', 'at most so many a page');
  session.on<{ delivery?: string; limit?: string; missing?: boolean }>(listCommand, 'command', (context, options) => {
    demand(options, ['delivery']);
    const path = `${deliveryPath(context.production, options.delivery ?? '')}/uses`;
    if (options.missing === true)
      return showList(context, `${path}/missing`, { limit: options.limit }, [
        { title: 'asset', value: (row) => text(row['asset']) },
        { title: 'not said', value: (row) => strings(row['fields']).join(', ') },
        { title: 'asked by', value: (row) => strings(row['rules']).join(', ') },
      ]);
    return showList(context, path, { limit: options.limit }, [
      { title: 'asset', value: (row) => text(row['asset']) },
      { title: 'prominence', value: (row) => text(row['prominence']) },
      { title: 'on screen', value: (row) => text(row['onScreen']) },
      { title: 'human input', value: (row) => text(row['humanInput']) },
      { title: 'by', value: (row) => text(row['declaredBy']) },
    ]);
  });
}
