import type { Command } from 'commander';
import { parseAssetRef } from '../assets/asset-ref.js';
import { demand } from '../assets/scope.js';
import { deliveryPath } from '../http/paths.js';
import { collect, type Session } from '../session/index.js';
import { post } from './acts.js';

interface RecallOptions {
  readonly delivery?: string;
  readonly reason?: string;
  readonly asset?: string;
  readonly path?: readonly string[];
}

export function registerRecall(program: Command, session: Session): void {
  const command = session
    .command(program, 'recall', 'Call a released delivery back.')
    .option('--delivery <id>', 'the delivery')
    .option('--reason <reason>', 'why')
    .option('--asset <asset>', 'the asset that is the cause')
    .option('--path <path>', 'an item it is about (repeat)', collect);
  session.on<RecallOptions>(command, 'command', async (context, options) => {
    demand(options, ['delivery', 'reason']);
    const delivery = options.delivery ?? '';
    const cause = options.asset === undefined ? undefined : { asset: parseAssetRef(options.asset).text };
    const path = `${deliveryPath(context.production, delivery)}/recall`;
    return post(
      context,
      path,
      { reason: options.reason, cause, paths: options.path },
      () => `delivery ${delivery} is recalled`,
    );
  });
}
