import type { Kind } from './kind.js';
import { Queue } from './queue.js';

/** Things of both kinds that wait: first come first served among those of a kind, and in turns where both wait. */
export class InTurn<T> {
  private readonly queues: Readonly<Record<Kind, Queue<T>>> = { single: new Queue(), body: new Queue() };
  private last: Kind = 'body';

  add(kind: Kind, item: T): void {
    this.queues[kind].add(item);
  }

  waiting(kind: Kind): number {
    return this.queues[kind].size;
  }

  get empty(): boolean {
    return this.waiting('single') + this.waiting('body') === 0;
  }

  /** The next one, taken off; undefined where none waits. */
  next(): T | undefined {
    const other: Kind = this.last === 'single' ? 'body' : 'single';
    if (this.waiting(other) > 0) this.last = other;
    return this.queues[this.last].take();
  }
}
