import type { Io } from '../session/io.js';

/** How much was read of how much. */
export interface Progress {
  start(totalBytes: number): void;
  add(bytes: number): void;
  stop(): void;
}

export const noProgress: Progress = { start: () => undefined, add: () => undefined, stop: () => undefined };

/** A bar on standard error, for people at a terminal only. */
export async function progressBar(io: Io, quiet: boolean): Promise<Progress> {
  if (!io.stderrIsTerminal || quiet) return noProgress;
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: 'reading [{bar}] {percentage}% {done} of {all} GB, {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: null,
  });
  let all = 0;
  let done = 0;
  const shown = () => ({ done: gigabytes(done), all: gigabytes(all) });
  return {
    start(totalBytes) {
      all = totalBytes;
      bar.start(totalBytes, 0, shown());
    },
    add(bytes) {
      done += bytes;
      bar.update(done, shown());
    },
    stop: () => bar.stop(),
  };
}

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(2);
