import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { list, nullable, object, oneOf, text } from '../shared/shape.js';
import { evidenceShape, triStateShape } from '../shared/shapes.js';
import type { ConsentChangeData, ConsentData, ConsentRecordedData } from './events.js';

export interface Suspension extends Act<ConsentChangeData> {
  readonly suspends: boolean;
}
/** Fold of one consent stream. */
export interface ConsentState extends Folded {
  readonly production: string;
  readonly id: string;
  readonly recorded: Act<ConsentRecordedData> | null;
  /** Every withdrawal in log order; the one that takes effect first counts. */
  readonly withdrawals: readonly Act<ConsentChangeData>[];
  /** Suspensions and reinstatements in log order. */
  readonly suspensions: readonly Suspension[];
}

export function emptyConsent(production: string, id: string): ConsentState {
  return { production, id, revision: -1, known: new Map(), recorded: null, withdrawals: [], suspensions: [] };
}

/** @throws UnreadableEvent */
export function evolveConsent(state: ConsentState, event: Recorded): ConsentState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldConsent(production: string, id: string, events: readonly Recorded[]): ConsentState {
  return fold.all(emptyConsent(production, id), events);
}

const change = object<ConsentChangeData>({
  reason: text,
  effectiveAt: nullable(text),
  evidence: list(evidenceShape),
});

const fold = foldOf<ConsentState, ConsentData>(
  {
    recorded: object<ConsentRecordedData>({
      kind: oneOf(['consent', 'licence']),
      party: text,
      purpose: text,
      uses: list(text),
      territories: list(text),
      languages: list(text),
      mediums: list(text),
      window: object<ConsentRecordedData['window']>({ from: nullable(text), until: nullable(text) }),
      document: evidenceShape,
      guildOk: triStateShape,
      group: nullable(text),
    }),
    withdrawn: change,
    suspended: change,
    reinstated: change,
  },
  {
    recorded: (draft, data, event) => {
      draft.recorded ??= actOf(event, data);
    },
    withdrawn: (draft, data, event) => void draft.withdrawals.push(actOf(event, data)),
    suspended: (draft, data, event) => void draft.suspensions.push({ ...actOf(event, data), suspends: true }),
    reinstated: (draft, data, event) => void draft.suspensions.push({ ...actOf(event, data), suspends: false }),
  },
);
