import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { anything, dictionary, list, object, optional, text } from '../shared/shape.js';
import type { PackPublishedData, PolicyData } from './events.js';

/** Fold of one policy stream: every version of one pack. */
export interface PolicyState extends Folded {
  readonly id: string;
  /** Version -> what was published under it; a version is published once. */
  readonly versions: ReadonlyMap<string, Act<PackPublishedData>>;
}

export function emptyPolicy(id: string): PolicyState {
  return { id, revision: -1, known: new Map(), versions: new Map() };
}

/** @throws UnreadableEvent */
export function evolvePolicy(state: PolicyState, event: Recorded): PolicyState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldPolicy(id: string, events: readonly Recorded[]): PolicyState {
  return fold.all(emptyPolicy(id), events);
}

const fold = foldOf<PolicyState, PolicyData>(
  {
    'pack-published': object<PackPublishedData>({
      id: text,
      version: text,
      digest: text,
      pack: dictionary(anything),
      tests: optional(list(anything)),
    }),
  },
  {
    'pack-published': (draft, data, event) => {
      if (!draft.versions.has(data.version)) draft.versions.set(data.version, actOf(event, data));
    },
  },
);
