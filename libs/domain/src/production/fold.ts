import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { anything, dictionary, list, nullable, object, optional, text } from '../shared/shape.js';
import type { AdoptedPack, ProductionData } from './events.js';

/** Fold of one production stream. */
export interface ProductionState extends Folded {
  readonly id: string;
  readonly opened: Act<ProductionData['opened']> | null;
  readonly closed: Act<ProductionData['closed']> | null;
}

export function emptyProduction(id: string): ProductionState {
  return { id, revision: -1, known: new Map(), opened: null, closed: null };
}

/** @throws UnreadableEvent */
export function evolveProduction(state: ProductionState, event: Recorded): ProductionState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldProduction(id: string, events: readonly Recorded[]): ProductionState {
  return fold.all(emptyProduction(id), events);
}

const pack = object<AdoptedPack>({ id: text, version: text, switches: optional(dictionary(anything)) });

const fold = foldOf<ProductionState, ProductionData>(
  {
    opened: object<ProductionData['opened']>({ title: nullable(text), packs: list(pack) }),
    closed: object<ProductionData['closed']>({ reason: text }),
    'worklist-assigned': object<ProductionData['worklist-assigned']>({ item: text, owner: text }),
  },
  {
    opened: (draft, data, event) => {
      draft.opened ??= actOf(event, data);
    },
    closed: (draft, data, event) => {
      draft.closed ??= actOf(event, data);
    },
    // Who does what is for people to read; no decision rests on it.
    'worklist-assigned': () => undefined,
  },
);
