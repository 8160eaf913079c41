import { Inject, Injectable } from '@nestjs/common';
import type { Decision, DomainEvent, Recorded } from '@clearance/domain';
import { WrongExpectedRevision, type EventStore, type NewEvent } from '@clearance/event-store';
import { appendAfter, envelopRefusal, loadStream, type About } from './appending.js';
import { Clock } from './ports.js';
import { refusalProblem } from './command-runner.js';
import { StreamQueue } from './stream-queue.js';
import { EVENT_STORE } from './tokens.js';

/** What the ledger says by itself on one stream, following one event. */
export interface LedgerPlan<S, E extends DomainEvent> {
  readonly stream: string;
  /**
   * Event that this follows (E2): the outcome of a request follows the request, a concern follows the release. A function of the
   * state where the same may have to be said again, with other content.
   */
  readonly followed: string | ((state: S) => string);
  readonly fold: (events: readonly Recorded[]) => S;
  readonly decide: (state: S, now: string) => Decision<E>;
}

/** A plan whose `decide` is asked again after each append. */
export interface LedgerSeries<S, E extends DomainEvent> extends LedgerPlan<S, E> {
  readonly followed: string;
  readonly evolve: (state: S, event: Recorded) => S;
}

export interface LedgerOutcome<S> {
  readonly state: S;
  readonly events: readonly Recorded[];
  /** Ordinal of the last event of the stream. */
  readonly position: number;
}

const TRIES = 50;
const ACTOR = { subject: 'ledger', role: null, token: null, onBehalfOf: null, via: null } as const;

/** Appends events that no person asked for: outcomes, concerns, the clock. Same guarantees as a command (E3, E4). */
@Injectable()
export class LedgerWriter {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly queue: StreamQueue,
  ) {}

  record<S, E extends DomainEvent>(plan: LedgerPlan<S, E>): Promise<LedgerOutcome<S>> {
    return this.queue.run(plan.stream, () => this.decideAndAppend(plan));
  }

  /**
   * Appends what `decide` gives again and again until it gives nothing more: one append an event, for what is too large
   * for one. The stream is read once; a lost race reads it again.
   */
  recordSeries<S, E extends DomainEvent>(plan: LedgerSeries<S, E>): Promise<LedgerOutcome<S>> {
    return this.queue.run(plan.stream, async () => {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        try {
          return await this.series(plan);
        } catch (error) {
          if (!(error instanceof WrongExpectedRevision)) throw error;
        }
      }
      throw new Error(`others wrote to ${plan.stream} ${TRIES} times in a row first`);
    });
  }

  private async series<S, E extends DomainEvent>(plan: LedgerSeries<S, E>): Promise<LedgerOutcome<S>> {
    const recorded = await loadStream(this.store, plan.stream);
    let state = plan.fold(recorded);
    let tip = recorded.slice(-1);
    const events: Recorded[] = [];
    for (;;) {
      const now = this.clock.now();
      const decision = plan.decide(state, now);
      if (decision.kind === 'refused') throw refusalProblem(decision.refusal);
      if (decision.kind === 'duplicate' || decision.events.length === 0) {
        return { state, events, position: tip.at(-1)?.n ?? 0 };
      }
      // Numbered by the place in the stream: the same chunk of the same thing has the same key on every replica.
      const place = (tip.at(-1)?.revision ?? -1) + 1;
      const appended = await appendAfter(
        this.store,
        plan.stream,
        tip,
        this.envelopes(decision.events, `${plan.followed}#${place}`, now),
      );
      for (const event of appended) state = plan.evolve(state, event);
      events.push(...appended);
      tip = appended.slice(-1);
    }
  }

  private async decideAndAppend<S, E extends DomainEvent>(plan: LedgerPlan<S, E>): Promise<LedgerOutcome<S>> {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const recorded = await loadStream(this.store, plan.stream);
      const now = this.clock.now();
      const state = plan.fold(recorded);
      const decision = plan.decide(state, now);
      if (decision.kind === 'refused') throw refusalProblem(decision.refusal);
      const followed = typeof plan.followed === 'string' ? plan.followed : plan.followed(state);
      const events = decision.kind === 'accepted' ? this.envelopes(decision.events, followed, now) : [];
      const known = new Set(recorded.map((event) => event.id));
      const missing = events.filter((event) => !known.has(event.id));
      try {
        const appended = missing.length === 0 ? [] : await appendAfter(this.store, plan.stream, recorded, missing);
        const all = [...recorded, ...appended];
        return { state: plan.fold(all), events: appended, position: all.at(-1)?.n ?? 0 };
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    throw new Error(`others wrote to ${plan.stream} ${TRIES} times in a row first`);
  }

  private envelopes(events: readonly DomainEvent[], followed: string, now: string): NewEvent[] {
    const about: About = {
      actor: ACTOR,
      source: null,
      sourceId: null,
      correlationId: null,
      causationId: followed,
      occurredAt: now,
      recordedAt: now,
    };
    const ordinals = new Map<string, number>();
    return events.flatMap((event) => {
      // Several of one type, such as the chunks of one outcome, follow the same event as its first, second, third …
      const ordinal = ordinals.get(event.type) ?? 0;
      ordinals.set(event.type, ordinal + 1);
      const following = ordinal === 0 ? followed : `${followed}#${ordinal}`;
      return envelopRefusal([event], { dedup: following, contentDigest: '' }, about);
    });
  }
}
