/** What comes in waits for a step that has begun, and every decision waits for what comes in: milliseconds. */
const STEP_MS = 25;
const FEWEST = 100;
const MOST = 4_000;
/** Of fewer contents than these the time says more about the commit than about them. */
const TELLING = 50;

/**
 * How many contents the projector evaluates in one transaction: as many as it did in about `STEP_MS` the last time. Many
 * contents share the cost of a commit; a machine that is slow, or busy with something else, still lets facts in between.
 */
export class StepSize {
  contents = 400;

  /** @param milliseconds that a step of so many contents took */
  took(evaluated: number, milliseconds: number): void {
    if (evaluated < TELLING) return;
    const fitting = Math.round((evaluated * STEP_MS) / Math.max(milliseconds, 1));
    this.contents = Math.min(MOST, Math.max(FEWEST, Math.min(fitting, 2 * this.contents)));
  }
}
