import type { EdgeKind } from '@clearance/domain';
import type { Outcome } from '../types.js';

/**
 * A test that a pack carries: what is known of one asset, and what the rules of the pack find then. It says what its author
 * means and is no part of the pack's digest: rules that say the same are the same rules, however they are tested.
 */
export interface PackTest extends Stage {
  readonly id: string;
  readonly title?: string;
  /** Id of a test above: what is given there is given here too, unless it is given otherwise. */
  readonly like?: string;
  /** Switches set otherwise than the pack has them. */
  readonly switches?: Readonly<Record<string, boolean>>;
  /** What happens afterwards, one after the other. */
  readonly later?: readonly LaterStage[];
}

export interface LaterStage extends Stage {
  /** ISO 8601 duration since the stage before; a day unless stated. */
  readonly after?: string;
}

/** What is given at one time, and what is found then. */
export interface Stage {
  /** One statement about the asset, by `group.field` or by the name of a list. null takes back what `like` gave. */
  readonly facts?: Readonly<Record<string, GivenValue | null>>;
  /** Basis of the statement; none unless stated. */
  readonly basis?: string;
  /** Whether the statement comes with evidence; it does unless stated. */
  readonly evidence?: boolean;
  /** How the asset was made, one step after the other. */
  readonly steps?: readonly GivenStep[];
  /** What the registers say from here on: of a tool (`id` or `id:mode`), of a vendor, of a consent. */
  readonly tools?: Readonly<Record<string, GivenTool>>;
  readonly vendors?: Readonly<Record<string, GivenFields>>;
  readonly consents?: Readonly<Record<string, GivenFields>>;
  /** The delivery (`class`, `territories`, `languages`, `medium`) and what is declared of the asset in it. */
  readonly use?: Readonly<Record<string, string | readonly string[] | null>>;
  /** Findings that are approved here, for every use: the kind of the approval, or several by one person each. */
  readonly approvals?: Readonly<Record<string, string | readonly string[]>>;
  /** What counts: all of it, as `rule` or `rule/element`, with its outcome. */
  readonly expect: Readonly<Record<string, CountingOutcome>>;
  /** All notices, and all that approvals cleared; not looked at unless stated. */
  readonly notices?: readonly string[];
  readonly cleared?: readonly string[];
}

export const COUNTING_OUTCOMES = ['deny', 'unknown', 'approval', 'escalate'] as const satisfies readonly Outcome[];
export type CountingOutcome = (typeof COUNTING_OUTCOMES)[number];

export type GivenScalar = string | number | readonly string[];
export type GivenValue = GivenScalar | readonly Readonly<Record<string, GivenScalar>>[];
export type GivenFields = Readonly<Record<string, GivenScalar | null>>;

export interface GivenTool {
  /** Absent: nobody classed it. */
  readonly class?: (typeof GIVEN_CLASSES)[number];
  readonly terms?: GivenFields;
}
export const GIVEN_CLASSES = ['none', 'assistive', 'generative'] as const;

export interface GivenStep {
  /** `generated` where it names a tool, unless stated. */
  readonly made?: (typeof WAYS)[number];
  readonly tool?: string;
  /** Of the tool; `1` unless stated. */
  readonly version?: string;
  readonly mode?: string;
  readonly model?: string;
  readonly vendor?: string;
  readonly name?: string;
  /** By name; they are not registered. */
  readonly inputs?: Readonly<Record<string, EdgeKind>>;
}
export const WAYS = ['generated', 'derived'] as const;
