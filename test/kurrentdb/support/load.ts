import { setTimeout as sleep } from 'node:timers/promises';
import { cameraPlate, type Stage } from '../../harness/index.js';

const WRITERS = 8;
const AGAIN_MS = 50;
const LOOK_AGAIN_MS = 20;

/** Writers that tell one fact after another, each again until it is taken. */
export class Load {
  readonly acknowledged: string[] = [];
  refused = 0;
  /** Longest time between two acknowledgements. Milliseconds. */
  longest = 0;
  /** Longest time until a request was answered, taken or not. Milliseconds. */
  slowest = 0;
  /** Answers that neither take a fact nor say when to come again. */
  readonly strange: string[] = [];
  private last = performance.now();
  private stopping = false;
  private readonly writers: Promise<void>[];

  constructor(private readonly stage: Stage) {
    this.writers = Array.from({ length: WRITERS }, (_, writer) => this.write(writer));
  }

  /** Resolves after some more acknowledgements. */
  async goesOn(more = 50): Promise<void> {
    const wanted = this.acknowledged.length + more;
    while (this.acknowledged.length < wanted && !this.stopping) await sleep(LOOK_AGAIN_MS);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.writers);
  }

  private async write(writer: number): Promise<void> {
    for (let number = 0; !this.stopping; number += 1) {
      const asset = `w${writer}-${number}`;
      while (!(await this.tell(asset))) await sleep(AGAIN_MS);
      const now = performance.now();
      this.longest = Math.max(this.longest, now - this.last);
      this.last = now;
      this.acknowledged.push(asset);
    }
  }

  private async tell(asset: string): Promise<boolean> {
    const began = performance.now();
    const { status, headers, text } = await this.stage.emit(cameraPlate(asset, {}, { id: asset }));
    this.slowest = Math.max(this.slowest, performance.now() - began);
    if (status < 300) return true;
    this.refused += 1;
    if (status !== 503 || headers['retry-after'] === undefined) this.strange.push(`${status} ${text}`);
    return false;
  }
}
