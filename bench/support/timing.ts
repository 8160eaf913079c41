import { performance } from 'node:perf_hooks';

/** Seconds that a piece of work takes, and what it gives. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ readonly seconds: number; readonly value: T }> {
  const start = performance.now();
  const value = await work();
  return { seconds: (performance.now() - start) / 1_000, value };
}

/**
 * Runs `width` loops that take the next index until none is left. @returns seconds.
 */
export async function inParallel(
  count: number,
  width: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  const { seconds } = await timed(() => Promise.all(Array.from({ length: width }, loop)));
  return seconds;
}
