import { setTimeout as sleep } from 'node:timers/promises';
import { cameraPlate, itemOf, type Answer, type Stage } from '../../harness/index.js';

const AGAIN_MS = 50;

/** Somebody who releases one delivery after another and then breaks it by a late mark; each step again until it is answered. */
export class Releasing {
  /** Deliveries that were answered as released. */
  readonly released: string[] = [];
  undecided = 0;
  /** Longest time until a request was answered. Milliseconds. */
  slowest = 0;
  /** Answers that are none of these and do not say when to come again. */
  readonly strange: string[] = [];
  private stopping = false;
  private readonly work: Promise<void>;

  constructor(private readonly stage: Stage) {
    this.work = this.deliver();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.work;
  }

  private async deliver(): Promise<void> {
    for (let number = 0; !this.stopping; number += 1) {
      const [asset, delivery] = [`item-${number}`, `delivery-${number}`];
      await this.answered(() => this.stage.emit(cameraPlate(asset, {}, { id: asset })));
      await this.answered(() => this.open(delivery));
      for (let done = false; !done;) {
        const check = await this.answered(() => this.stage.tryCheck(delivery, { items: [itemOf(asset)] }));
        const { status } = await this.timed(() => this.stage.release(delivery, check.body.id));
        done = status === 200;
      }
      this.released.push(delivery);
      const mark = {
        event: 'marked-temporary',
        subject: asset,
        data: { reason: 'for the trailer only' },
        id: `${asset}!`,
      };
      await this.answered(() => this.stage.emit(mark));
    }
  }

  private open(id: string): Promise<Answer<unknown>> {
    const { cast, path } = this.stage;
    const use = { class: 'final', territories: ['*'], languages: ['*'], medium: 'svod' };
    return cast.lead.post(
      `${path}/deliveries`,
      { id, name: id, recipient: 'streamer.example', ...use },
      { 'Idempotency-Key': id },
    );
  }

  /** Again until it is no longer "come again". */
  private async answered<Body>(ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
    for (;;) {
      const answer = await this.timed(ask);
      if (answer.status < 500) return answer;
      await sleep(AGAIN_MS);
    }
  }

  private async timed<Body>(ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
    const began = performance.now();
    const answer = await ask();
    this.slowest = Math.max(this.slowest, performance.now() - began);
    if (answer.status === 503 && answer.headers['retry-after'] !== undefined) this.undecided += 1;
    else if (answer.status >= 300) this.strange.push(`${answer.status} ${answer.text}`);
    return answer;
  }
}
