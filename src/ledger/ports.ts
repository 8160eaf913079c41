import type { Actor, Decision, DomainEvent, Identity, Recorded, RefusalSlug, Role } from '@clearance/domain';
import type { Halt } from '@clearance/projections';
import type { Observable } from 'rxjs';

/** The ledger's clock; the only one. Tests put a fixed one in its place. */
export abstract class Clock {
  /** RFC 3339, UTC, milliseconds. */
  abstract now(): string;
}

/** Who calls, as the access guard found out. */
export interface Caller {
  readonly token: string;
  readonly subject: string;
  readonly kind: 'person' | 'service';
  rolesIn(production: string): readonly Role[];
  /** A role granted for all productions ("R*", "X*" of bodies.md). */
  hasEverywhere(role: Role): boolean;
  readonly restrict: {
    readonly subject?: string;
    readonly source?: string;
    readonly event?: string;
    readonly vendor?: string;
  } | null;
}

/** One command as it came in: enough for its identity (E2), its envelope and its replay (E5). */
export interface CommandContext {
  readonly caller: Caller;
  /** The role under which it is done. */
  readonly role: Role;
  readonly method: string;
  /** Path without query, percent-encoding normalised. */
  readonly path: string;
  readonly idempotencyKey: string | null;
  /** The parsed request: what the fingerprint is taken over. */
  readonly request: unknown;
  readonly correlationId?: string | null;
  /** Place in a bulk request. */
  readonly index?: number;
}

export interface CommandPlan<S, E extends DomainEvent> {
  readonly stream: string;
  readonly fold: (events: readonly Recorded[]) => S;
  /** Pure; called again after a lost race with the newer state. `identity` gives the ids that derive from dedup. */
  readonly decide: (
    state: S,
    context: { readonly identity: Identity; readonly now: string; readonly actor: Actor },
  ) => Decision<E>;
}

export interface CommandOutcome<S> {
  /** E5: true where the same request under the same key was recorded before. */
  readonly replayed: boolean;
  /** The events recorded under this command, in order. */
  readonly events: readonly Recorded[];
  /** The fold including them. */
  readonly state: S;
  readonly stream: string;
  readonly revision: number;
  /** Ordinal of the last of them. */
  readonly position: number;
}

/** A problem that reaches the caller as RFC 9457; thrown by services, rendered by the exception filter. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly slug: RefusalSlug | ProblemSlug,
    detail: string,
    readonly members: Readonly<Record<string, unknown>> = {},
    readonly errors: readonly FieldFault[] = [],
    /** E5: the refusal repeats one that was recorded before under the same Idempotency-Key. */
    readonly replayed = false,
  ) {
    super(detail);
  }
}
export type FieldFault =
  | {
      readonly pointer: string;
      readonly message: string;
      readonly code?: string;
      /** In the text that was read, from 1; of a policy pack. */
      readonly line?: number;
      readonly column?: number;
    }
  | {
      readonly parameter: string;
      readonly in: 'query' | 'header' | 'path';
      readonly message: string;
      readonly code?: string;
    };

export type ProblemSlug =
  | 'malformed-body'
  | 'invalid-cursor'
  | 'unauthorized'
  | 'role-required'
  | 'restricted'
  | 'not-found'
  | 'method-not-allowed'
  | 'not-acceptable'
  | 'too-large'
  | 'too-slow'
  | 'unsupported-media-type'
  | 'promotion-refused'
  | 'release-refused'
  | 'held'
  | 'invalid-pack'
  | 'unreadable-manifest'
  | 'too-many-requests'
  | 'internal'
  | 'store-unavailable'
  | 'behind'
  | 'engine-unknown'
  | 'unanswered'
  | 'undecided';

/** load -> evolve -> decide -> append at the exact revision -> on conflict reload. Throws Problem where it is refused. */
export abstract class CommandRunner {
  abstract run<S, E extends DomainEvent>(context: CommandContext, plan: CommandPlan<S, E>): Promise<CommandOutcome<S>>;
}

/** How far the read model has come, and waiting for it. */
export abstract class Watermarks {
  /** Why the read model stands still; null while it moves. */
  fault: string | null = null;
  /**
   * The log goes on under an engine that this program does not know. The read model ends before that for good: questions are
   * answered as of its position, and nothing is decided or recorded.
   */
  halted: Halt | null = null;
  /** T(n) of the events that the read model holds; it never goes back, whatever the clock does. '' before the first. */
  readonly logTime: string = '';
  /** How many events the read model is behind what this process knows of the log. */
  get lag(): number {
    return 0;
  }
  abstract readonly factsAt: number;
  abstract stateAt(production: string): number;
  /** Emits after every step of the projector. */
  abstract readonly changes: Observable<void>;
  /** Resolves when factsAt >= n; throws Problem `behind` after `ms` milliseconds. */
  abstract waitForFacts(n: number, ms: number): Promise<void>;
  abstract waitForState(production: string, n: number, ms: number): Promise<void>;
  /** Whether a token was ended after the point at which the read model ends. */
  hasEnded(_token: string): boolean {
    return false;
  }
}

/** What a ledger says that does not know the active engine. */
export function engineUnknown({ at, engine }: Halt): Problem {
  return new Problem(
    'engine-unknown',
    `From position ${at} on engine ${engine} is active, which this ledger's program does not know: it decides and records nothing, and answers as of position ${at - 1}. Install the version that knows it.`,
    { engine, since: String(at), position: String(at - 1) },
  );
}
