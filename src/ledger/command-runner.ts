import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  commandIdentity,
  type Decision,
  type DomainEvent,
  type Identity,
  type Recorded,
  type Refusal,
} from '@clearance/domain';
import { isStreamName, WrongExpectedRevision, type EventStore } from '@clearance/event-store';
import { appendAfter, envelop, envelopRefusal, loadStream, recordRefusal, type About } from './appending.js';
import { KeyRegister, type RecordedKey } from './key-register.js';
import {
  Clock,
  CommandRunner,
  engineUnknown,
  Problem,
  Watermarks,
  type CommandContext,
  type CommandOutcome,
  type CommandPlan,
} from './ports.js';
import { StreamQueue } from './stream-queue.js';
import { EVENT_STORE } from './tokens.js';

/** How often a lost race is run again before the caller is asked to come back. */
const TRIES = 10;

/**
 * A context whose command will be known by `identity`: for commands whose stream or ids derive from it (E2). Where the
 * caller gave no key a fresh one is made here, once, so that identity and run agree on it.
 */
export function identified(context: CommandContext): { readonly context: CommandContext; readonly identity: Identity } {
  const keyed = { ...context, idempotencyKey: context.idempotencyKey ?? randomUUID() };
  return { context: keyed, identity: identityOf(keyed, keyed.idempotencyKey) };
}

/** Refusals of the domain as the caller sees them. */
export function refusalProblem(refusal: Refusal, position: number | null = null): Problem {
  const members = position === null ? (refusal.members ?? {}) : { ...refusal.members, position: String(position) };
  return new Problem(refusal.slug, refusal.detail, members, refusal.errors ?? []);
}

/** Runs commands against the event store: rules E1 to E5. */
@Injectable()
export class StoreCommandRunner extends CommandRunner {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly keys: KeyRegister,
    private readonly queue: StreamQueue,
    private readonly watermarks: Watermarks,
  ) {
    super();
  }

  async run<S, E extends DomainEvent>(context: CommandContext, plan: CommandPlan<S, E>): Promise<CommandOutcome<S>> {
    // Ids in paths name streams: under one that no stream can have there is nothing.
    if (!isStreamName(plan.stream)) throw new Problem('not-found', 'There is nothing under an id of this form.');
    const identity = identityOf(context, context.idempotencyKey ?? randomUUID());
    if (this.keys.isReserved(identity.dedup)) {
      throw new Problem('in-progress', 'The first request under this Idempotency-Key is still running.');
    }
    const release = this.keys.reserve(identity.dedup);
    try {
      const known = this.keys.recorded(identity.dedup);
      if (known !== null) return await this.replay(known, identity, plan);
      const { halted } = this.watermarks;
      if (halted !== null) throw engineUnknown(halted);
      return await this.queue.run(plan.stream, () => this.decideAndAppend(context, identity, plan));
    } finally {
      release();
    }
  }

  private async replay<S, E extends DomainEvent>(
    known: RecordedKey,
    identity: Identity,
    plan: CommandPlan<S, E>,
  ): Promise<CommandOutcome<S>> {
    mustBeSameContent(known, identity);
    return replay(await loadStream(this.store, known.stream), known.stream, identity, plan);
  }

  private async decideAndAppend<S, E extends DomainEvent>(
    context: CommandContext,
    identity: Identity,
    plan: CommandPlan<S, E>,
  ): Promise<CommandOutcome<S>> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const recorded = await loadStream(this.store, plan.stream);
      const own = recorded.find((event) => event.meta.dedup === identity.dedup);
      if (own !== undefined) {
        mustBeSameContent(own.meta, identity);
        return replay(recorded, plan.stream, identity, plan);
      }
      const about = this.aboutOf(context);
      const decision = plan.decide(plan.fold(recorded), { identity, now: about.recordedAt, actor: about.actor });
      try {
        return await this.settle(decision, recorded, identity, about, plan);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    throw new Problem('store-unavailable', `Others wrote to ${plan.stream} ${TRIES} times in a row first. Try again.`);
  }

  private async settle<S, E extends DomainEvent>(
    decision: Decision<E>,
    recorded: readonly Recorded[],
    identity: Identity,
    about: About,
    plan: CommandPlan<S, E>,
  ): Promise<CommandOutcome<S>> {
    if (decision.kind === 'duplicate') return replay(recorded, plan.stream, identity, plan);
    if (decision.kind === 'refused') {
      const record = envelopRefusal(decision.events, identity, about);
      throw refusalProblem(decision.refusal, await recordRefusal(this.store, plan.stream, recorded, record));
    }
    if (decision.events.length === 0) return outcomeOf([], recorded, plan, false);
    const appended = await appendAfter(this.store, plan.stream, recorded, envelop(decision.events, identity, about));
    const outcome = outcomeOf(appended, [...recorded, ...appended], plan, false);
    this.keys.acknowledge(identity.dedup, {
      contentDigest: identity.contentDigest,
      stream: plan.stream,
      revision: outcome.revision,
      n: outcome.position,
      events: appended.length,
    });
    return outcome;
  }

  private aboutOf({ caller, role, correlationId }: CommandContext): About {
    const now = this.clock.now();
    return {
      actor: { subject: caller.subject, role, token: caller.token, onBehalfOf: null, via: null },
      source: null,
      sourceId: null,
      correlationId: correlationId ?? null,
      causationId: null,
      occurredAt: now,
      recordedAt: now,
    };
  }
}

function identityOf(context: CommandContext, key: string): Identity {
  const { caller, method, path, index, request } = context;
  return commandIdentity({ caller: caller.subject, method, path, key, index, request });
}

function mustBeSameContent(known: { readonly contentDigest: string }, identity: Identity): void {
  if (known.contentDigest === identity.contentDigest) return;
  throw new Problem(
    'idempotency-key-reused',
    'This Idempotency-Key came before with another request; use a new key for a new request.',
  );
}

/** E5: what was recorded under the key, with the state as it is now. */
function replay<S, E extends DomainEvent>(
  recorded: readonly Recorded[],
  stream: string,
  identity: Identity,
  plan: CommandPlan<S, E>,
): CommandOutcome<S> {
  const own = recorded.filter((event) => event.meta.dedup === identity.dedup);
  return { ...outcomeOf(own, recorded, plan, true), stream };
}

function outcomeOf<S, E extends DomainEvent>(
  own: readonly Recorded[],
  all: readonly Recorded[],
  plan: CommandPlan<S, E>,
  replayed: boolean,
): CommandOutcome<S> {
  const last = own.at(-1) ?? all.at(-1);
  return {
    replayed,
    events: own,
    state: plan.fold(all),
    stream: plan.stream,
    revision: last?.revision ?? -1,
    position: last?.n ?? 0,
  };
}
