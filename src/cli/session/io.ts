import { isatty } from 'node:tty';

/** The world as a command sees it; a test gives another one. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether a person looks at it, and how wide it is. */
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly columns: number;
  now(): Date;
  out(text: string): void;
  err(text: string): void;
  /** Everything on standard input, as UTF-8. */
  stdin(): Promise<string>;
}

/** The largest standard input or argument file that is read whole, in bytes. */
export const MAX_INPUT_BYTES = 256 * 1024 * 1024;

export const processIo: Io = {
  env: process.env,
  cwd: process.cwd(),
  stdoutIsTerminal: isatty(1),
  stderrIsTerminal: isatty(2),
  columns: process.stdout.columns ?? 120,
  now: () => new Date(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: async () => {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of process.stdin) {
      const bytes = Buffer.from(chunk as Uint8Array);
      size += bytes.length;
      if (size > MAX_INPUT_BYTES) throw new RangeError(`standard input is longer than ${MAX_INPUT_BYTES} bytes`);
      chunks.push(bytes);
    }
    return Buffer.concat(chunks).toString('utf8');
  },
};
