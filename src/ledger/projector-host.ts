import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { FIRST_ENGINE } from '@clearance/policy';
import type { StateChange } from '@clearance/projections';
import { Observable, Subject } from 'rxjs';
import { engineUnknown, Problem, Watermarks } from './ports.js';
import type { FromProjector, ProjectorOptions, ToProjector } from './projector-messages.js';
import { THREAD_LIMITS } from './thread-limits.js';

interface Waiter {
  readonly met: () => boolean;
  readonly resolve: () => void;
  readonly reject: (problem: Problem) => void;
}

/**
 * Runs the projector in a thread of its own, so that evaluation never holds up an answer, and tells how far it is.
 * The thread sleeps when it has nothing to do; every commit of the event store wakes it.
 */
export class ProjectorHost extends Watermarks {
  private readonly logger = new Logger('Projector');
  private readonly worker: Worker;
  private readonly steps = new Subject<void>();
  private readonly stateChanges = new Subject<readonly StateChange[]>();
  private readonly waiters = new Set<Waiter>();
  private readonly settledAt = new Map<string, number>();
  private behind: ReadonlySet<string> = new Set();
  private facts = 0;
  private head = 0;
  private idle = false;
  private stopped: (() => void) | null = null;
  private sealing: ((at: number) => void) | null = null;
  private readonly ended = new Set<string>();
  /** The engine that is active at factsAt. */
  engine: number = FIRST_ENGINE;
  nextDue: string | null = null;
  override logTime = '';

  constructor(
    options: ProjectorOptions,
    private readonly onFatal: (message: string) => void,
  ) {
    super();
    this.worker = new Worker(new URL('./projector.worker.js', import.meta.url), {
      workerData: options,
      resourceLimits: THREAD_LIMITS,
    });
    this.worker.on('message', (message: FromProjector) => this.take(message));
    this.worker.on('error', (error: unknown) =>
      this.onFatal(`the projector ended: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  readonly changes: Observable<void> = this.steps.asObservable();
  /** What changed in one step of the projector. */
  readonly states: Observable<readonly StateChange[]> = this.stateChanges.asObservable();

  get factsAt(): number {
    return this.facts;
  }

  stateAt(production: string): number {
    return this.behind.has(production) ? (this.settledAt.get(production) ?? 0) : this.facts;
  }

  /** Tells the projector that the log has grown up to n. */
  appended(n: number): void {
    this.head = Math.max(this.head, n);
    if (this.idle) this.wake();
  }

  override get lag(): number {
    return Math.max(0, this.head - this.facts);
  }

  waitForFacts(n: number, ms: number): Promise<void> {
    return this.waitUntil(() => this.facts >= n, n, ms);
  }

  waitForState(production: string, n: number, ms: number): Promise<void> {
    return this.waitUntil(() => this.stateAt(production) >= n, n, ms);
  }

  /**
   * Has the read model come to rest at exactly n, and stand there until `look` has begun: until it resolves.
   * @throws Problem behind where it does not come there in time, changed-meanwhile where it is beyond, in-progress where another
   * point is being waited for
   */
  async atRest<T>(n: number, ms: number, look: () => Promise<T>): Promise<T> {
    if (this.halted !== null && n > this.facts) throw engineUnknown(this.halted);
    if (this.sealing !== null) throw new Problem('in-progress', 'Another point is being waited for. Try again.');
    const sealed = new Promise<number>((resolve) => (this.sealing = resolve));
    this.send({ kind: 'seal', n });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
    try {
      const at = await Promise.race([sealed, late]);
      if (at === null) throw this.notYet(n);
      if (at !== n) {
        throw new Problem('changed-meanwhile', `The read model stands at ${at} already; name a later position.`, {
          expected: n,
          actual: at,
        });
      }
      return await look();
    } finally {
      clearTimeout(timer);
      this.sealing = null;
      this.send({ kind: 'go on' });
    }
  }

  override hasEnded(token: string): boolean {
    return this.ended.has(token);
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.stopped = resolve;
      this.worker.once('exit', () => resolve());
    });
    this.send({ kind: 'stop' });
    await ended;
    await this.worker.terminate();
    this.steps.complete();
    this.stateChanges.complete();
  }

  private take(message: FromProjector): void {
    if (message.kind === 'stopped') {
      this.stopped?.();
      return;
    }
    if (message.kind === 'sealed') {
      this.sealing?.(message.at);
      return;
    }
    if (message.kind === 'fault') {
      if (this.fault !== message.message && !message.fatal)
        this.logger.error(`the read model stands still, will try again: ${message.message}`);
      this.fault = message.message;
      if (message.fatal) this.onFatal(message.message);
      return;
    }
    this.fault = null;
    const behind = new Set(message.behind);
    for (const production of behind) if (!this.behind.has(production)) this.settledAt.set(production, this.facts);
    for (const production of this.behind) if (!behind.has(production)) this.settledAt.delete(production);
    this.facts = message.factsAt;
    this.head = Math.max(this.head, message.factsAt);
    this.behind = behind;
    this.nextDue = message.nextDue;
    this.logTime = message.logTime;
    this.idle = message.idle;
    this.engine = message.engine;
    for (const token of message.ended) this.ended.add(token);
    this.haltedBy(message.halted);
    if (this.idle && this.halted === null && this.sealing === null && this.head > this.facts) this.wake();
    if (message.changes.length > 0) this.stateChanges.next(message.changes);
    this.steps.next();
    for (const waiter of this.waiters) {
      if (waiter.met()) waiter.resolve();
      else if (this.halted !== null) waiter.reject(engineUnknown(this.halted));
    }
  }

  private haltedBy(halt: Watermarks['halted']): void {
    if (halt !== null && this.halted === null) this.logger.error(engineUnknown(halt).message);
    this.halted = halt;
  }

  private wake(): void {
    this.idle = false;
    this.send({ kind: 'wake' });
  }

  private send(message: ToProjector): void {
    this.worker.postMessage(message);
  }

  private waitUntil(met: () => boolean, wanted: number, ms: number): Promise<void> {
    if (met()) return Promise.resolve();
    if (this.halted !== null) return Promise.reject(engineUnknown(this.halted));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        met,
        resolve: () => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve();
        },
        reject: (problem) => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          reject(problem);
        },
      };
      const timer = setTimeout(() => {
        this.waiters.delete(waiter);
        reject(this.notYet(wanted));
      }, ms);
      this.waiters.add(waiter);
    });
  }

  private notYet(wanted: number): Problem {
    return new Problem('behind', `the read model stands at ${this.facts}, not yet at ${wanted}; try again`, {
      position: String(this.facts),
      wanted: String(wanted),
    });
  }
}
