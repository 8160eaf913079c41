import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { THREAD_LIMITS } from './thread-limits.js';

/** Keeps enough objects to make any heap grow, and says how much room young ones came to have, in MiB. */
const GROW = `
  const { getHeapSpaceStatistics } = require('node:v8');
  const keep = [];
  let most = 0;
  for (let round = 0; round < 60; round += 1) {
    for (let i = 0; i < 10_000; i += 1) keep[(round % 20) * 10_000 + i] = { i, list: [i], text: 'x' + i };
    const { space_size: bytes } = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    most = Math.max(most, bytes / 1_048_576);
  }
  require('node:worker_threads').parentPort.postMessage(most);
`;
async function roomOfYoung(options: object): Promise<number> {
  const worker = new Worker(GROW, { eval: true, ...options });
  const [room] = (await once(worker, 'message')) as [number];
  await worker.terminate();
  return room;
}

it('bounds the room of young objects of a thread', async () => {
  expect(await roomOfYoung({})).toBeGreaterThan(16);
  expect(await roomOfYoung({ resourceLimits: THREAD_LIMITS })).toBeLessThanOrEqual(16);
});

it('is bounded for the main thread wherever a ledger is started: as a program, by npm and in the image', () => {
  const fileAt = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const flags = (text: string | undefined) => text?.match(/--max-semi-space-size=\d+/g);
  const { scripts } = JSON.parse(fileAt('package.json')) as { scripts: Record<string, string> };
  const program = flags(fileAt('bin/clearance.js').split('\n')[0]);
  expect(program).toEqual(['--max-semi-space-size=16']);
  expect(flags(scripts['start'])).toEqual(program);
  expect(flags(/^ENTRYPOINT .*$/m.exec(fileAt('docker/Dockerfile'))?.[0])).toEqual(program);
});
