import type { EdgeKind, FindingKey, Reach, Scope, ToolRef } from '@clearance/domain';
import type { Guard } from './condition/guard.js';

/** Deny > unknown > approval > escalate > notice (F2). */
export type Outcome = 'deny' | 'unknown' | 'approval' | 'escalate' | 'notice';

/**
 * Names a content: the display id of its claims (I2). For a root that is no registered asset of this production it is
 * the name it was given: an asset id, `id@production`, or `sha256:…` (or another `alg:value`).
 */
export type ContentRef = string;

export interface EventRef {
  readonly stream: string;
  readonly revision: number;
}

/** A finding that arises at a content itself, before anything is inherited. */
export interface OwnFinding extends FindingKey {
  readonly outcome: Outcome;
  /** Short code of bodies.md's Finding, e.g. `temporary-mark`. */
  readonly code: string;
  /** What happened, in words a producer understands; names the root. */
  readonly message: string;
  /** In log order. */
  readonly evidence: readonly EventRef[];
  /** Only where the root is an input that is not registered: the kind of the edge to it. */
  readonly edge?: EdgeKind;
  /** Only where it depends on the use of the root: for which uses it is there (F8). */
  readonly guard?: Guard;
  /** Only where one approval of one of the rule's kinds is not enough: what clears it. */
  readonly clearing?: readonly Clearing[];
}

/** One way to clear a finding: an approval of each kind that covers the use, and for uses that satisfy the condition alone. */
export interface Clearing {
  /** A kind stands here as often as different people have to give it. */
  readonly kinds: readonly string[];
  readonly when?: Guard;
}

/** An unretracted edge to a registered content of this production other than itself. */
export interface ResolvedEdge {
  readonly to: ContentRef;
  readonly kind: EdgeKind;
  readonly tool: ToolRef | null;
  /** false inside a cycle: passes nothing (L1). */
  readonly passes: boolean;
  readonly evidence: EventRef;
  /** Only on references, and only under a pack: a step that generates looked at it, so that rights travel. */
  readonly generative?: true;
  /** Only on derivations: the worst class of the tool at every time that counts; absent where one of them knows none. */
  readonly toolClass?: ToolClass;
}

/**
 * An approval given at this content that may still clear something: verdict approved, for the content's own digest, not void
 * (F6), not revoked ab initio. `ended`: expired or revoked from a date that log time has reached.
 */
export interface OwnApproval {
  readonly id: string;
  readonly kind: string;
  readonly reach: Reach;
  readonly scope: Scope;
  /** Keys with roots mapped to contents (F1). */
  readonly keys: readonly FindingKey[];
  readonly ended: boolean;
  /** When it ended or will end (expiry, dated revocation, end of its window); null = never. RFC 3339. */
  readonly endsAt: string | null;
  /** Only while log time has not reached the start of its window; until then it clears nothing. RFC 3339. */
  readonly beginsAt?: string;
  /** Only while a condition of it is open; until then it clears nothing. */
  readonly pending?: true;
  readonly evidence: EventRef;
}

/** A valid `replacement-confirmed` of this content (L3). */
export interface OwnConfirmation {
  readonly of: ContentRef;
  readonly roots: readonly ContentRef[];
  readonly evidence: EventRef;
}

export type Completeness = 'yes' | 'no' | 'unknown' | 'not-asked';

/** Everything about one content that does not depend on what its inputs inherit. Stored as it is; deterministic order. */
export interface OwnState {
  readonly content: ContentRef;
  readonly findings: readonly OwnFinding[];
  readonly edges: readonly ResolvedEdge[];
  readonly completeness: Completeness;
  readonly approvals: readonly OwnApproval[];
  readonly confirmations: readonly OwnConfirmation[];
  /** F6: case-folded, sorted; who may not approve, lift, confirm or accept here. */
  readonly submitters: readonly string[];
  /** Log times at which this state changes by itself (expiry, dated revocation), sorted; only those still to come. */
  readonly dueAt: readonly string[];
  /** Registers whose answers this rests on (`tool:<id>`, `vendor:<id>`, `consent:<id>`), sorted; absent where there is none. */
  readonly asked?: readonly string[];
}

