import { Problem, type Watermarks } from './ports.js';

/**
 * Waits until the read model holds what was just recorded, for things that the next request relies on (a production, a
 * token). Where it takes too long the answer goes out all the same: it is recorded, and its position says up to where to wait.
 */
export async function caughtUp(watermarks: Watermarks, n: number, ms: number): Promise<void> {
  try {
    await watermarks.waitForFacts(n, ms);
  } catch (error) {
    if (!(error instanceof Problem && error.slug === 'behind')) throw error;
  }
}
