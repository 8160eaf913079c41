import { parseArgs } from 'node:util';
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { BenchContext } from './context.js';
import { isMet, ratioOf, type Figure } from './report/figure.js';
import { tableOf } from './report/table.js';
import { SCALES, type Scale } from './scale.js';
import { GROUPS } from './groups.js';
import { Scratch } from './support/scratch.js';

const EXIT_USAGE = 64;
const USAGE = `usage: npm run bench -- [--scale small|full] [--only ${Object.keys(GROUPS).join(',')}] [--json]\n`;

const settings = settingsOf(process.argv.slice(2));
if (settings === null) {
  process.stderr.write(USAGE);
  process.exitCode = EXIT_USAGE;
} else {
  await run(settings.scale, settings.groups, settings.json);
}

async function run(scale: Scale, groups: readonly string[], json: boolean): Promise<void> {
  const scratch = new Scratch();
  const tell = (text: string): void => void (json || process.stderr.write(`bench: ${text}\n`));
  const context: BenchContext = { scale, scratch, tell };
  const figures: Figure[] = [];
  const interrupt = (): void => {
    scratch.dispose();
    process.exit(130);
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    for (const group of groups) {
      tell(`${group} …`);
      figures.push(...(await GROUPS[group as keyof typeof GROUPS](context)));
    }
  } finally {
    scratch.dispose();
  }
  process.stdout.write(
    json ? `${JSON.stringify(documentOf(scale, figures), null, 2)}\n` : `\n${tableOf(figures, scale.name)}`,
  );
}

function documentOf(scale: Scale, figures: readonly Figure[]) {
  return {
    scale,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      processors: availableParallelism(),
      node: process.version,
      /** Of the last minute: other work on the machine makes every figure worse, and ratios less so. */
      load: loadavg()[0] ?? null,
    },
    figures: figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), met: isMet(figure, scale.name) })),
  };
}

function settingsOf(args: readonly string[]): { scale: Scale; groups: readonly string[]; json: boolean } | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        scale: { type: 'string', default: 'small' },
        only: { type: 'string', default: Object.keys(GROUPS).join(',') },
        json: { type: 'boolean', default: false },
      },
    });
    const groups = values.only.split(',');
    if (!isScale(values.scale) || !groups.every((group) => Object.hasOwn(GROUPS, group))) return null;
    return { scale: SCALES[values.scale], groups, json: values.json };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
}

function isScale(name: string): name is Scale['name'] {
  return Object.hasOwn(SCALES, name);
}
