import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { anything, dictionary, list, nullable, object, oneOf, optional, text } from '../shared/shape.js';
import { digestsShape, evidenceShape } from '../shared/shapes.js';
import type {
  AdoptedPack,
  PinnedPack,
  PolicyAdoptedData,
  ProductionData,
  ShareGrantedData,
  ToolRulingRevokedData,
  ToolUseRuledData,
} from './events.js';

/** Fold of one production stream. */
export interface ProductionState extends Folded {
  readonly id: string;
  readonly opened: Act<ProductionData['opened']> | null;
  readonly closed: Act<ProductionData['closed']> | null;
  /** The adoption in force, or null while only the base rules bind. */
  readonly policy: Act<PolicyAdoptedData> | null;
  /** In log order. */
  readonly shares: readonly Act<ShareGrantedData>[];
  readonly rulings: readonly Act<ToolUseRuledData>[];
  /** Ids of rulings that were taken back, now or from a time. */
  readonly revokedRulings: readonly string[];
}

export function emptyProduction(id: string): ProductionState {
  const nothing = { opened: null, closed: null, policy: null, shares: [], rulings: [], revokedRulings: [] };
  return { id, revision: -1, known: new Map(), ...nothing };
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
    'policy-adopted': object<PolicyAdoptedData>({
      packs: list(object<PinnedPack>({ id: text, version: text, digest: text, switches: dictionary(anything) })),
      reason: text,
    }),
    'share-granted': object<ShareGrantedData>({
      share: text,
      to: text,
      assets: list(text),
      digests: list(digestsShape),
      reason: text,
    }),
    'tool-use-ruled': object<ToolUseRuledData>({
      ruling: text,
      tool: text,
      version: text,
      mode: text,
      rules: list(text),
      reason: text,
      evidence: list(evidenceShape),
      expiresAt: nullable(text),
    }),
    'tool-ruling-revoked': object<ToolRulingRevokedData>({
      ruling: text,
      reason: text,
      effect: oneOf(['ab-initio', 'from']),
      effectiveAt: nullable(text),
      evidence: list(evidenceShape),
    }),
    'worklist-assigned': object<ProductionData['worklist-assigned']>({ item: text, owner: text }),
  },
  {
    opened: (draft, data, event) => {
      draft.opened ??= actOf(event, data);
    },
    closed: (draft, data, event) => {
      draft.closed ??= actOf(event, data);
    },
    'policy-adopted': (draft, data, event) => {
      draft.policy = actOf(event, data);
    },
    'share-granted': (draft, data, event) => void draft.shares.push(actOf(event, data)),
    'tool-use-ruled': (draft, data, event) => void draft.rulings.push(actOf(event, data)),
    'tool-ruling-revoked': (draft, { ruling }) => void draft.revokedRulings.push(ruling),
    // Who does what is for people to read; no decision rests on it.
    'worklist-assigned': () => undefined,
  },
);
