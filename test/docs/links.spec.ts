import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { metersOf } from '../../src/metrics/metrics.js';
import { cli, repositoryRoot } from '../harness/index.js';
import { PAGES } from './pages.js';

/** Links of the form `[text](target)` that lead into the repository. */
const LINK = /\]\((?!https?:|mailto:)([^)\s]+)\)/g;

/** Second words of commands, as the table of docs/cli.md names them. */
const SUBCOMMANDS =
  'open list show replace share shares uses issue revoke whoami schema adopt rulings revoke-ruling conform activate'.split(
    ' ',
  );

describe.each(PAGES)('%s', (page) => {
  const markdown = read(page);

  it('links only to files and headings that are there', () => {
    const broken = [...markdown.matchAll(LINK)]
      .map(([, target = '']) => target)
      .filter((target) => !leads(page, target));
    expect(broken).toEqual([]);
  });

  it('cites only rules that docs/rules.md states', () => {
    const stated = new Set([...read('docs/rules.md').matchAll(/^\*\*([EILFDP]\d+)\./gm)].map(([, rule]) => rule));
    // Rules of packs have a name of their pack before them: NFX-P4.
    const cited = [...markdown.matchAll(/(?<![\w-])[EILFDP][1-9]\b/g)].map(([rule]) => rule);
    expect([...new Set(cited)].filter((rule) => !stated.has(rule))).toEqual([]);
  });
});

it('docs/rules.md names every base rule', () => {
  const rules = [...read('libs/policy/src/packs/base.ts').matchAll(/id: '(base-[a-z-]+)'/g)].map(([, id = '']) => id);
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.filter((rule) => !read('docs/rules.md').includes(`\`${rule}\``))).toEqual([]);
});

it('docs/api/README.md says what to do about every problem', () => {
  const problems = [...read('docs/api/openapi.json').matchAll(/"urn:clearance:problem:([a-z-]+)"/g)];
  const slugs = new Set(problems.map(([, slug = '']) => slug));
  expect(slugs.size).toBeGreaterThan(0);
  expect([...slugs].filter((slug) => !read('docs/api/README.md').includes(`\`${slug}\``))).toEqual([]);
});

it('docs/cli.md names every command and no other', async () => {
  const { stdout } = await cli(['--help']);
  const [, commands = ''] = stdout.split(/^Commands:$/m);
  const offered = [...commands.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
  const [, table = ''] = /^## Commands$(.*?)^## /ms.exec(read('docs/cli.md')) ?? [];
  const cells = [...table.matchAll(/^\| (`.*?) +\|(.*)\|$/gm)];
  const named = cells.flatMap(([, row = '']) => [...row.matchAll(/`([a-z-]+)/g)].map(([, name = '']) => name));
  expect(offered.length).toBeGreaterThan(10);
  expect(offered.filter((name) => name !== 'help' && !named.includes(name))).toEqual([]);
  expect(named.filter((name) => !offered.includes(name) && !SUBCOMMANDS.includes(name))).toEqual([]);
});

it('docs/operations.md names every figure of /metrics, and no other', async () => {
  const nothing = { limit: 0, underWay: 0, waiting: 0, refused: { single: 0, body: 0 } };
  const { registry } = metersOf({
    logHead: () => 0,
    factsAt: () => 0,
    stateLag: () => 0,
    projectionStopped: () => false,
    followers: () => 0,
    connections: () => Promise.resolve(0),
    intake: () => nothing,
  });
  const figures = registry.getMetricsAsArray().map(({ name }) => name);
  const own = figures.filter((name) => name.startsWith('clearance_'));
  const [, watched = ''] = /^## Watch it$(.*?)^## /ms.exec(read('docs/operations.md')) ?? [];
  const named = [...watched.matchAll(/\bclearance_[a-z_]*[a-z]\b/g)].map(([name]) => name.replace(/_bucket$/, ''));
  expect(own.filter((name) => !named.includes(name))).toEqual([]);
  expect([...new Set(named)].filter((name) => !figures.includes(name))).toEqual([]);
});

it.each(['README.md', 'CONTRIBUTING.md', 'docs/concepts.md', 'docs/rules.md'])(
  '%s names only files and folders that are there',
  (page) => {
    const places = [...read(page).matchAll(/`((?:libs|src|test|docs|scripts|bench|examples)\/[\w./-]*)`/g)];
    expect(places.map(([, place = '']) => place).filter((place) => !existsSync(join(repositoryRoot, place)))).toEqual(
      [],
    );
  },
);

function leads(page: string, target: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(repositoryRoot, file))) return false;
  return heading === undefined || headingsOf(read(file)).includes(heading);
}

/** Anchors as GitHub makes them. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function read(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}
