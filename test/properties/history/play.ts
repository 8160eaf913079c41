import {
  decideOpenDelivery,
  decideOpenProduction,
  deliveryStream,
  foldDelivery,
  foldProduction,
  productionStream,
  UnreadableEvent,
  type AssetFact,
} from '@clearance/domain';
import { Problem } from '../../../src/ledger/ports.js';
import type { FactRequest } from '../../../src/intake/fact-request.js';
import { RacingStore } from '../ledger/racing-store.js';
import { Replica } from '../ledger/replica.js';
import { ReplicaDesk } from '../ledger/replica-desk.js';
import { Time } from '../ledger/clock.js';
import { Turns, quiet } from '../ledger/turns.js';
import { beginningOf } from './beginning.js';
import { commandOf } from './callers.js';
import { Clients, type Attempt } from './clients.js';
import type { Deed, Event, Fact } from './deeds.js';
import { writeForeign } from './foreign.js';
import type { History, Moment } from './history.js';
import { Pacing } from './pacing.js';
import { Happened } from './tally.js';
import { DELIVERIES, Places, PRODUCTIONS, VENDOR } from './world.js';

/** A decision of a person in quiet: what was tried at which point of the log, and whether it was taken. */
export interface Tried {
  readonly attempt: Attempt;
  readonly at: number;
  readonly taken: boolean;
  /** Why not. */
  readonly refused: string | null;
}
interface Sent {
  readonly request: FactRequest;
  readonly by: string;
}

const FACTS: readonly string[] = [
  'registered',
  'bytes',
  'plate',
  'derived',
  'version',
  'generated',
  'declared',
  'detected',
  'marked',
  'members',
  'aliased',
  'superseded',
] satisfies Fact['say'][];
const EVENTS: readonly string[] = ['again', 'reuse', 'foreign', 'restart', 'tick', 'jump'] satisfies Event['say'][];
const UNREADABLE = 'unreadable';
/** Of so many reports that were sent last one is sent again. */
const SOON = 6;

/** Two replicas on one log, and everybody who talks to them, as one history says. At the end all is at rest. */
export class Play {
  readonly turns = new Turns();
  readonly time = new Time();
  readonly store = new RacingStore(this.turns);
  readonly replicas: readonly [Replica, Replica];
  readonly tried: Tried[] = [];
  readonly happened = new Happened();
  private readonly places: Places;
  private readonly clients: Clients;
  private readonly sent: Sent[] = [];
  private readonly under = new Set<string>();
  private readonly pacing: Pacing;
  private failure: unknown = null;
  private attempt: { attempt: Attempt; at: number } | null = null;

  private constructor(private readonly history: History) {
    const [first, second] = history.world.clocks;
    this.replicas = [
      new Replica(this.store, this.turns, this.time, first),
      new Replica(this.store, this.turns, this.time, second),
    ];
    this.pacing = new Pacing(this.turns, this.store, this.replicas, { under: this.under, check: () => this.check() });
    this.places = new Places(history.world);
    this.clients = new Clients(this.places, this.time, this.store, (attempt) => {
      this.attempt = { attempt, at: this.store.log.length };
    });
  }

  static async of(history: History): Promise<Play> {
    const play = new Play(history);
    try {
      await play.begin();
      for (const [index, moment] of history.moments.entries()) await play.tell(moment, `e${index}`);
      await play.pacing.rest();
      // D2: what was given up because the store could not be reached twice in a row is closed in the end.
      play.store.fate();
      play.run('closing what was left open', () => play.replicas[0].restart());
      await play.pacing.rest();
    } catch (error) {
      play.close();
      throw error;
    }
    return play;
  }

  close(): void {
    for (const replica of this.replicas) replica.close();
  }

  /** One moment more. `key` names it. */
  async tell({ deed, replica, production, calm, steps, lost }: Moment, key: string): Promise<void> {
    if (lost !== null) this.store.fate(lost);
    const at = { replica: this.replicas[replica], production: PRODUCTIONS[production], key };
    if (calm) {
      await this.finish();
      at.replica.project(Infinity);
      // Whoever decides may have read what was evaluated, or may be told what is evaluated for them alone.
      if (steps.length % 3 > 0) while (at.replica.unsettled) at.replica.settle(50);
      await this.finish();
      this.attempt = null;
      this.start(deed, at, true);
      await this.finish();
    } else {
      this.start(deed, at, false);
      await quiet();
      for (const step of steps) await this.pacing.step(step);
    }
    this.check();
  }

  /** Lets everybody come to the end of what they are about. */
  finish(): Promise<void> {
    return this.pacing.finish();
  }

