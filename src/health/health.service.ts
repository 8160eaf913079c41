import { Inject, Injectable } from '@nestjs/common';
import type { EventStore, LedgerLog } from '@clearance/event-store';
import { engineUnknown, Watermarks } from '../ledger/ports.js';
import { ordinalOf } from '../ledger/recorded.js';
import { EVENT_STORE } from '../ledger/tokens.js';

/** How far the read model may fall behind before the ledger stops calling itself ready, in events. */
const MAX_LAG = 10_000;
/** How long the store may take to answer a look at its head. */
const STORE_ANSWERS_WITHIN_MS = 2000;

/** Why a ledger is not ready. `rebuilding` and `stopping` are said before it has started and while it ends. */
export const REASONS = [
  'store-unavailable',
  'engine-unknown',
  'projection-stopped',
  'rebuilding',
  'catching-up',
  'behind',
  'stopping',
] as const;

export interface Reason {
  readonly code: (typeof REASONS)[number];
  readonly message: string;
}

export interface Readiness {
  readonly status: 'ready' | 'not-ready';
  readonly reasons: readonly Reason[];
  /** Ordinal of the newest event and how far the read model is; null where the store does not answer. */
  readonly head: string | null;
  readonly factsAt: string;
}

/** Whether the ledger can do its work. */
@Injectable()
export class HealthService {
  /** Once the read model has met the head of the log, it is only its lag that counts. */
  private caughtUpOnce = false;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore & Pick<LedgerLog, 'fault'>,
    private readonly watermarks: Watermarks,
  ) {}

  async readiness(): Promise<Readiness> {
    const { factsAt } = this.watermarks;
    const head = await this.head();
    const fault = this.store.fault ?? null;
    const reasons = head === null || fault !== null ? [unreachable(fault)] : this.lagging(head, factsAt);
    return {
      status: reasons.length === 0 ? 'ready' : 'not-ready',
      reasons,
      head: head === null ? null : String(head),
      factsAt: String(factsAt),
    };
  }

  private lagging(head: number, factsAt: number): Reason[] {
    const { fault, halted } = this.watermarks;
    if (halted !== null) return [{ code: 'engine-unknown', message: engineUnknown(halted).message }];
    if (fault !== null) return [{ code: 'projection-stopped', message: `The read model stands still: ${fault}` }];
    const lag = head - factsAt;
    if (lag <= 0) this.caughtUpOnce = true;
    if (!this.caughtUpOnce)
      return [{ code: 'catching-up', message: `The read model has ${lag} events to go since the start.` }];
    return lag > MAX_LAG ? [{ code: 'behind', message: `The read model is ${lag} events behind the log.` }] : [];
  }

  private async head(): Promise<number | null> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'late'>(
      (resolve) => (timer = setTimeout(() => resolve('late'), STORE_ANSWERS_WITHIN_MS)),
    );
    try {
      const position = await Promise.race([this.store.head(), tooLate]);
      if (position === 'late') return null;
      return position === null ? 0 : ordinalOf(position);
    } catch {
      // Whatever keeps the store from answering, the ledger cannot do its work.
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

const unreachable = (fault: string | null): Reason => ({
  code: 'store-unavailable',
  message: fault === null ? 'The event store does not answer.' : `Nothing can be recorded: ${fault}.`,
});
