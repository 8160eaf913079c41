import { type Command, Option } from 'commander';
import { resolveAsset, type AssetAddress } from '../assets/resolve.js';
import { EXIT, undecidedError, type ExitCode } from '../exit/index.js';
import { record, records, text, type Json } from '../http/read.js';
import { printable, styleOf } from '../render/printable.js';
import { collect, type Context, type Operand, type Session } from '../session/index.js';

interface LineageOptions {
  readonly direction?: string;
  readonly depth?: string;
  readonly limit?: string;
  readonly asOf?: string;
  readonly format: keyof typeof MEDIA_TYPES | 'text' | 'json';
  readonly file?: readonly string[];
}

const MEDIA_TYPES = { mermaid: 'text/vnd.mermaid', dot: 'text/vnd.graphviz' } as const;

export function registerLineage(program: Command, session: Session): void {
  const command = session
    .command(program, 'lineage [asset]', 'Show what an asset was made from, or what was made from it.')
    .addOption(new Option('--direction <direction>', 'which way').choices(['upstream', 'downstream', 'both']))
    .option('--depth <n>', 'how far')
    .option('--limit <n>', 'at most so many assets')
    .option('--as-of <point>', 'as the ledger knew it then: a position or RFC 3339')
    .addOption(
      new Option('--format <format>', 'how to show it').choices(['text', 'mermaid', 'dot', 'json']).default('text'),
    )
    .option('--file <path>', 'the asset with the bytes of this file', collect);
  session.on<LineageOptions>(command, 'command', lineage);
}

async function lineage(context: Context, options: LineageOptions, operand: Operand): Promise<ExitCode> {
  const address = await resolveAsset(context, typeof operand === 'string' ? operand : undefined, options);
  const { direction, depth, limit, asOf, format } = options;
  const path = `${address.path}/lineage`;
  const query = { direction, depth, limit, asOf };
  const client = await context.client();
  if ((format === 'mermaid' || format === 'dot') && !context.settings.json && !context.settings.ndjson) {
    const accept = MEDIA_TYPES[format];
    const answer = await client.ask('GET', path, { query, accept: `${accept}, application/problem+json` });
    client.demandSuccess(answer);
    if (!(answer.headers.get('content-type') ?? '').startsWith(accept)) {
      throw undecidedError('unreadable-answer', `the ledger answered something else than ${accept}`);
    }
    context.io.out(answer.text);
    return EXIT.go;
  }
  const { body } = await client.call('GET', path, { query });
  if (format === 'json' && !context.settings.json && !context.settings.ndjson)
    context.io.out(`${JSON.stringify(body, null, 2)}\n`);
  else context.answer(body, () => lineageText(context, address, record(body)));
  return EXIT.go;
}

/** The graph as an indented tree from its root; an asset met again is named, not unfolded again. */
function lineageText(context: Context, address: AssetAddress, graph: Json): string {
  const keyOf = (production: string, asset: string) =>
    production === '' || production === address.production ? asset : `${asset}@${production}`;
  const nodes = new Map(
    records(graph['nodes']).map((node) => [keyOf(text(node['production']), text(node['asset'])), node]),
  );
  const edges = records(graph['edges']).map((edge) => ({
    from: text(edge['from']),
    to: text(edge['to']),
    kind: text(edge['kind']),
  }));
  const root = text(graph['root']) || text(record(graph['root'])['asset']) || address.asset;
  const lines: string[] = [];
  const shown = new Set<string>();
  const stack = [{ asset: root, depth: 0, edge: '' }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { asset, depth, edge } = next;
    const state = text(nodes.get(asset)?.['state']);
    const again = shown.has(asset) ? '  (see above)' : '';
    lines.push(
      `${'  '.repeat(depth)}${printable(edge)}${printable(asset)}  ${context.paint(styleOf(state), printable(state))}${again}`,
    );
    if (shown.has(asset)) continue;
    shown.add(asset);
    const neighbours = [
      ...edges
        .filter((one) => one.from === asset)
        .map((one) => ({ asset: one.to, depth: depth + 1, edge: `<-${one.kind}- ` })),
      ...edges
        .filter((one) => one.to === asset && !shown.has(one.from))
        .map((one) => ({ asset: one.from, depth: depth + 1, edge: `-${one.kind}-> ` })),
    ];
    stack.push(...neighbours.toReversed());
  }
  if (graph['truncated'] === true) lines.push('… there is more; use --depth or --limit');
  return lines.join('\n');
}
