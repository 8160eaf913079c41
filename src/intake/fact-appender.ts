import { decideFacts, evolveAsset, foldAsset, type AssetState, type Recorded } from '@clearance/domain';
import {
  DEFAULT_MAX_APPEND_BYTES,
  WrongExpectedRevision,
  type EventStore,
  type NewEvent,
} from '@clearance/event-store';
import { appendAfter, envelop, envelopRefusal, loadStream, type About } from '../ledger/appending.js';
import { refusalProblem } from '../ledger/command-runner.js';
import type { KeyRegister } from '../ledger/key-register.js';
import { Problem, type Clock } from '../ledger/ports.js';
import { recordedFrom } from '../ledger/recorded.js';
import type { Gathering } from './gathering.js';
import { failed, type Outcome, type PendingFact } from './pending-fact.js';
import { pointerToFact } from './read-facts.js';

/** How often a lost race is run again before the emitter is asked to come back. */
const TRIES = 10;

export type Settle = (fact: PendingFact, outcome: Outcome) => void;

/** What was decided on one fact: the events that say so, if any, and what is answered once they are recorded. */
interface Decided {
  readonly fact: PendingFact;
  readonly events: readonly NewEvent[];
  readonly outcome: (recorded: readonly Recorded[]) => Outcome;
}

/**
 * Decides on facts of one asset and records them: one load, one fold and one append for as many as an append may hold.
 * Each is decided on as if those before it were recorded, and nothing is answered before all of them are.
 */
export class FactAppender {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly keys: KeyRegister,
  ) {}

  /**
   * @param facts no two of them under one key. @param together what they wait for once they are decided on, null for
   * nothing. @param settle is told what became of each.
   * @throws what a load of the stream or its fold throws; nothing became of the facts that were not settled by then
   */
  async append(
    stream: string,
    facts: readonly PendingFact[],
    together: Gathering | null,
    settle: Settle,
  ): Promise<void> {
    for (const some of withinOneAppend(facts)) await this.once(stream, some, together, settle);
  }

  private async once(
    stream: string,
    facts: readonly PendingFact[],
    together: Gathering | null,
    settle: Settle,
  ): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const recorded = await loadStream(this.store, stream);
      const decided = this.decideAll(stream, facts, recorded);
      const events = decided.flatMap((each) => each.events);
      if (events.length > 0 && attempt === 0) await together?.join(events.length);
      let appended: readonly Recorded[];
      try {
        appended = events.length === 0 ? [] : await appendAfter(this.store, stream, recorded, events);
      } catch (error) {
        if (error instanceof WrongExpectedRevision) continue;
        if (facts.length === 1 || !isTooLarge(error)) {
          for (const fact of facts) settle(fact, failed(error));
          return;
        }
        // One of them may be too large by itself, which is nothing to the others.
        for (const fact of facts) await this.once(stream, [fact], null, settle);
        return;
      }
      let next = 0;
      for (const { fact, events: own, outcome } of decided) {
        settle(fact, outcome(appended.slice(next, next + own.length)));
        next += own.length;
      }
      return;
    }
    const error = new Problem(
      'store-unavailable',
      `Others wrote to ${stream} ${TRIES} times in a row first. Try again.`,
    );
    for (const fact of facts) settle(fact, failed(error));
  }

  private decideAll(stream: string, facts: readonly PendingFact[], recorded: readonly Recorded[]): Decided[] {
    const [first] = facts;
    if (first === undefined) return [];
    const { production, subject } = first.request.envelope;
    let state = foldAsset(production, subject, recorded);
    return facts.map((fact, index) => {
      try {
        const decided = this.decide(state, fact);
        if (index < facts.length - 1) state = evolved(state, stream, decided.events);
        return decided;
      } catch (error) {
        // A defect, and of this one alone.
        return { fact, events: [], outcome: () => failed(error) };
      }
    });
  }

  private decide(state: AssetState, fact: PendingFact): Decided {
    const { request, facts, identity, stream } = fact;
    const { envelope } = request;
    const decision = decideFacts(state, facts, identity, {
      source: envelope.source,
      pointerOf: (type) => pointerToFact(envelope.event, type),
    });
    switch (decision.kind) {
      case 'duplicate': {
        const { revision, n, events } = decision.known;
        return {
          fact,
          events: [],
          outcome: () => ({ kind: 'taken', taken: { status: 'duplicate', stream, revision, n, events } }),
        };
      }
      case 'refused':
        return {
          fact,
          events: envelopRefusal(decision.events, identity, this.about(fact)),
          outcome: (recorded) => failed(refusalProblem(decision.refusal, recorded.at(-1)?.n ?? null)),
        };
      case 'accepted': {
        const events = envelop(decision.events, identity, this.about(fact));
        return { fact, events, outcome: (recorded) => this.accepted(fact, recorded) };
      }
    }
  }

  private accepted({ identity, stream }: PendingFact, recorded: readonly Recorded[]): Outcome {
    const { revision, n } = recorded.at(-1)!;
    const key = { stream, revision, n, events: recorded.length };
    this.keys.acknowledge(identity.dedup, { ...key, contentDigest: identity.contentDigest });
    return { kind: 'taken', taken: { status: 'accepted', ...key } };
  }

  private about({ request, caller }: PendingFact): About {
    const now = this.clock.now();
    const { authid, authtype, source, id, correlationId, causationId, extensions, time } = request.envelope;
    return {
      actor: { subject: caller.subject, role: 'emitter', token: caller.token, onBehalfOf: authid, via: null },
      source,
      sourceId: id,
      ...(authtype === null ? {} : { authtype }),
      correlationId,
      causationId,
      occurredAt: time ?? now,
      recordedAt: now,
      ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    };
  }
}

/** The state once these are recorded. Their ordinals are not known yet; no fact is decided on by an ordinal. */
function evolved(state: AssetState, stream: string, events: readonly NewEvent[]): AssetState {
  const last = { revision: state.revision + events.length, n: 0 };
  return recordedFrom(stream, events, last).reduce(evolveAsset, state);
}

/** The facts in their order, in as few groups as one append each can hold. */
function* withinOneAppend(facts: readonly PendingFact[]): Generator<readonly PendingFact[]> {
  let start = 0;
  let weight = 0;
  for (const [index, fact] of facts.entries()) {
    if (index > start && weight + fact.weight > DEFAULT_MAX_APPEND_BYTES) {
      yield facts.slice(start, index);
      start = index;
      weight = 0;
    }
    weight += fact.weight;
  }
  yield facts.slice(start);
}

const isTooLarge = (error: unknown) => error instanceof Problem && error.slug === 'too-large';
