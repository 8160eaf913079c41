import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { watchEventLoop } from '../../ledger/event-loop.js';
import { Problem } from '../../ledger/ports.js';
import { nextLimit, weightOf, type LimitRules } from './limit.js';
import { Places, type Kind } from './places.js';

export interface AdmissionRules extends LimitRules {
  /** The limit of a ledger that has seen nothing yet. */
  readonly start: number;
  /** How long the event loop is watched before the limit is looked at again, in milliseconds. */
  readonly everyMs: number;
  /** How many times the limit may wait, by kind, before the next request of that kind is sent away. */
  readonly waiting: Readonly<Record<Kind, number>>;
}

/**
 * The start lets 64 emitters of single events be, and holds the heaviest event there is. What may wait is worked off
 * within a second or so: whoever would wait longer does better to come again.
 */
export const ADMISSION_RULES: AdmissionRules = {
  start: 128,
  floor: 16,
  ceiling: 256,
  easyMs: 12,
  lateMs: 25,
  step: 16,
  cut: 0.7,
  everyMs: 200,
  waiting: { single: 32, body: 64 },
};

/** Token under which the rules are injected. */
export const RULES = Symbol('ADMISSION_RULES');

/** What the body of a batch is taken to hold until it is read: its events are not known before, and it is there already. */
const BYTES_A_EVENT = 1_024;
const MOST_OF_A_BODY = 500;

/**
 * Takes only as many facts at once as the event loop has time for beside everything else that is asked of it (ADR 0033).
 * The rest waits on this side for a moment, and what would wait longer is sent away before its body is looked at.
 */
@Injectable()
export class Admission implements OnModuleInit, OnModuleDestroy {
  private readonly places: Places;
  private readonly sentAway: Record<Kind, number> = { single: 0, body: 0 };
  private announced = 0;
  private delayMs = 0;
  private looked = performance.now();
  private end: () => void = () => undefined;

  constructor(@Inject(RULES) private readonly rules: AdmissionRules) {
    this.places = new Places(rules.start);
  }

  onModuleInit(): void {
    this.end = watchEventLoop((seconds) => this.observe(1_000 * seconds, performance.now()));
  }

  onModuleDestroy(): void {
    this.end();
  }

  /** Weight of the facts that may be under way at once, of those that are, of those that wait; requests sent away. */
  get figures() {
    const { limit, underWay } = this.places;
    const waiting = this.places.waiting('single') + this.places.waiting('body');
    return { limit, underWay, waiting, refused: { ...this.sentAway } } as const;
  }

  /** To be asked before anything of a request's body is read. @throws Problem too-many-requests */
  mustBeWelcome(kind: Kind): void {
    const { limit } = this.places;
    const waiting = this.places.waiting(kind) + (kind === 'body' ? this.announced : 0);
    if (waiting < limit * this.rules.waiting[kind]) return;
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

  /** Does `work` on an event of so many bytes once there is a place for it, in the order of the calls of its kind. */
  async within<T>(kind: Kind, bytes: number, work: () => Promise<T>): Promise<T> {
    const weight = weightOf(bytes);
    const place = this.places.enter(kind, weight);
    if (place !== null) await place;
    try {
      return await work();
    } finally {
      this.places.leave(weight);
    }
  }

  private observe(delayMs: number, now: number): void {
    this.delayMs = Math.max(this.delayMs, delayMs);
    if (now - this.looked < this.rules.everyMs) return;
    const seen = { delayMs: this.delayMs, reached: this.places.takeReached() };
    this.places.limit = nextLimit(this.places.limit, seen, this.rules);
    this.delayMs = 0;
    this.looked = now;
  }
}
