import { BARE_USE, type Use } from '@clearance/domain';
import {
  basePack,
  judge,
  type ComplianceState,
  type ContentRef,
  type Evaluated,
  type Judgement,
  type Outcome,
} from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { FreshStates, termsOf } from '../evaluate/states.js';
import { logTimeOf } from './point.js';

export interface JudgedState {
  readonly state: ComplianceState;
  readonly compliant: boolean;
  readonly counts: Readonly<Record<Outcome, number>>;
}

const NOTHING_KNOWN: JudgedState = {
  state: 'unknown',
  compliant: false,
  counts: { deny: 0, unknown: 0, approval: 0, escalate: 0, notice: 0 },
};

/** Judges contents of one production as of `factsAt`, for one use (F8; the bare one unless another is given). */
export class Judge {
  readonly states: FreshStates;
  private readonly terms: ReturnType<typeof termsOf>;
  private readonly logTime: string;

  constructor(
    db: ReadModelDatabase,
    production: string,
    readonly use: Use = BARE_USE,
  ) {
    this.states = new FreshStates(db, production);
    this.terms = termsOf(db);
    this.logTime = logTimeOf(db);
  }

  /** null for what has no facts. */
  of(content: ContentRef): { readonly evaluated: Evaluated; readonly verdict: Judgement } | null {
    const evaluated = this.states.of(content);
    if (evaluated === null) return null;
    const context = { terms: this.terms, logTime: this.logTime, pack: basePack };
    return { evaluated, verdict: judge(evaluated.state, this.use, context) };
  }

  /** What is known of nothing is unknown, and blocks. */
  stateOf(content: ContentRef): JudgedState {
    return this.of(content)?.verdict ?? NOTHING_KNOWN;
  }
}
