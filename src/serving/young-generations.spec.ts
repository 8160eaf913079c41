import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Keeps enough objects to make any heap grow, and says how much room young ones came to have, in MiB. */
const GROW = `
  const keep = [];
  let most = 0;
  for (let round = 0; round < 60; round += 1) {
    for (let i = 0; i < 10_000; i += 1) keep[(round % 20) * 10_000 + i] = { i, list: [i], text: 'x' + i };
    const { space_size: bytes } = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    most = Math.max(most, bytes / 1_048_576);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
`;
const THREAD = `
  import v8 from 'node:v8';
  import { parentPort } from 'node:worker_threads';
  ${GROW}
  parentPort.postMessage(most);
`;
const PROGRAM = `
  import v8 from 'node:v8';
  import { once } from 'node:events';
  import { Worker } from 'node:worker_threads';
  const { boundYoungGenerations, letOwnYoungGrow } = await import(process.argv[1]);
  const grown = async () => { ${GROW} return most; };
  boundYoungGenerations();
  const before = await grown();
  letOwnYoungGrow();
  const own = await grown();
  const [thread] = await once(new Worker(${JSON.stringify(THREAD)}, { eval: true }), 'message');
  console.log(JSON.stringify([before, own, thread]));
`;

it('bounds the young objects of every thread, this one and those to come', async () => {
  const module = new URL('./young-generations.ts', import.meta.url).href;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PROGRAM, module]);
  const [before, own, thread] = JSON.parse(stdout) as [number, number, number];
  // By itself each would come to 128.
  expect(before).toBeLessThan(8);
  expect(own).toBeGreaterThan(16);
  expect(own).toBeLessThanOrEqual(32);
  expect(thread).toBe(16);
});
