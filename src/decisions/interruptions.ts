import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { checkStream, decideInterruptCheck, foldCheck, parseStream } from '@clearance/domain';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { Clock } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { Promotions } from './promotions.js';
import { Releases } from './releases.js';

interface OpenRequest {
  readonly kind: 'promotion' | 'release' | 'check';
  readonly stream: string;
  readonly recorded_at: string;
}

/** D2. */
const DEADLINE_MS = 60_000;
const SWEEP_MS = 5_000;

/** Gives requests that have no outcome in time the outcome `interrupted` (D2), so that nothing stays open for ever. */
@Injectable()
export class Interruptions implements OnModuleDestroy {
  private readonly logger = new Logger('Interruptions');
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly connection: ReadModelConnection,
    private readonly clock: Clock,
    private readonly writer: LedgerWriter,
    private readonly promotions: Promotions,
    private readonly releases: Releases,
  ) {}

  /** At start: whatever is open was left by a process that is gone. Then sweeps for what is overdue. */
  async start(): Promise<number> {
    const left = this.open();
    for (const request of left) await this.interrupt(request);
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
    const deadline = new Date(Date.parse(this.clock.now()) - DEADLINE_MS).toISOString();
    for (const request of this.open()) if (request.recorded_at < deadline) await this.interrupt(request);
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

  private open(): OpenRequest[] {
    return this.connection.db
      .q(
        'SELECT o.kind AS kind, s.name AS stream, o.recorded_at AS recorded_at FROM open_request o JOIN stream s ON s.sid = o.sid ORDER BY o.n',
      )
      .all() as OpenRequest[];
  }
}
