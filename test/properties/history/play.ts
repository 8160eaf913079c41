import {
  decideOpenDelivery,
  decideOpenProduction,
  deliveryStream,
  foldDelivery,
  foldProduction,
  productionStream,
  UnreadableEvent,
} from '@clearance/domain';
import { Problem } from '../../../src/ledger/ports.js';
import type { FactRequest } from '../../../src/intake/fact-request.js';
import { RacingStore } from '../ledger/racing-store.js';
import { Replica } from '../ledger/replica.js';
import { Time } from '../ledger/clock.js';
import { quiet, Turns } from '../ledger/turns.js';
import { commandOf } from './callers.js';
import { Clients, type Attempt } from './clients.js';
import type { Deed, Event, Fact } from './deeds.js';
import { writeForeign } from './foreign.js';
import type { History, Moment } from './history.js';
import { Happened } from './tally.js';
import { bytes } from './words.js';
import { DELIVERIES, Places, PRODUCTIONS, VENDOR } from './world.js';
import type { AssetFact, EdgeKind } from '@clearance/domain';

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
/** Far more than any history takes. */
const MOST_STEPS = 1_500;
/** More than anybody takes from one turn to the next. */
const MOST_IDLE = 40;

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
  private under = 0;
  private readonly running = new Set<string>();
  private failure: unknown = null;
  private attempt: { attempt: Attempt; at: number } | null = null;

  private constructor(private readonly history: History) {
    const [first, second] = history.world.clocks;
    this.replicas = [
      new Replica(this.store, this.turns, this.time, first),
      new Replica(this.store, this.turns, this.time, second),
    ];
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
      await play.rest();
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
      await this.finish();
      this.attempt = null;
      this.start(deed, at, true);
      await this.finish();
    } else {
      this.start(deed, at, false);
      await quiet();
      for (const step of steps) await this.step(step);
    }
    if (this.failure !== null) throw this.failure;
  }

  /** Begins something; it goes on by turns. */
  private start(deed: Deed, at: { replica: Replica; production: string; key: string }, calm: boolean): void {
    this.under += 1;
    this.running.add(`${at.key} ${deed.say}`);
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
      this.under -= 1;
      this.running.delete(`${at.key} ${deed.say}`);
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
    return this.clients.act(at, deed as Exclude<Deed, Fact | Event>);
  }

  private async send(replica: Replica, sent: Sent): Promise<boolean> {
    this.sent.push(sent);
    const status = await this.clients.send({ replica }, sent.request, sent.by);
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
        const sent = this.sent[deed.which % Math.max(this.sent.length, 1)];
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
        for (const step of deed.steps) await this.step(step);
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
    for (const [at, { as, inputs, bytes: known }] of this.history.world.begin.entries()) {
      if (as === 'nothing') continue;
      const used = inputs
        .filter(({ back }) => ['comp', 'version'].includes(as) && back <= at)
        .map(({ back, kind }) => ({ asset: this.places.asset(at - back), kind }));
      this.report(at, [...this.beginning(at, as, used), ...(known === 'none' ? [] : [bytes(at, known, this.places)])]);
      await this.finish();
    }
    for (const replica of this.replicas) replica.project(Infinity);
    await this.finish();
  }

  private beginning(
    at: number,
    as: string,
    inputs: readonly { readonly asset: string; readonly kind: EdgeKind }[],
  ): AssetFact[] {
    const registered: AssetFact = { type: 'registered', data: { name: this.places.asset(at), kind: 'image' } };
    const [older] = inputs;
    if (as === 'plate' || (as !== 'generated' && older === undefined))
      return [registered, { type: 'facts-declared', data: { facts: { 'asset.digitalSourceType': 'digitalCapture' } } }];
    if (as === 'generated')
      return [
        registered,
        { type: 'generated-by-tool', data: { tool: { id: 'comfyui', version: '1' }, inputsComplete: 'yes' } },
      ];
    const used =
      as === 'version' && older !== undefined ? [{ ...older, kind: 'revision' as const }, ...inputs.slice(1)] : inputs;
    return [registered, { type: 'derived-from', data: { inputs: used, inputsComplete: 'yes' } }];
  }

  private report(at: number, facts: AssetFact[]): void {
    const maker = { by: VENDOR, authid: null, source: '/hook', time: null } as const;
    const { envelope } = this.clients.factOf(
      { production: PRODUCTIONS[0], key: `begin ${at}` },
      { say: 'registered', at, maker },
    );
    this.run(() => this.send(this.replicas[0], { request: { envelope, data: facts, facts, bytes: 0 }, by: VENDOR }));
  }

  private open(production: string): void {
    this.run(() =>
      this.replicas[0].runner.run(commandOf(VENDOR, 'admin', `open ${production}`, {}), {
        stream: productionStream(production),
        fold: (events) => foldProduction(production, events),
        decide: (state, context) => decideOpenProduction(state, {}, context),
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
    this.run(() =>
      this.replicas[0].runner.run(commandOf(VENDOR, 'delivery', `open ${production}/${delivery}`, {}), {
        stream: deliveryStream(production, delivery),
        fold: (events) => foldDelivery(production, delivery, events),
        decide: (state, context) => decideOpenDelivery(state, data, context),
      }),
    );
  }

  private run(work: () => Promise<unknown>): void {
    this.under += 1;
    work()
      .catch((error: unknown) => (this.failure ??= error))
      .finally(() => (this.under -= 1));
  }

  /** One of those who could go on goes on. */
  private async step(which: number): Promise<void> {
    const moves: (() => Promise<unknown> | void)[] = Array.from(
      { length: this.turns.open },
      (_, index) => () => this.turns.give(index),
    );
    const amount = (which % 5) + 1;
    for (const replica of this.replicas) {
      if (replica.behind) moves.push(() => replica.project(amount));
      if (replica.unsettled) moves.push(() => replica.settle(amount));
    }
    const move = moves[which % Math.max(moves.length, 1)];
    await move?.();
    await quiet();
  }

  /** Lets everybody come to the end of what they are about; read models move on only where somebody waits for them. */
  async finish(): Promise<void> {
    await quiet();
    for (let steps = 0, still = 0; this.under > 0 || this.turns.open > 0; steps += 1) {
      if (steps > MOST_STEPS) throw new Error('a history does not come to its end');
      const moved = this.turns.open > 0 ? await this.turns.give(0) : await this.moveOn();
      still = moved ? 0 : still + 1;
      // Somebody may be about to take a turn.
      await quiet();
      if (still > MOST_IDLE) throw new Error(`nobody goes on any more with ${[...this.running].join(', ')}`);
    }
  }

  private async moveOn(): Promise<boolean> {
    const replica = this.replicas.find((each) => each.awaited && (each.behind || each.unsettled));
    if (replica === undefined) return false;
    if (replica.behind) replica.project(Infinity);
    else replica.settle(3);
    await quiet();
    return true;
  }

  /** Everything is recorded, projected, evaluated and announced. */
  private async rest(): Promise<void> {
    for (let rounds = 0; ; rounds += 1) {
      if (rounds > MOST_STEPS) throw new Error('the ledger never comes to rest');
      await this.finish();
      if (this.failure !== null) throw this.failure;
      const busy = this.replicas.filter((each) => each.behind || each.unsettled);
      if (busy.length === 0) return;
      for (const replica of busy) {
        if (replica.behind) replica.project(1 + (rounds % 7));
        else replica.settle(1 + (rounds % 3));
        await quiet();
      }
    }
  }
}
