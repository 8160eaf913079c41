import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded, type Handlers } from '../shared/fold.js';
import type { ManifestData, ManifestSealedData } from './events.js';
import { MANIFEST_SHAPES } from './shapes.js';

/** Fold of one manifest stream. The chunks stay in the log; the read model has the items. */
export interface ManifestState extends Folded {
  readonly production: string;
  readonly id: string;
  /** Chunks so far; they come in order. */
  readonly parts: number;
  readonly sealed: ManifestSealedData | null;
}

export function emptyManifest(production: string, id: string): ManifestState {
  return { production, id, revision: -1, known: new Map(), parts: 0, sealed: null };
}

/** @throws UnreadableEvent */
export function evolveManifest(state: ManifestState, event: Recorded): ManifestState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldManifest(production: string, id: string, events: readonly Recorded[]): ManifestState {
  return fold.all(emptyManifest(production, id), events);
}

const HANDLERS: Handlers<ManifestState, ManifestData> = {
  chunk: (draft, data) => {
    draft.parts = Math.max(draft.parts, data.part);
  },
  sealed: (draft, data) => {
    draft.sealed ??= data;
  },
};

const fold = foldOf<ManifestState, ManifestData>(MANIFEST_SHAPES, HANDLERS);
