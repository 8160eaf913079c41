import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { watchEventLoop } from '../../ledger/event-loop.js';
import { Problem } from '../../ledger/ports.js';
import type { Kind } from '../kind.js';
import { nextLimit, type LimitRules } from './limit.js';
import { Places } from './places.js';

interface KindRules extends LimitRules {
  /** The limit of a ledger that has seen nothing yet. */
  readonly start: number;
  /** How much may wait before the next request is sent away, in weight. */
  readonly waiting: number;
}
export interface AdmissionRules extends Readonly<Record<Kind, KindRules>> {
  /** How long the event loop is watched before the limits are looked at again, in milliseconds. */
  readonly everyMs: number;
}

/**
 * Of single events the start lets 64 emitters be, and holds the heaviest event there is. Of bodies it lets a batch of the usual
 * length be under way as a whole: fewer at once are no less work for the thread, but more transactions. What may wait is
 * worked off within some seconds: whoever would wait longer does better to come again.
 */
export const ADMISSION_RULES: AdmissionRules = {
  single: { start: 128, floor: 16, ceiling: 256, easyMs: 12, lateMs: 25, step: 16, cut: 0.7, waiting: 4_096 },
  body: { start: 512, floor: 16, ceiling: 512, easyMs: 10, lateMs: 20, step: 16, cut: 0.5, waiting: 8_192 },
  everyMs: 200,
};

/** Token under which the rules are injected. */
export const RULES = Symbol('ADMISSION_RULES');

/** What the body of a batch is taken to hold until it is read: its events are not known before, and it is there already. */
const BYTES_A_EVENT = 1_024;
const MOST_OF_A_BODY = 500;

/**
 * Takes only as many facts at once as the event loop has time for beside everything else that is asked of it (ADR 0033,
 * 0048). The rest waits on this side for a moment, and what would wait longer is sent away before its body is looked at.
 */
@Injectable()
export class Admission implements OnModuleInit, OnModuleDestroy {
  private readonly places: Readonly<Record<Kind, Places>>;
  private readonly sentAway: Record<Kind, number> = { single: 0, body: 0 };
  private announced = 0;
  private delayMs = 0;
  /** Whether anybody asked for something else since the limits were looked at. */
  private others = false;
  private looked = performance.now();
  private end: () => void = () => undefined;

  constructor(@Inject(RULES) private readonly rules: AdmissionRules) {
    this.places = { single: new Places(rules.single.start), body: new Places(rules.body.start) };
  }

  onModuleInit(): void {
    this.end = watchEventLoop((seconds) => this.observe(1_000 * seconds, performance.now()));
  }

  onModuleDestroy(): void {
    this.end();
  }

  /** Weight of the facts that may be under way at once, of those that are, of those that wait; requests sent away. */
  get figures() {
    const { single, body } = this.places;
    return {
      limit: single.limit + body.limit,
      underWay: single.underWay + body.underWay,
      waiting: single.waiting + body.waiting,
      refused: { ...this.sentAway },
    } as const;
  }

  /** Somebody asks for something else than to take facts in, or waits for a single one. */
  somebodyAsks(): void {
    this.others = true;
  }

  /** To be asked before anything of a request's body is read. @throws Problem too-many-requests */
  mustBeWelcome(kind: Kind): void {
    if (kind === 'single') this.somebodyAsks();
    const waiting = this.places[kind].waiting + (kind === 'body' ? this.announced : 0);
    if (waiting < this.rules[kind].waiting) return;
    this.sentAway[kind] += 1;
    throw new Problem(
      'too-many-requests',
      'The ledger has as many facts before it as it can take without keeping everybody waiting. Try again in a moment.',
    );
  }

  /**
   * Counts a body among what waits until its events do so themselves.
   * @param bytes as it announces them, null where it does not. @returns what ends it; harmless when repeated
   */
  announce(bytes: number | null): () => void {
    let weight = bytes === null ? MOST_OF_A_BODY : Math.min(MOST_OF_A_BODY, Math.ceil(bytes / BYTES_A_EVENT));
    this.announced += weight;
    return () => {
      this.announced -= weight;
      weight = 0;
    };
  }

  /** Does `work` on facts of so much weight once there is a place for them, in the order of the calls of its kind. */
  async within<T>(kind: Kind, weight: number, work: () => Promise<T>): Promise<T> {
    const places = this.places[kind];
    // Awaited also where there is one at once: it must not overtake whoever was let in a moment ago.
    await places.enter(weight);
    try {
      return await work();
    } finally {
      places.leave(weight);
    }
  }

  /** To be told how late the event loop came, on the clock of `performance`, again and again. */
  observe(lateMs: number, now: number): void {
    this.delayMs = Math.max(this.delayMs, lateMs);
    if (now - this.looked < this.rules.everyMs) return;
    const { single, body } = this.places;
    const { delayMs } = this;
    single.limit = nextLimit(single.limit, { delayMs, reached: single.takeReached() }, this.rules.single);
    // Facts of bodies alone hold up nobody.
    const seen = { delayMs, reached: body.takeReached() };
    body.limit = this.others ? nextLimit(body.limit, seen, this.rules.body) : this.rules.body.ceiling;
    this.delayMs = 0;
    this.others = single.underWay > 0;
    this.looked = now;
  }
}
