import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { checkStream, decideInterruptCheck, foldCheck, parseStream } from '@clearance/domain';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { Promotions } from './promotions.js';
import { Releases } from './releases.js';

interface OpenRequest {
  readonly kind: 'promotion' | 'release' | 'check';
  readonly stream: string;
  /** Ordinal of the request. */
  readonly n: number;
}

/** D2. */
const DEADLINE_MS = 60_000;
const SWEEP_MS = 5_000;

/** Gives requests that have no outcome in time the outcome `interrupted` (D2), so that nothing stays open for ever. */
@Injectable()
export class Interruptions implements OnModuleDestroy {
  private readonly logger = new Logger('Interruptions');
  private timer: NodeJS.Timeout | null = null;
  /** By ordinal of the request, on the clock that is never set: the wall clock may go back or forth by hours (D2). */
  private readonly openSince = new Map<number, number>();

  constructor(
    private readonly connection: ReadModelConnection,
    private readonly writer: LedgerWriter,
    private readonly promotions: Promotions,
    private readonly releases: Releases,
    private readonly watermarks: Watermarks,
  ) {}

  /** At start: whatever is open was left by a process that is gone. Then sweeps for what is overdue. */
  async start(): Promise<number> {
    const left = this.open();
    for (const request of left) await this.tryToInterrupt(request);
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) =>
        this.logger.error(`overdue decisions could not be closed, will try again: ${String(error)}`),
      );
    }, SWEEP_MS);
    this.timer.unref();
    return left.length;
  }

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    const now = performance.now();
    const open = this.open();
    for (const n of this.openSince.keys()) if (!open.some((request) => request.n === n)) this.openSince.delete(n);
    for (const request of open) {
      const since = this.openSince.get(request.n) ?? now;
      this.openSince.set(request.n, since);
      if (now - since > DEADLINE_MS) await this.tryToInterrupt(request);
    }
  }

  /** One that cannot be closed keeps its own stream waiting, and no other; the sweep tries it again. */
  private async tryToInterrupt(request: OpenRequest): Promise<void> {
    try {
      await this.interrupt(request);
    } catch (error) {
      this.logger.error(`a decision in ${request.stream} could not be closed, will try again: ${String(error)}`);
    }
  }

  private async interrupt({ kind, stream }: OpenRequest): Promise<void> {
    const name = parseStream(stream);
    if (name?.production == null)
      throw new Error(`an open request stands in ${stream}, which is no stream of a production`);
    const { production, id } = name;
    if (kind === 'promotion') await this.promotions.interrupt(production, id);
    else if (kind === 'release') await this.releases.interrupt(production, id);
    else {
      await this.writer.record({
        stream: checkStream(production, id),
        followed: `${stream}#interrupted`,
        fold: (events) => foldCheck(production, id, events),
        decide: (state) => decideInterruptCheck(state, 'no outcome was reached in time'),
      });
    }
  }

  /** None of a ledger that does not know the active engine: it may be that they were decided long ago. */
  private open(): OpenRequest[] {
    if (this.watermarks.halted !== null) return [];
    return this.connection.db
      .q(
        'SELECT o.kind AS kind, s.name AS stream, o.n AS n FROM open_request o JOIN stream s ON s.sid = o.sid ORDER BY o.n',
      )
      .all() as OpenRequest[];
  }
}