/**
 * F5: one class of a finding at a content. `approvals` are tokens (tokens.ts), sorted: `apr_…:<reach>` for one in force,
 * `~apr_…:<reach>` for one that has ended or not yet begun, `~?apr_…:<reach>` for one with an open condition. A class without approvals is open everywhere.
 */
export interface FindingClass extends FindingKey {
  readonly outcome: Outcome;
  readonly code: string;
  readonly approvals: readonly string[];
  /** The witness: smallest parent that carries it, and the edge to it. null where the finding arises here. */
  readonly via: { readonly from: ContentRef; readonly edge: EdgeKind } | null;
  /**
   * Only where an L3 link turned a finding of the older version into `base-replacement-unconfirmed`: the rule it has there,
   * so that the path can be followed on.
   */
  readonly replaces?: string;
  /** As in the finding it comes from. */
  readonly guard?: Guard;
  readonly clearing?: readonly Clearing[];
}

/** What a content carries: own and inherited classes, approvals given here added. Sorted by (rule, root, element, approvals). */
export interface ContentState {
  readonly classes: readonly FindingClass[];
}

export type ComplianceState =
  'denied' | 'unknown' | 'temporary' | 'needs-approval' | 'escalated' | 'approved' | 'clear';

/** What judging needs of an approval named by a token. */
export interface ApprovalTerms {
  readonly id: string;
  readonly kind: string;
  readonly scope: Scope;
  readonly endsAt: string | null;
  /** Who gave it; asked only where several people have to. Approvals by nobody known are all by one. */
  readonly by?: string;
  /** Ids of conditions that nobody has evidenced, void or not. Only where it has conditions. */
  readonly conditions?: readonly string[];
  /** When the last of its conditions was evidenced; RFC 3339. Until then it stood for nothing. */
  readonly since?: string;
}

/** A finding as judged for one use. The members of its class stand in `cls`: the first open one, or the first at all. */
export interface JudgedFinding extends FindingKey {
  /** For this use: `notice` where the rule does not bind in its class. */
  readonly outcome: Outcome;
  readonly code: string;
  readonly cls: FindingClass;
}
export interface OpenFinding extends JudgedFinding {
  /**
   * Approvals of kind `break-glass` that let it through for this use, sorted; absent where there are none. It is open all the
   * same: it counts, and whoever does not ask for this holds.
   */
  readonly overriddenBy?: readonly string[];
  /** What the approvals at hand leave uncovered, e.g. `{"territories":["DE"]}`; null where there are none. */
  readonly missing: Missing | null;
}
export interface ClearedFinding extends JudgedFinding {
  /** Ids of the approvals that cover the use, sorted. */
  readonly by: readonly string[];
}
export type Missing = Readonly<Record<string, readonly string[]>>;

export interface Judgement {
  readonly state: ComplianceState;
  /** True only for `clear` and `approved`. */
  readonly compliant: boolean;
  /** What counts against the use, worst outcome first, then by key. */
  readonly open: readonly OpenFinding[];
  readonly cleared: readonly ClearedFinding[];
  /** Open findings that do not count (F2). */
  readonly notices: readonly OpenFinding[];
  readonly counts: Readonly<Record<Outcome, number>>;
}

/** One finding that makes an item of a live release fail, with what it means for the release (D5). */
export interface Failure extends OpenFinding {
  readonly kind: 'questioned' | 'affected' | 'compromised';
}

/** A content as the evaluation left it. */
export interface Evaluated {
  readonly own: OwnState;
  readonly state: ContentState;
}
/** Looks a content up; null where it is not known. */
export type Look = (content: ContentRef) => Evaluated | null;

/** How a tool (at a version, in a mode) is classed; null = nobody classed it. */
export type ToolClass = 'generative' | 'assistive' | 'none';
export type ClassOfTool = (tool: ToolRef) => ToolClass | null;
