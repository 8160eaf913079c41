import type { Command } from 'commander';
import { demand } from '../assets/scope.js';
import { usageError } from '../exit/index.js';
import { productionPath } from '../http/paths.js';
import { records, strings, text } from '../http/read.js';
import { collect, type Context, type Session } from '../session/index.js';
import { idIn, post } from './acts.js';
import { showList } from './lists.js';
import { groupNamed } from './subcommands.js';

interface ShareOptions {
  readonly to?: string;
  readonly asset?: readonly string[];
  readonly digest?: readonly string[];
  readonly reason?: string;
}

/** Joins the commands of `production`. */
export function registerShare(program: Command, session: Session): void {
  const production = groupNamed(program, 'production');
  const shareCommand = session
    .command(production, 'share', 'Let another production use assets or bytes of this one.')
    .option('--to <production>', 'the production that may see them')
    .option('--asset <id>', 'an asset (repeat)', collect)
    .option('--digest <alg:value>', 'bytes, whatever they are called (repeat); instead of assets', collect)
    .option('--reason <reason>', 'why');
  session.on<ShareOptions>(shareCommand, 'command', share);
  const listCommand = session
    .command(production, 'shares', 'List what a production shares.')
    .option('--to <production>', 'with this production')
    .option('--limit <n>', 'at most so many a page');
  session.on<{ to?: string; limit?: string }>(listCommand, 'command', (context, { to, limit }) =>
    showList(context, `${productionPath(context.production)}/shares`, { to, limit }, [
      { title: 'id', value: (row) => text(row['id']) },
      { title: 'to', value: (row) => text(row['to']) },
      {
        title: 'what',
        value: (row) => [...strings(row['assets']), ...records(row['digests']).map(digestText)].join(' '),
      },
      { title: 'since', value: (row) => text(row['grantedAt']) },
    ]),
  );
}

function share(context: Context, options: ShareOptions) {
  demand(options, ['to', 'reason']);
  const { to = '', asset: assets, digest, reason } = options;
  if ((assets === undefined) === (digest === undefined))
    throw usageError('either --asset or --digest must be given', 'A share names assets, or bytes by their digests.');
  const json = { to, assets, digests: digest?.map(readDigest), reason };
  return post(
    context,
    `${productionPath(context.production)}/shares`,
    json,
    (body) => `${idIn(body, 'the share')} lets ${to} see ${(assets ?? digest ?? []).join(', ')}`,
  );
}

/** `alg:value`. */
function readDigest(value: string): Record<string, string> {
  const colon = value.indexOf(':');
  if (colon < 1 || colon === value.length - 1)
    throw usageError(`--digest must be ALG:VALUE, but is "${value}"`, 'Such as sha256:9f2c…');
  return { [value.slice(0, colon)]: value.slice(colon + 1) };
}

function digestText(digests: Readonly<Record<string, unknown>>): string {
  return Object.entries(digests)
    .map(([algorithm, value]) => `${algorithm}:${text(value)}`)
    .join('+');
}
