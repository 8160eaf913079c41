import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded, type Handlers } from '../shared/fold.js';
import type { CheckData } from './events.js';
import { CHECK_SHAPES } from './shapes.js';

/** Fold of one check stream. The held items stay in the log; the read model has them. */
export interface CheckState extends Folded {
  readonly production: string;
  readonly id: string;
  readonly requested: Act<CheckData['check-requested']> | null;
  /** Parts of `held` so far. */
  readonly parts: number;
  /** verdictDigest of the outcome that those parts belong to; null where there is none or they do not say. */
  readonly verdict: string | null;
  readonly outcome: Act<CheckData['checked']> | Act<CheckData['interrupted']> | null;
  readonly interrupted: boolean;
}

export function emptyCheck(production: string, id: string): CheckState {
  return {
    production,
    id,
    revision: -1,
    known: new Map(),
    requested: null,
    parts: 0,
    verdict: null,
    outcome: null,
    interrupted: false,
  };
}

/** @throws UnreadableEvent */
export function evolveCheck(state: CheckState, event: Recorded): CheckState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldCheck(production: string, id: string, events: readonly Recorded[]): CheckState {
  return fold.all(emptyCheck(production, id), events);
}

const HANDLERS: Handlers<CheckState, CheckData> = {
  'check-requested': (draft, data, event) => {
    draft.requested ??= actOf(event, data);
  },
  held: (draft, data) => {
    draft.parts = Math.max(draft.parts, data.part);
    draft.verdict ??= data.verdict ?? null;
  },
  checked: (draft, data, event) => {
    draft.outcome ??= actOf(event, data);
  },
  interrupted: (draft, data, event) => {
    if (draft.outcome !== null) return;
    draft.outcome = actOf(event, data);
    draft.interrupted = true;
  },
};

const fold = foldOf<CheckState, CheckData>(CHECK_SHAPES, HANDLERS);
