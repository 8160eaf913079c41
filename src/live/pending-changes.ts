import type { StateChange } from './state-changes.js';

/**
 * What a follower has not been told yet, oldest first. It holds the lists that all followers share, and never more than
 * `most` changes: past that it forgets all of them and knows since when the read model has to be asked instead.
 */
export class PendingChanges {
  private readonly lists: (readonly StateChange[])[] = [];
  /** Changes of the first list that were taken already. */
  private taken = 0;
  private count = 0;
  private gap: number | null = null;

  constructor(private readonly most: number) {}

  get empty(): boolean {
    return this.count === 0 && this.gap === null;
  }

  /** States up to this ordinal have all been told or passed over; null where nothing is pending. */
  get toldUpTo(): number | null {
    const oldest = this.lists[0]?.[this.taken];
    const before = oldest === undefined ? null : Math.max(0, oldest.position - 1);
    if (this.gap === null || before === null) return this.gap ?? before;
    return Math.min(this.gap, before);
  }

  add(changes: readonly StateChange[]): void {
    if (changes.length === 0) return;
    this.lists.push(changes);
    this.count += changes.length;
    if (this.count <= this.most) return;
    this.forgetAfter(this.toldUpTo ?? 0);
  }

  /** Everything that changed after an ordinal is pending, whatever it is. */
  forgetAfter(n: number): void {
    this.lists.length = 0;
    this.taken = 0;
    this.count = 0;
    this.gap = this.gap === null ? n : Math.min(this.gap, n);
  }

  /** Since when the read model has to be asked; asked for once. */
  takeGap(): number | null {
    const { gap } = this;
    this.gap = null;
    return gap;
  }

  take(): StateChange | undefined {
    const [first] = this.lists;
    if (first === undefined) return undefined;
    const change = first[this.taken];
    this.taken += 1;
    this.count -= 1;
    if (this.taken < first.length) return change;
    this.lists.shift();
    this.taken = 0;
    return change;
  }
}
