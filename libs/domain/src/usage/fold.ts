import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, replaceLast, type Folded, type Shapes } from '../shared/fold.js';
import { dictionary, list, nullable, object, oneOf, text } from '../shared/shape.js';
import { evidenceShape, scopeShape, sha256TextShape } from '../shared/shapes.js';
import { REACHES } from '../shared/vocabulary.js';
import type {
  ConformanceConfirmedData,
  ConformanceRevokedData,
  UsageApprovedData,
  UsageData,
  UsageProposedData,
  UsageRejectedData,
  UsageRevokedData,
  UsageTool,
} from './events.js';

export interface ConformanceRecord extends Act<ConformanceConfirmedData> {
  readonly revoked: Act<ConformanceRevokedData> | null;
}

/** Fold of one usage stream. */
export interface UsageState extends Folded {
  readonly production: string;
  readonly id: string;
  readonly proposed: Act<UsageProposedData> | null;
  /** In log order; whether they are enough is a question to the policy (standing.ts). */
  readonly approvals: readonly Act<UsageApprovedData>[];
  readonly rejected: Act<UsageRejectedData> | null;
  readonly revoked: Act<UsageRevokedData> | null;
  readonly conformances: readonly ConformanceRecord[];
}

export function emptyUsage(production: string, id: string): UsageState {
  return {
    production,
    id,
    revision: -1,
    known: new Map(),
    proposed: null,
    approvals: [],
    rejected: null,
    revoked: null,
    conformances: [],
  };
}

/** @throws UnreadableEvent */
export function evolveUsage(state: UsageState, event: Recorded): UsageState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldUsage(production: string, id: string, events: readonly Recorded[]): UsageState {
  return fold.all(emptyUsage(production, id), events);
}

export const USAGE_SHAPES: Shapes<UsageData> = {
  proposed: object<UsageProposedData>({
    purpose: text,
    tools: list(object<UsageTool>({ id: text, version: text, modes: list(text) })),
    performers: list(text),
    kind: text,
    rules: list(text),
    reach: oneOf(REACHES),
    scope: scopeShape,
    note: nullable(text),
  }),
  approved: object<UsageApprovedData>({
    approval: text,
    evidence: list(evidenceShape),
    grantedBy: nullable(dictionary(text)),
    expiresAt: nullable(text),
    note: nullable(text),
    policy: object<UsageApprovedData['policy']>({ id: text, version: text, digest: text }),
  }),
  rejected: object<UsageRejectedData>({ reason: text, evidence: list(evidenceShape) }),
  revoked: object<UsageRevokedData>({
    reason: text,
    effect: oneOf(['ab-initio', 'from']),
    effectiveAt: nullable(text),
    evidence: list(evidenceShape),
  }),
  'conformance-confirmed': object<ConformanceConfirmedData>({
    conformance: text,
    digests: list(sha256TextShape),
    evidence: list(evidenceShape),
    note: nullable(text),
  }),
  'conformance-revoked': object<ConformanceRevokedData>({
    conformance: text,
    reason: text,
    evidence: list(evidenceShape),
  }),
};

const fold = foldOf<UsageState, UsageData>(USAGE_SHAPES, {
  proposed: (draft, data, event) => {
    draft.proposed ??= actOf(event, data);
  },
  approved: (draft, data, event) => void draft.approvals.push(actOf(event, data)),
  rejected: (draft, data, event) => {
    draft.rejected ??= actOf(event, data);
  },
  revoked: (draft, data, event) => {
    draft.revoked ??= actOf(event, data);
  },
  'conformance-confirmed': (draft, data, event) =>
    void draft.conformances.push({ ...actOf(event, data), revoked: null }),
  'conformance-revoked': (draft, data, event) => {
    replaceLast(
      draft.conformances,
      (record) => record.data.conformance === data.conformance && record.revoked === null,
      (record) => ({ ...record, revoked: actOf(event, data) }),
    );
  },
});
