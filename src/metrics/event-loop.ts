import type { Histogram } from 'prom-client';

const EVERY_MS = 10;

/**
 * Observes how late the event loop is. Node's own monitor (nodejs_eventloop_lag_* of /metrics) tells percentiles since the
 * last look, which neither add up nor suit two who look; a histogram that only grows does both.
 * @returns what ends it
 */
export function watchEventLoop(histogram: Histogram): () => void {
  let due = performance.now() + EVERY_MS;
  const look = () => {
    const now = performance.now();
    histogram.observe(Math.max(0, now - due) / 1_000);
    due = now + EVERY_MS;
  };
  const timer = setInterval(look, EVERY_MS);
  // A watch alone keeps no process alive.
  timer.unref();
  return () => clearInterval(timer);
}
