type Step = () => unknown;

/** The whole of it; what hangs beyond that is cut off. Milliseconds. */
export const STOP_WITHIN_MS = 15_000;
const EXIT_INTERNAL = 70;

/** How the process ends: once, in order, and in a bounded time. */
export class Stopping {
  private readonly steps: Step[] = [];
  private begun = false;

  /** From the moment the process was told to stop. */
  get underWay(): boolean {
    return this.begun;
  }

  /** What has to be done before the process ends; the last one added is done first. */
  add(step: Step): void {
    this.steps.unshift(step);
  }

  /** SIGINT and SIGTERM stop the process in order; a second one ends it at once. */
  onSignals(): void {
    const stop = (signal: NodeJS.Signals) => {
      if (this.begun) this.endNow(`stopped at once by a second ${signal}; what was acknowledged is safe`);
      this.begin(0);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  }

  /** Ends the process with this code, after the steps; with a sentence where something has gone wrong. */
  begin(code: number, sentence?: string): void {
    if (sentence !== undefined) process.stderr.write(`clearance: ${sentence}\n`);
    if (this.begun) return;
    this.begun = true;
    setTimeout(
      () => this.endNow(`the ledger did not stop within ${STOP_WITHIN_MS / 1_000} seconds and is cut off`),
      STOP_WITHIN_MS,
    ).unref();
    this.run().then(
      () => process.exit(code),
      (error: unknown) => this.endNow(`the ledger did not stop cleanly: ${String(error)}`),
    );
  }

  private async run(): Promise<void> {
    for (const step of this.steps) await step();
  }

  private endNow(sentence: string): never {
    process.stderr.write(`clearance: ${sentence}\n`);
    process.exit(EXIT_INTERNAL);
  }
}
