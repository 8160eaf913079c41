import { Queue } from '../queue.js';

interface Waiting {
  readonly weight: number;
  readonly enter: () => void;
}

/** Lets in facts as long as those under way weigh no more than `limit`; the others wait, first come first served. */
export class Places {
  private readonly outside = new Queue<Waiting>();
  private kept = false;
  private taken = 0;
  private waits = 0;

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
  get waiting(): number {
    return this.waits;
  }

  /** Whether anything had to wait since this was last asked. */
  takeReached(): boolean {
    const { kept } = this;
    this.kept = this.waits > 0;
    return kept;
  }

  /** Resolves when it may go on, null where it may at once; `leave` with the same weight when it is done. */
  enter(weight: number): Promise<void> | null {
    if (this.waits === 0 && this.fits(weight)) {
      this.taken += weight;
      return null;
    }
    this.kept = true;
    this.waits += weight;
    return new Promise((resolve) => this.outside.add({ weight, enter: resolve }));
  }

  leave(weight: number): void {
    this.taken -= weight;
    this.letIn();
  }

  /** Something alone always fits: nothing is too heavy to ever be taken. */
  private fits(weight: number): boolean {
    return this.taken === 0 || this.taken + weight <= this.most;
  }

  private letIn(): void {
    for (;;) {
      const { first } = this.outside;
      if (first === undefined || !this.fits(first.weight)) return;
      this.outside.take();
      this.waits -= first.weight;
      this.taken += first.weight;
      first.enter();
    }
  }
}
