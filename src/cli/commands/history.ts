import type { Command } from 'commander';
import { resolveAsset } from '../assets/resolve.js';
import { record, text, type Json } from '../http/read.js';
import { collect, type Session } from '../session/index.js';
import { showList } from './lists.js';

interface HistoryOptions {
  readonly asOf?: string;
  readonly limit?: string;
  readonly types?: string;
  readonly includeCauses?: boolean;
  readonly order?: string;
  readonly file?: readonly string[];
}

export function registerHistory(program: Command, session: Session): void {
  const command = session
    .command(program, 'history [asset]', 'List what was recorded about an asset.')
    .option('--as-of <point>', 'as the ledger knew it then: a position or RFC 3339')
    .option('--limit <n>', 'at most so many a page')
    .option('--types <list>', 'only these, e.g. asset-derived-from,asset-approved')
    .option('--include-causes', 'also events of others that changed its state')
    .option('--order <order>', 'asc or desc')
    .option('--file <path>', 'the asset with the bytes of this file', collect);
  session.on<HistoryOptions>(command, 'command', async (context, options, asset) => {
    const { path } = await resolveAsset(context, typeof asset === 'string' ? asset : undefined, options);
    const { asOf, limit, types, order } = options;
    const include = options.includeCauses === true ? 'causes' : undefined;
    return showList(context, `${path}/history`, { asOf, limit, types, order, include }, [
      { title: 'position', value: (event) => text(event['position']) },
      { title: 'recorded', value: (event) => text(event['recordedAt']) },
      { title: 'event', value: (event) => text(event['type']) },
      { title: 'by', value: by },
      { title: 'data', value: (event) => JSON.stringify(event['data'] ?? null) },
      { title: 'id', value: (event) => text(event['id']) },
    ]);
  });
}

function by(event: Json): string {
  const actor = record(event['actor']);
  const person = text(actor['onBehalfOf']);
  return person === '' ? text(actor['subject']) : `${person} through ${text(actor['subject'])}`;
}
