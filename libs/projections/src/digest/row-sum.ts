/** Numbers of 32 bits, most significant first. */
const LANES = 8;
/** So many additions of 32 bits stay below 2^53. */
const ADDITIONS = 2 ** 20;

/** Sum of 256-bit digests modulo 2^256. */
export class RowSum {
  private readonly lanes = new Float64Array(LANES);
  private sinceCarried = 0;
  rows = 0;

  /** @param digest 32 bytes */
  add(digest: Buffer): void {
    for (let lane = 0; lane < LANES; lane += 1)
      this.lanes[lane] = (this.lanes[lane] ?? 0) + digest.readUInt32BE(4 * lane);
    this.rows += 1;
    this.sinceCarried += 1;
    if (this.sinceCarried === ADDITIONS) this.carry();
  }

  /** 64 lower-case hex digits. */
  toString(): string {
    this.carry();
    return [...this.lanes].map((lane) => lane.toString(16).padStart(8, '0')).join('');
  }

  private carry(): void {
    let over = 0;
    for (let lane = LANES - 1; lane >= 0; lane -= 1) {
      const sum = (this.lanes[lane] ?? 0) + over;
      over = Math.floor(sum / 2 ** 32);
      this.lanes[lane] = sum - over * 2 ** 32;
    }
    this.sinceCarried = 0;
  }
}
