/** Bits of one segment: an index into them is six hex digits of a key. */
const SEGMENT_BITS = 2 ** 24;
/** Keys of one segment: at 16 bits a key and four of them set, one in 400 other keys looks as if it were there. */
const SEGMENT_KEYS = 2 ** 20;
/** 128 MiB of segments, for 64 million keys. Beyond that the filter only says that it does not know. */
const MOST_SEGMENTS = 64;

/**
 * Which keys were certainly never added (a Bloom filter that grows). Keys are name-based UUIDs, so their own digits serve
 * as their hashes. It never denies a key that was added; of other keys it is now and then not sure.
 */
export class KeyFilter {
  private readonly segments: Uint8Array[] = [];
  /** Keys in the last segment. */
  private filled = 0;
  private full = false;

  /** @param most segments, of a million keys each */
  constructor(private readonly most = MOST_SEGMENTS) {}

  add(key: string): void {
    if (this.full) return;
    if (this.segments.length === 0 || this.filled === SEGMENT_KEYS) {
      if (this.segments.length === this.most) {
        this.full = true;
        this.segments.length = 0;
        return;
      }
      this.segments.push(new Uint8Array(SEGMENT_BITS / 8));
      this.filled = 0;
    }
    const bits = this.segments.at(-1)!;
    for (const index of indexesOf(key)) bits[index >>> 3]! |= 1 << (index & 7);
    this.filled += 1;
  }

  /** False only for a key that was not added. */
  mayHold(key: string): boolean {
    if (this.full) return true;
    const indexes = indexesOf(key);
    return this.segments.some((bits) => indexes.every((index) => (bits[index >>> 3]! & (1 << (index & 7))) !== 0));
  }
}

/** Four times 24 of the bits that a hash gave: all but the version, the variant and those beside them. */
function indexesOf(key: string): readonly number[] {
  return [
    Number.parseInt(key.slice(0, 6), 16),
    Number.parseInt(key.slice(6, 8) + key.slice(9, 13), 16),
    Number.parseInt(key.slice(24, 30), 16),
    Number.parseInt(key.slice(30, 36), 16),
  ];
}
