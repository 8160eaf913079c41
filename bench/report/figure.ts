/** What a figure has to reach. `ratio` compares with the yardstick of the same run, the others with a fixed bound. */
export interface Goal {
  readonly kind: 'ratio-at-least' | 'ratio-at-most' | 'at-most' | 'at-least';
  readonly value: number;
  /** The size a fixed bound was set for; at any other the figure is shown but not held against it. */
  readonly onlyAt?: 'full';
}

export interface Measured {
  readonly value: number;
  readonly what: string;
}

/** One line of the report. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly measured: number;
  /** What the same machine does in the same run without the ledger in between; null where the goal is a fixed bound. */
  readonly yardstick: Measured | null;
  readonly goal: Goal | null;
  /** Sizes, number of rounds, and what else is needed to read the figure. */
  readonly note: string;
}

/** measured / yardstick; null without a yardstick. */
export function ratioOf({ measured, yardstick }: Figure): number | null {
  return yardstick === null ? null : measured / yardstick.value;
}

/** null where there is no goal for this size. */
export function isMet(figure: Figure, scale: string): boolean | null {
  const { goal, measured } = figure;
  if (goal === null || (goal.onlyAt !== undefined && goal.onlyAt !== scale)) return null;
  const ratio = ratioOf(figure);
  if (goal.kind === 'at-most') return measured <= goal.value;
  if (goal.kind === 'at-least') return measured >= goal.value;
  if (ratio === null) return null;
  return goal.kind === 'ratio-at-least' ? ratio >= goal.value : ratio <= goal.value;
}
