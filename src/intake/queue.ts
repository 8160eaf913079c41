/** First in, first out; taking one off costs no more for those behind it. */
export class Queue<T> {
  private items: T[] = [];
  private next = 0;

  get size(): number {
    return this.items.length - this.next;
  }

  get first(): T | undefined {
    return this.items[this.next];
  }

  add(item: T): void {
    this.items.push(item);
  }

  /** Undefined where there is none. */
  take(): T | undefined {
    const { first } = this;
    if (this.size === 0) return undefined;
    this.next += 1;
    // Half of it is used up: moved once for each that was put in.
    if (this.next * 2 >= this.items.length) {
      this.items = this.items.slice(this.next);
      this.next = 0;
    }
    return first;
  }
}
