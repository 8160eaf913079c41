import type { AnyFact, EdgeKind } from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import type { ContentRef, EventRef } from '../types.js';
import type { CompletenessReading } from './completeness.js';
import type { NamedInput } from './inputs.js';
import type { Resolver } from './resolver.js';

/** Everything a condition may look at. */
export interface Subject {
  readonly dossier: Dossier;
  readonly inputs: readonly NamedInput[];
  readonly completeness: CompletenessReading;
  readonly resolver: Resolver;
  readonly faults: readonly LedgerFault[];
}

/** What the read model found wrong with the log itself: a quarantined event, a reused id. */
export interface LedgerFault {
  readonly message: string;
  readonly evidence: EventRef;
}

/** One way in which a condition is met. */
export interface Match {
  /** Name of the rule's message; a name the rule does not know is a fault of the pack. */
  readonly message: string;
  readonly values?: Readonly<Record<string, string>>;
  /** Only where it is not the content itself. */
  readonly root?: ContentRef;
  /** Where the root is an input that stands nowhere else: how it was used, so that a path can lead to it. */
  readonly edge?: EdgeKind;
  /** In log order. */
  readonly facts?: readonly AnyFact[];
  /** Evidence that is no fact of this content. */
  readonly events?: readonly EventRef[];
}
/** Pure. The most telling match first: its sentence opens the finding's message. */
export type ConditionReader = (subject: Subject) => readonly Match[];
