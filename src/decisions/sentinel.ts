import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { contentDigestOf } from '@clearance/canonical';
import {
  decideCloseConcerns,
  decideRaiseConcerns,
  deliveryStream,
  foldDelivery,
  type Decision,
  type DeliveryEvent,
  type DeliveryState,
} from '@clearance/domain';
import { breachCause, breachKey, pendingBreaches, type BreachRow } from '@clearance/projections';
import type { Subscription } from 'rxjs';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';

/** After a failure, where the read model does not move on before. */
const RETRY_MS = 1_000;

/**
 * Turns breach rows of live releases into events, each key once while its concern is open, whichever replica comes first
 * (D4, D5): the projector writes the rows, the fold of the delivery drops what was said already.
 */
@Injectable()
export class Sentinel implements OnModuleDestroy {
  private readonly logger = new Logger('Sentinel');
  private readonly watching: Subscription;
  private running: Promise<number> | null = null;
  /** The read model moved on while something was being said. */
  private missed = false;
  private retry: NodeJS.Timeout | null = null;

  constructor(
    private readonly writer: LedgerWriter,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
  ) {
    this.watching = watermarks.changes.subscribe(() => this.look());
  }

  onModuleDestroy(): void {
    this.watching.unsubscribe();
    if (this.retry !== null) clearTimeout(this.retry);
  }

  /** Resolves when everything known at n has been evaluated, announced and projected for this production. */
  async settle(production: string, n: number, ms: number): Promise<void> {
    await this.watermarks.waitForState(production, n, ms);
    for (let before = 0; this.pending().some((row) => row.production === production);) {
      const position = await this.pass();
      // Nothing was said, and all that others said has been seen.
      if (position <= before) return;
      await this.watermarks.waitForState(production, position, ms);
      before = position;
    }
  }

  /** Says what there is to say, unless that is under way: then once more after it. */
  private look(): void {
    if (this.watermarks.halted !== null) return;
    if (this.running !== null) this.missed = true;
    else if (this.pending().length > 0)
      this.pass().catch((error: unknown) => {
        this.logger.error(`concerns could not be announced, will try again: ${String(error)}`);
        this.retry = setTimeout(() => this.look(), RETRY_MS);
        this.retry.unref();
      });
  }

  /** One pass at a time. @returns ordinal of the last event appended, 0 where there was nothing to say */
  private pass(): Promise<number> {
    this.running ??= this.announce().finally(() => {
      this.running = null;
      if (!this.missed) return;
      this.missed = false;
      this.look();
    });
    return this.running;
  }

  private async announce(): Promise<number> {
    let position = 0;
    const groups = Map.groupBy(this.pending(), (row) =>
      JSON.stringify([row.decision, row.kind, row.gone === 1 && row.announced === 1]),
    );
    for (const rows of groups.values()) {
      const [first] = rows;
      if (first === undefined) continue;
      const closing = first.gone === 1 && first.announced === 1;
      const outcome = await this.say(first, rows, closing);
      position = Math.max(position, outcome);
    }
    return position;
  }

  private async say(first: BreachRow, rows: readonly BreachRow[], closing: boolean): Promise<number> {
    const { production, delivery, decision, kind } = first;
    const sight = { position: this.watermarks.factsAt, evaluated: this.watermarks.stateAt(production) };
    const keys = rows.map(breachKey);
    const decide = (state: DeliveryState): Decision<DeliveryEvent> =>
      closing && kind !== 'compromised'
        ? decideCloseConcerns(state, decision, kind, keys, sight)
        : decideRaiseConcerns(state, decision, kind, rows.map(breachCause), sight);
    const outcome = await this.writer.record({
      stream: deliveryStream(production, delivery),
      // Depends on the keys and on what was said before: two replicas that see the same breach say the same event, and a concern
      // that comes back is another one.
      followed: (state) =>
        `${decision}/${kind}/${closing ? 'closed' : 'open'}/${contentDigestOf(keys)}/${saidOf(state, decision)}`,
      fold: (events) => foldDelivery(production, delivery, events),
      decide,
    });
    return outcome.position;
  }

  private pending(): BreachRow[] {
    return pendingBreaches(this.connection.db);
  }
}

/** How much was said of a release so far: concerns raised, and concerns closed. */
function saidOf(state: DeliveryState, decision: string): number {
  const concerns = state.releases.find((release) => release.decision === decision)?.concerns ?? [];
  return concerns.length + concerns.filter(({ closed }) => closed !== null).length;
}
