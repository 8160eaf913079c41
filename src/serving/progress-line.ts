/** Between two lines of progress on a terminal. Milliseconds. */
const PROGRESS_MS = 200;

/** One line that is written over; nothing where nobody watches. */
export function progressLine(): { show(text: string): void; end(): void } {
  let last = 0;
  return {
    show: (text) => {
      if (!process.stderr.isTTY || Date.now() - last < PROGRESS_MS) return;
      last = Date.now();
      process.stderr.write(`\r${text}   `);
    },
    end: () => void (process.stderr.isTTY && process.stderr.write('\r')),
  };
}
