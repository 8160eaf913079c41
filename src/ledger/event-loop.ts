const EVERY_MS = 10;

/**
 * Tells how late the event loop comes to a timer, again and again, in seconds. Node's own monitor (nodejs_eventloop_lag_*
 * of /metrics) tells percentiles since the last look, which neither add up nor suit two who look.
 * @returns what ends it
 */
export function watchEventLoop(observe: (seconds: number) => void): () => void {
  let due = performance.now() + EVERY_MS;
  const look = () => {
    const now = performance.now();
    observe(Math.max(0, now - due) / 1_000);
    due = now + EVERY_MS;
  };
  const timer = setInterval(look, EVERY_MS);
  // A watch alone keeps no process alive.
  timer.unref();
  return () => clearInterval(timer);
}
