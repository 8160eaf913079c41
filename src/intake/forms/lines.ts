/** A line without its end, or that it is longer than allowed (its bytes are gone). */
export type Line = Buffer | 'too-long';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Splits bytes into lines of at most `limit` bytes; a longer one is passed over without being kept. Blank lines are none. */
export async function* linesOf(chunks: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Line> {
  const line = new GrowingLine(limit);
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      line.add(chunk.subarray(start, end));
      const whole = line.take();
      if (whole !== null) yield whole;
      start = end + 1;
    }
    line.add(chunk.subarray(start));
  }
  const rest = line.take();
  if (rest !== null) yield rest;
}

class GrowingLine {
  private parts: Buffer[] = [];
  private size = 0;

  constructor(private readonly limit: number) {}

  add(part: Buffer): void {
    this.size += part.length;
    // One more byte than the limit is kept, for the carriage return that may end a line.
    if (this.size <= this.limit + 1) this.parts.push(part);
    else this.parts = [];
  }

  /** The line so far, and a new one begun; null where it is blank. */
  take(): Line | null {
    const { parts, size } = this;
    this.parts = [];
    this.size = 0;
    if (size > this.limit + 1) return 'too-long';
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const line = bytes.at(-1) === RETURN ? bytes.subarray(0, -1) : bytes;
    if (line.length > this.limit) return 'too-long';
    return line.every((byte) => byte === 0x20 || byte === 0x09) ? null : line;
  }
}
