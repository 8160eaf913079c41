import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { defaultJobs, HashPool } from '../../src/cli/hash/index.js';
import type { BenchContext } from '../context.js';
import type { Figure } from '../report/figure.js';
import { median } from '../support/stats.js';
import { timed } from '../support/timing.js';
import type { BareHashing } from '../yardsticks/bare-hash.worker.js';

const FILE_MEGABYTES = 32;
const MIB = 1_048_576;

/** Six digests of files in one pass, as `clearance ingest` takes them, beside the six functions over memory. */
export async function measureHashing({ scale, scratch }: BenchContext): Promise<Figure[]> {
  const jobs = defaultJobs();
  // Few enough files to stay in the system's cache: the disk is not what is measured.
  const files = filesIn(scratch.folder('hash'), Math.min(16, scale.hashedMegabytes / FILE_MEGABYTES));
  const passes = scale.hashedMegabytes / FILE_MEGABYTES / files.length;
  const work = Array.from({ length: passes }, () => files).flat();
  const ingest: number[] = [];
  const bare: number[] = [];
  const pool = new HashPool(jobs);
  try {
    // The threads start with the first files.
    await Promise.all(files.slice(0, jobs).map((file) => pool.hash(file)));
    for (let round = 0; round < scale.rounds; round += 1) {
      const { seconds } = await timed(() => Promise.all(work.map((file) => pool.hash(file))));
      ingest.push(scale.hashedMegabytes / seconds);
      bare.push(scale.hashedMegabytes / (await hashBarely(jobs, scale.hashedMegabytes)));
    }
  } finally {
    await pool.close();
  }
  return [
    {
      name: 'ingest, six digests',
      unit: 'MiB/s',
      measured: median(ingest),
      yardstick: { value: median(bare), what: `the six hash functions over memory on ${jobs} threads` },
      goal: { kind: 'ratio-at-least', value: 0.85 },
      note: `${scale.hashedMegabytes} MiB in files of ${FILE_MEGABYTES} MiB from the system's cache, ${jobs} threads; median of ${scale.rounds}.`,
    },
  ];
}

function filesIn(folder: string, count: number): string[] {
  mkdirSync(folder);
  const content = Buffer.alloc(FILE_MEGABYTES * MIB, 'clearance ');
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${index}.bin`);
    content.writeUInt32LE(index);
    writeFileSync(path, content);
    return path;
  });
}

/** @returns seconds, without the start of the threads. */
async function hashBarely(threads: number, megabytes: number): Promise<number> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('../yardsticks/bare-hash.worker.js', import.meta.url)),
  );
  try {
    await Promise.all(workers.map((worker) => answer(worker)));
    const { seconds } = await timed(() =>
      Promise.all(
        workers.map((worker) => {
          const done = answer(worker);
          worker.postMessage({ bytes: Math.round((megabytes * MIB) / threads) } satisfies BareHashing);
          return done;
        }),
      ),
    );
    return seconds;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function answer(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
}
