import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fakeLedger, type FakeAnswer } from './testing/fake-ledger.js';
import { folderWith } from './testing/run-cli.js';

const program = fileURLToPath(new URL('../../bin/clearance.js', import.meta.url));
const built = existsSync(fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url)));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(words: readonly string[], url: string, cwd: string): { child: ChildProcess; ended: Promise<Ended> } {
  const env = {
    PATH: process.env['PATH'],
    CLEARANCE_URL: url,
    CLEARANCE_TOKEN: 'clr_test',
    CLEARANCE_PRODUCTION: 'nightfall',
  };
  const child = spawn(process.execPath, [program, ...words], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

const words = ['check', '--delivery', 'ep101', '--manifest', 'SHA256SUMS'];
const route = 'POST /v1/productions/nightfall/deliveries/ep101/checks';

describe.skipIf(!built)('the process of a command (skipped where nothing is built)', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'stopped by %s while it waits for a decision, a gate ends with 3',
    async (signal) => {
      const asked = Promise.withResolvers<void>();
      const ledger = await fakeLedger({ [route]: () => asked.resolve() });
      const { child, ended } = start(words, ledger.url, await folderWith({ SHA256SUMS: 'x' }));
      await asked.promise;
      child.kill(signal);
      expect(await ended).toMatchObject({
        code: 3,
        stdout: '',
        stderr: `clearance: stopped by ${signal}; nothing was decided\n`,
      });
    },
  );

  it('an answer that nobody reads any more is 3, even if it was a release', async () => {
    const released = {
      decision: 'release',
      delivery: 'ep101',
      production: 'nightfall',
      summary: { total: 1, held: 0 },
      use: { class: 'final' },
      // More than a pipe takes without a reader.
      items: Array.from({ length: 20_000 }, (_, at) => ({ path: `frame-${at}.exr`, status: 'cleared' })),
    };
    const reader: { close?: () => void } = {};
    const answer: FakeAnswer = (response) => {
      reader.close?.();
      response.writeHead(201, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(released));
    };
    const ledger = await fakeLedger({ [route]: answer });
    const { child, ended } = start([...words, '--json'], ledger.url, await folderWith({ SHA256SUMS: 'x' }));
    reader.close = () => child.stdout?.destroy();
    expect((await ended).code).toBe(3);
  });

  it('a long answer is written whole before the process ends', async () => {
    const items = Array.from({ length: 20_000 }, (_, at) => ({ id: `item-${at}` }));
    const ledger = await fakeLedger({ 'GET /v1/productions/nightfall/worklist': { json: { items, next: null } } });
    const { ended } = start(['worklist', '--ndjson'], ledger.url, await folderWith());
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(20_000);
  });

  it('usage and a ledger that is away have their codes', async () => {
    const cwd = await folderWith({ SHA256SUMS: 'x' });
    const unknown = start(['destroy'], 'http://127.0.0.1:9', cwd);
    const away = start(words, 'http://127.0.0.1:9', cwd);
    expect([(await unknown.ended).code, (await away.ended).code]).toEqual([64, 3]);
  });
});
