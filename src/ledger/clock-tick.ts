import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { LEDGER_STREAM, decideAdvanceClock, foldLedger } from '@clearance/domain';
import { LedgerWriter } from './ledger-writer.js';
import { Clock } from './ports.js';
import { ProjectorHost } from './projector-host.js';

const TICK_MS = 1_000;

/**
 * What expires does so at a point of the log. Where nothing else happens, the ledger says that time has passed, so that
 * it happens at all (architecture.md, "Time").
 */
@Injectable()
export class ClockTick implements OnModuleDestroy {
  private readonly logger = new Logger('ClockTick');
  private timer: NodeJS.Timeout | null = null;
  private busy = false;

  constructor(
    private readonly projector: ProjectorHost,
    private readonly clock: Clock,
    private readonly writer: LedgerWriter,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      if (this.busy) return;
      this.busy = true;
      this.tick()
        .catch((error: unknown) =>
          this.logger.error(`log time could not be advanced, will try again: ${String(error)}`),
        )
        .finally(() => (this.busy = false));
    }, TICK_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async tick(): Promise<void> {
    const due = this.projector.nextDue;
    if (this.projector.halted !== null) return;
    if (due === null || due > this.clock.now() || this.projector.logTime >= due) return;
    await this.writer.record({
      stream: LEDGER_STREAM,
      followed: `${LEDGER_STREAM}#${due}`,
      fold: foldLedger,
      decide: (state, now) => decideAdvanceClock(state, due, now),
    });
  }
}
