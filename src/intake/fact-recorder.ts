import { Inject, Injectable } from '@nestjs/common';
import type { AssetFact } from '@clearance/domain';
import type { EventStore } from '@clearance/event-store';
import { KeyRegister, type RecordedKey } from '../ledger/key-register.js';
import { Clock, Problem, type Caller } from '../ledger/ports.js';
import { ReadModel } from '../ledger/read-model.js';
import { StreamQueue } from '../ledger/stream-queue.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { FactAppender } from './fact-appender.js';
import { FactLane, KeyClaims } from './fact-lanes.js';
import { Gathering } from './gathering.js';
import type { FactRequest } from './fact-request.js';
import { InTurn } from './in-turn.js';
import { Turns } from './turns.js';
import { failed, PendingFact, type Outcome, type Taken } from './pending-fact.js';

/**
 * Facts that one turn of the event loop decides on, some five milliseconds of work; what else waits then gets its turn before
 * the next. Reading, deciding, a commit and followers may all fall into one turn: none of them may be long by itself.
 */
const FACTS_A_TURN = 50;
/** Weight of what may be on its way into the store at once: half of what the store lets wait. */
const MOST_UNDER_WAY = 32 * 1024 * 1024;

interface Round {
  readonly lane: FactLane;
  readonly facts: readonly PendingFact[];
  readonly weight: number;
}

/**
 * Records facts: E1 to E4. An acknowledged fact is durable; a refused one changed nothing but what says so (I3).
 *
 * What comes in during one turn of the event loop is dealt with together: one look at the table of keys for all of it,
 * one load and one fold for the facts of an asset, and appends that share one transaction. Facts of one asset keep their
 * order, and so do those under one key. Facts of single requests and of bodies get their turns in turns.
 */
@Injectable()
export class FactRecorder {
  private readonly appender: FactAppender;
  private readonly lanes = new Map<string, FactLane>();
  private readonly claims = new KeyClaims();
  private readonly due = new InTurn<FactLane>();
  private readonly gathering: Gathering;
  private underWay = 0;
  private scheduled = false;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    clock: Clock,
    private readonly keys: KeyRegister,
    private readonly queue: StreamQueue,
    private readonly readModel: ReadModel,
    turns: Turns,
  ) {
    this.appender = new FactAppender(store, clock, keys);
    this.gathering = new Gathering(
      () => this.underWay < MOST_UNDER_WAY && this.due.waiting('body') + turns.waiting('body') > 0,
    );
  }

  /** @throws Problem event-id-reused, bytes-differ, invalid-event, store-unavailable */
  record(request: FactRequest, facts: readonly AssetFact[], caller: Caller): Promise<Taken> {
    return this.enter(new PendingFact(request, facts, caller));
  }

  /** The same for one that was made before. */
  enter(fact: PendingFact): Promise<Taken> {
    this.claims.enter(fact);
    let lane = this.lanes.get(fact.stream);
    if (lane === undefined) {
      lane = new FactLane(fact.stream);
      this.lanes.set(fact.stream, lane);
    }
    lane.add(fact);
    this.wake(lane);
    return fact.taken;
  }

  private wake(lane: FactLane): void {
    if (lane.state !== 'idle') return;
    lane.state = 'due';
    this.due.add(lane.head?.kind ?? 'single', lane);
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled || this.due.empty || this.underWay >= MOST_UNDER_WAY) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.turn();
      this.schedule();
    });
  }

  private turn(): void {
    const rounds = this.rounds();
    const facts = rounds.flatMap((round) => round.facts);
    try {
      const known = this.keys.recordedAll(facts.map(({ identity }) => identity.dedup));
      for (const [index, fact] of facts.entries()) {
        const key = known[index] ?? null;
        if (key !== null) this.settle(fact, repeated(fact, key));
      }
    } catch (error) {
      for (const fact of facts) if (!fact.settled) this.settle(fact, failed(error));
    }
    this.begin(rounds);
  }

  /** The loads of all rounds look at the log and at the read model at one point. */
  private begin(rounds: readonly Round[]): void {
    let begun = false;
    const work = () => {
      begun = true;
      for (const round of rounds) void this.write(round);
    };
    try {
      this.readModel.atOnePoint(() => (this.store.atOnePoint === undefined ? work() : this.store.atOnePoint(work)));
    } catch (error) {
      if (begun) throw error;
      // Each load then meets by itself what is wrong, and says so to whom it concerns.
      for (const round of rounds) void this.write(round);
    }
  }

  /** Takes the lanes that are due, as far as one turn goes. */
  private rounds(): Round[] {
    const rounds: Round[] = [];
    let events = 0;
    while (events < FACTS_A_TURN && this.underWay < MOST_UNDER_WAY) {
      const lane = this.due.next();
      if (lane === undefined) break;
      const facts = lane.take(FACTS_A_TURN - events);
      // Where its head waits for a fact of another lane under the same key, that one wakes it when it is settled.
      lane.state = facts.length === 0 ? 'idle' : 'busy';
      if (facts.length === 0) continue;
      const weight = facts.reduce((sum, fact) => sum + fact.weight, 0);
      events += facts.length;
      this.underWay += weight;
      rounds.push({ lane, facts, weight });
    }
    return rounds;
  }

  /** Never rejects: whatever goes wrong is what became of the facts that were not settled by then. */
  private async write({ lane, facts, weight }: Round): Promise<void> {
    try {
      const open = facts.filter((fact) => !fact.settled);
      if (open.length > 0) {
        // Whoever waits for one fact waits for no more than that; those of bodies wait for each other, and share a flush.
        const together = open.every(({ kind }) => kind === 'body') ? this.gathering : null;
        await this.queue.run(lane.stream, () =>
          this.appender.append(lane.stream, open, together, (fact, outcome) => this.settle(fact, outcome)),
        );
      }
    } catch (error) {
      for (const fact of facts) if (!fact.settled) this.settle(fact, failed(error));
    }
    this.underWay -= weight;
    lane.state = 'idle';
    if (lane.head === null) this.lanes.delete(lane.stream);
    else this.wake(lane);
    this.schedule();
  }

  private settle(fact: PendingFact, outcome: Outcome): void {
    const next = this.claims.leave(fact);
    fact.settle(outcome);
    const lane = next === null ? undefined : this.lanes.get(next.stream);
    if (lane !== undefined) this.wake(lane);
  }
}

/** What is answered where something was recorded under the fact's key before. */
function repeated({ identity }: PendingFact, known: RecordedKey): Outcome {
  if (known.contentDigest !== identity.contentDigest) {
    const error = new Problem(
      'event-id-reused',
      'An event with this source and id came before with other content. Nothing was changed; send it under a new id.',
    );
    return failed(error);
  }
  const { stream, revision, n, events } = known;
  return { kind: 'taken', taken: { status: 'duplicate', stream, revision, n, events } };
}