  /** Begins something; it goes on by turns. */
  private start(deed: Deed, at: { replica: Replica; production: string; key: string }, calm: boolean): void {
    const name = `${at.key} ${deed.say}`;
    this.under.add(name);
    const done = this.do(deed, at).then(
      (did) => {
        this.happened.note(`${deed.say}${did ? '' : ' (nothing to do)'}`);
        return null;
      },
      (error: unknown) => {
        if (error instanceof Problem) this.happened.note(`${deed.say} refused: ${error.slug}`);
        // What is written to an asset with an event that nobody can read fails loudly.
        else if (error instanceof UnreadableEvent) this.happened.note(`${deed.say} failed: unreadable event`);
        else this.failure ??= error;
        return error instanceof Problem ? error.slug : UNREADABLE;
      },
    );
    void done.then((refused) => {
      this.under.delete(name);
      if (calm && this.attempt !== null && refused !== UNREADABLE)
        this.tried.push({ ...this.attempt, taken: refused === null, refused });
    });
  }

  private async do(deed: Deed, at: { replica: Replica; production: string; key: string }): Promise<boolean> {
    if (FACTS.includes(deed.say)) {
      const fact = deed as Fact;
      return this.send(at.replica, { request: this.clients.factOf(at, fact), by: fact.maker.by });
    }
    if (EVENTS.includes(deed.say)) return this.event(deed as Event, at);
    return this.clients.act({ ...at, desk: new ReplicaDesk(at.replica) }, deed as Exclude<Deed, Fact | Event>);
  }

  private async send(replica: Replica, sent: Sent): Promise<boolean> {
    this.sent.push(sent);
    const status = await new ReplicaDesk(replica).send(sent.request, sent.by);
    this.happened.note(`fact ${status}`);
    return true;
  }

  private async event(
    deed: Event,
    { replica, production, key }: { replica: Replica; production: string; key: string },
  ): Promise<boolean> {
    switch (deed.say) {
      case 'again':
      case 'reuse': {
        // What is said again soon may not have got around yet.
        const sent = this.sent.at(-1 - (deed.which % Math.max(Math.min(this.sent.length, SOON), 1)));
        if (sent === undefined) return false;
        if (deed.say === 'again') return this.send(replica, sent);
        const envelope = { ...sent.request.envelope, subject: this.places.asset(deed.at) };
        return this.send(replica, { ...sent, request: { ...sent.request, envelope } });
      }
      case 'foreign':
        return writeForeign(this.store, production, this.places.asset(deed.at), deed.what, this.time.seconds);
      case 'restart':
        if (deed.during !== null)
          this.start(
            deed.during,
            { replica: this.replicas[deed.other ? 1 : 0], production, key: `${key} during` },
            false,
          );
        for (const step of deed.steps) await this.pacing.step(step);
        await replica.restart();
        return true;
      case 'tick':
        this.time.seconds += deed.after;
        await replica.tick();
        return true;
      case 'jump':
        this.time.seconds += deed.seconds;
        return true;
      default:
        throw new TypeError(`nothing is ${JSON.stringify(deed satisfies never)}`);
    }
  }

  /** Productions and deliveries are open, and what is there at the beginning is reported. */
  private async begin(): Promise<void> {
    for (const production of PRODUCTIONS) {
      this.open(production);
      await this.finish();
      for (const delivery of Object.keys(DELIVERIES)) this.openDelivery(production, delivery);
      await this.finish();
    }
    for (const at of this.history.world.begin.keys()) {
      const facts = beginningOf(at, this.history.world, this.places);
      if (facts.length > 0) this.report(at, facts);
      await this.finish();
    }
    for (const replica of this.replicas) replica.project(Infinity);
    await this.finish();
  }

  private report(at: number, facts: AssetFact[]): void {
    const maker = { by: VENDOR, authid: null, source: '/hook', time: null } as const;
    const { envelope } = this.clients.factOf(
      { production: PRODUCTIONS[0], key: `begin ${at}` },
      { say: 'registered', at, maker },
    );
    this.run(envelope.id, () =>
      this.send(this.replicas[0], { request: { envelope, data: facts, facts, bytes: 0 }, by: VENDOR }),
    );
  }

  private open(production: string): void {
    this.run(`open ${production}`, () =>
      this.replicas[0].runner.run(commandOf(VENDOR, 'admin', `open ${production}`, {}), {
        stream: productionStream(production),
        fold: (events) => foldProduction(production, events),
        decide: (state, context) => decideOpenProduction(state, {}, { published: [], faults: [] }, context),
      }),
    );
  }

  private openDelivery(production: string, delivery: string): void {
    const data = {
      name: delivery,
      recipient: 'streamer',
      eidr: null,
      dueAt: null,
      labels: {},
      ...DELIVERIES[delivery]!,
    };
    this.run(`open ${delivery}`, () =>
      this.replicas[0].runner.run(commandOf(VENDOR, 'delivery', `open ${production}/${delivery}`, {}), {
        stream: deliveryStream(production, delivery),
        fold: (events) => foldDelivery(production, delivery, events),
        decide: (state, context) => decideOpenDelivery(state, data, context),
      }),
    );
  }

  private run(name: string, work: () => Promise<unknown>): void {
    this.under.add(name);
    work()
      .catch((error: unknown) => (this.failure ??= error))
      .finally(() => this.under.delete(name));
  }

  private check(): void {
    if (this.failure !== null) throw this.failure;
  }
}
