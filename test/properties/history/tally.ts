/** How often each thing happened, to see what histories really try. */
export class Tally {
  private readonly counts = new Map<string, { total: number; histories: number }>();

  /** Adds what happened in one history. */
  add(happened: ReadonlyMap<string, number>): void {
    for (const [name, count] of happened) {
      const before = this.counts.get(name) ?? { total: 0, histories: 0 };
      this.counts.set(name, { total: before.total + count, histories: before.histories + (count > 0 ? 1 : 0) });
    }
  }

  /** In how many histories something happened. */
  histories(name: string): number {
    return this.counts.get(name)?.histories ?? 0;
  }

  text(): string {
    return [...this.counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([name, { total, histories }]) => `${name.padEnd(44)} ${String(total).padStart(8)}  in ${histories} histories`,
      )
      .join('\n');
  }
}

/** Counts of one history. */
export class Happened {
  readonly counts = new Map<string, number>();

  note(name: string, times = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + times);
  }
}
