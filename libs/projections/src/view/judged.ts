import { BARE_USE, type Use } from '@clearance/domain';
import {
  judge,
  type ComplianceState,
  type ContentRef,
  type Evaluated,
  type JudgeContext,
  type Judgement,
  type Outcome,
  type Policy,
} from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { policyOf } from '../evaluate/policies.js';
import { judgingOf } from '../evaluate/setting.js';
import { FreshStates } from '../evaluate/states.js';

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

/**
 * Judges contents of one production as of `factsAt`, for one use (F8; the bare one unless another is given).
 * `delivery`: whose declared uses count; without one nothing is declared.
 */
export class Judge {
  readonly states: FreshStates;
  readonly policy: Policy;
  private readonly judging: JudgeContext;

  constructor(
    db: ReadModelDatabase,
    production: string,
    readonly use: Use = BARE_USE,
    delivery: string | null = null,
  ) {
    this.states = new FreshStates(db, production);
    this.policy = policyOf(db, production).policy;
    this.judging = judgingOf(db, production, delivery, this.policy);
  }

  /** null for what has no facts. */
  of(content: ContentRef): { readonly evaluated: Evaluated; readonly verdict: Judgement } | null {
    const evaluated = this.states.of(content);
    if (evaluated === null) return null;
    return { evaluated, verdict: judge(evaluated.state, this.use, this.judging) };
  }

  /** What is known of nothing is unknown, and blocks. */
  stateOf(content: ContentRef): JudgedState {
    return this.of(content)?.verdict ?? NOTHING_KNOWN;
  }
}
