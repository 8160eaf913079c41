/** What one generation may weigh, in whatever unit `of` counts. */
export interface Weight<V> {
  readonly most: number;
  /** Must give the same for a value at any time. */
  readonly of: (value: V) => number;
}

/**
 * Remembers what was used lately. Nothing is forgotten but in `trim`, so that what a caller has changed and not yet written
 * stays until it says so; then what was not used while `most` other things were, or so much of them, is gone.
 */
export class Memory<K, V> {
  private young = new Map<K, V>();
  private old = new Map<K, V>();
  /** Of the young. */
  private weight = 0;

  /**
   * @param most entries of one generation; two are kept.
   * @param weighed for values that differ in size: a generation is full also when they weigh as much as they may.
   */
  constructor(
    private readonly most: number,
    private readonly weighed: Weight<V> | null = null,
  ) {}

  get(key: K): V | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    this.weight += this.weightOf(value) - this.weightOf(this.young.get(key));
    this.young.set(key, value);
    // Two values of one key never both take room.
    this.old.delete(key);
  }

  delete(key: K): void {
    this.weight -= this.weightOf(this.young.get(key));
    this.young.delete(key);
    this.old.delete(key);
  }

  trim(): void {
    if (this.young.size < this.most && (this.weighed === null || this.weight < this.weighed.most)) return;
    this.old = this.young;
    this.begin();
  }

  clear(): void {
    this.old = new Map();
    this.begin();
  }

  private begin(): void {
    this.young = new Map();
    this.weight = 0;
  }

  private weightOf(value: V | undefined): number {
    return this.weighed === null || value === undefined ? 0 : this.weighed.of(value);
  }
}
