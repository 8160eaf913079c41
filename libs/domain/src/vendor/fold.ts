import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { list, nullable, object, oneOf, text } from '../shared/shape.js';
import { evidenceShape } from '../shared/shapes.js';
import { ASSESSMENTS, type VendorAssessedData, type VendorData } from './events.js';

/** Fold of one vendor stream. A vendor belongs to the whole ledger. */
export interface VendorState extends Folded {
  readonly id: string;
  readonly registered: Act<VendorData['registered']> | null;
  /** In log order. */
  readonly assessments: readonly Act<VendorAssessedData>[];
}

export function emptyVendor(id: string): VendorState {
  return { id, revision: -1, known: new Map(), registered: null, assessments: [] };
}

/** @throws UnreadableEvent */
export function evolveVendor(state: VendorState, event: Recorded): VendorState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldVendor(id: string, events: readonly Recorded[]): VendorState {
  return fold.all(emptyVendor(id), events);
}

const fold = foldOf<VendorState, VendorData>(
  {
    registered: object<VendorData['registered']>({ name: text }),
    assessed: object<VendorAssessedData>({
      assessedAt: text,
      expiresAt: text,
      dataHandling: oneOf(ASSESSMENTS),
      creativeControl: oneOf(ASSESSMENTS),
      results: oneOf(ASSESSMENTS),
      conditions: nullable(text),
      productions: nullable(list(text)),
      evidence: list(evidenceShape),
    }),
  },
  {
    registered: (draft, data, event) => {
      draft.registered ??= actOf(event, data);
    },
    assessed: (draft, data, event) => void draft.assessments.push(actOf(event, data)),
  },
);
