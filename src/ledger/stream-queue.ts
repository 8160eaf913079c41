import { Injectable } from '@nestjs/common';

/**
 * Lets one piece of work at a time through per stream. It is no lock (another process may append all the same, and the
 * exact revision settles that): it spares this process from racing against itself.
 */
@Injectable()
export class StreamQueue {
  private readonly tails = new Map<string, Promise<void>>();

  async run<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(stream);
    let leave!: () => void;
    const mine = new Promise<void>((resolve) => (leave = resolve));
    this.tails.set(stream, mine);
    if (before !== undefined) await before;
    try {
      return await work();
    } finally {
      if (this.tails.get(stream) === mine) this.tails.delete(stream);
      leave();
    }
  }
}
