/** `single`: a request of its own, which somebody waits for; `body`: one of many of a batch or an NDJSON body. */
export type Kind = 'single' | 'body';

interface Waiting {
  readonly weight: number;
  readonly enter: () => void;
}

/**
 * Lets in facts as long as those under way weigh no more than `limit`; the others wait, first come first served among
 * those of their kind. Where both kinds wait they take turns: a long body keeps no single event from its answer.
 */
export class Places {
  private readonly queues: Readonly<Record<Kind, Queue>> = { single: new Queue(), body: new Queue() };
  private taken = 0;
  private turnOf: Kind = 'single';
  private kept = false;

  constructor(private most: number) {}

  get limit(): number {
    return this.most;
  }

  set limit(limit: number) {
    this.most = limit;
    this.letIn();
  }

  /** Weight of what is under way. */
  get underWay(): number {
    return this.taken;
  }

  /** Weight of what waits. */
  waiting(kind: Kind): number {
    return this.queues[kind].weight;
  }

  /** Whether anything had to wait since this was last asked. */
  takeReached(): boolean {
    const { kept } = this;
    this.kept = this.queues.single.weight + this.queues.body.weight > 0;
    return kept;
  }

  /** Resolves when it may go on, null where it may at once; `leave` with the same weight when it is done. */
  enter(kind: Kind, weight: number): Promise<void> | null {
    const queue = this.queues[kind];
    if (queue.weight === 0 && this.fits(weight)) {
      this.taken += weight;
      return null;
    }
    this.kept = true;
    return new Promise((resolve) => queue.add({ weight, enter: resolve }));
  }

  leave(weight: number): void {
    this.taken -= weight;
    this.letIn();
  }

  /** Something alone always fits: no event is too heavy to ever be taken. */
  private fits(weight: number): boolean {
    return this.taken === 0 || this.taken + weight <= this.most;
  }

  private letIn(): void {
    for (;;) {
      const other: Kind = this.turnOf === 'single' ? 'body' : 'single';
      const kind = this.queues[this.turnOf].first === undefined ? other : this.turnOf;
      const { first } = this.queues[kind];
      if (first === undefined || !this.fits(first.weight)) return;
      this.queues[kind].shift();
      this.turnOf = kind === 'single' ? 'body' : 'single';
      this.taken += first.weight;
      first.enter();
    }
  }
}

/** First in, first out; taking one off costs no more for those behind it. */
class Queue {
  private items: Waiting[] = [];
  private next = 0;
  weight = 0;

  get first(): Waiting | undefined {
    return this.items[this.next];
  }

  add(item: Waiting): void {
    this.items.push(item);
    this.weight += item.weight;
  }

  shift(): void {
    this.weight -= this.first?.weight ?? 0;
    this.next += 1;
    // Half of it is used up: moved once for each that was put in.
    if (this.next * 2 >= this.items.length) {
      this.items = this.items.slice(this.next);
      this.next = 0;
    }
  }
}
