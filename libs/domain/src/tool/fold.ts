import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { list, nullable, object, oneOf, text } from '../shared/shape.js';
import { evidenceShape, triStateShape } from '../shared/shapes.js';
import {
  PROCESSING_PLACES,
  TOOL_CLASSES,
  type TermsReviewedData,
  type ToolClassifiedData,
  type ToolData,
  type ToolStandingData,
} from './events.js';

/** Fold of one tool stream. A tool belongs to the whole ledger. */
export interface ToolState extends Folded {
  readonly id: string;
  readonly registered: Act<ToolData['registered']> | null;
  /** In log order. */
  readonly classifications: readonly Act<ToolClassifiedData>[];
  readonly terms: readonly Act<TermsReviewedData>[];
  readonly standings: readonly (Act<ToolStandingData> & { readonly suspends: boolean })[];
}

export function emptyTool(id: string): ToolState {
  return { id, revision: -1, known: new Map(), registered: null, classifications: [], terms: [], standings: [] };
}

/** @throws UnreadableEvent */
export function evolveTool(state: ToolState, event: Recorded): ToolState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldTool(id: string, events: readonly Recorded[]): ToolState {
  return fold.all(emptyTool(id), events);
}

const standing = object<ToolStandingData>({ reason: text, from: nullable(text) });

const fold = foldOf<ToolState, ToolData>(
  {
    registered: object<ToolData['registered']>({ name: text, supplier: nullable(text) }),
    classified: object<ToolClassifiedData>({
      version: text,
      mode: text,
      class: oneOf(TOOL_CLASSES),
      from: nullable(text),
      evidence: list(evidenceShape),
    }),
    'terms-reviewed': object<TermsReviewedData>({
      reviewedAt: text,
      from: text,
      tier: text,
      processing: oneOf(PROCESSING_PLACES),
      enterpriseAgreement: triStateShape,
      storesIO: triStateShape,
      trainsOnIO: triStateShape,
      productions: nullable(list(text)),
      evidence: list(evidenceShape),
    }),
    suspended: standing,
    reinstated: standing,
  },
  {
    registered: (draft, data, event) => {
      draft.registered ??= actOf(event, data);
    },
    classified: (draft, data, event) => void draft.classifications.push(actOf(event, data)),
    'terms-reviewed': (draft, data, event) => void draft.terms.push(actOf(event, data)),
    suspended: (draft, data, event) => void draft.standings.push({ ...actOf(event, data), suspends: true }),
    reinstated: (draft, data, event) => void draft.standings.push({ ...actOf(event, data), suspends: false }),
  },
);
