import type { Figure } from './report/figure.js';
import type { Scale } from './scale.js';
import type { Scratch } from './support/scratch.js';

/** What every measurement is given. */
export interface BenchContext {
  readonly scale: Scale;
  readonly scratch: Scratch;
  /** Says on a terminal what is going on. */
  readonly tell: (text: string) => void;
}

export type Measurement = (context: BenchContext) => Promise<readonly Figure[]>;
