/**
 * The point at which the projector is to come to rest, so that two read models can be compared where both hold the same. It reads
 * up to there, evaluates all of it, and stands there until somebody has looked, or gives up.
 */
export class Seal {
  private n: number | null = null;
  private said = false;

  ask(n: number): void {
    this.n = n;
    this.said = false;
  }

  lift(): void {
    this.n = null;
  }

  /** How many events may be applied next. */
  most(factsAt: number, page: number): number {
    return this.n === null || this.n < factsAt ? page : Math.min(page, this.n - factsAt);
  }

  /** The point that was asked for, once: as soon as the read model is at rest there, or beyond it. */
  reached(factsAt: number, atRest: boolean): number | null {
    if (this.n === null || this.said || factsAt < this.n || (factsAt === this.n && !atRest)) return null;
    this.said = true;
    const { n } = this;
    if (factsAt > n) this.n = null;
    return n;
  }
}
