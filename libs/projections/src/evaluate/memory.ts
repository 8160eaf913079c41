/**
 * Remembers what was used lately. Nothing is forgotten but in `trim`, so that what a caller has changed and not yet written
 * stays until it says so; then what was not used while `most` other things were is gone.
 */
export class Memory<K, V> {
  private young = new Map<K, V>();
  private old = new Map<K, V>();

  /** @param most entries of one generation; two are kept. */
  constructor(private readonly most: number) {}

  get(key: K): V | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) this.young.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    this.young.set(key, value);
  }

  delete(key: K): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  trim(): void {
    if (this.young.size < this.most) return;
    this.old = this.young;
    this.young = new Map();
  }

  clear(): void {
    this.young = new Map();
    this.old = new Map();
  }
}
