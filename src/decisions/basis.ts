import type { VerdictBasis } from '@clearance/domain';
import { activeEngine, deliveryUse, policiesInForce, type ReadModelDatabase } from '@clearance/projections';

/** What a verdict for a delivery rests on today: recorded also where none was reached in time (D2). */
export function basisOf(db: ReadModelDatabase, production: string, delivery: string): VerdictBasis {
  const use = deliveryUse(db, production, delivery) ?? NOT_KNOWN;
  return { use, policies: policiesInForce(db, production), engine: activeEngine(db) };
}

/** Of a delivery whose opening cannot be read: it is unknown, and no verdict on it is ever a release. */
const NOT_KNOWN: VerdictBasis['use'] = { class: '', territories: [], languages: [], medium: '' };
