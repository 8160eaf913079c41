import { Inject, Injectable } from '@nestjs/common';
import {
  assetStream,
  foldAsset,
  type AssetEvent,
  type AssetState,
  type Decision,
  type DecisionContext,
} from '@clearance/domain';
import type { EventStore } from '@clearance/event-store';
import { assetSituation, positionOf, type AssetSituation } from '@clearance/projections';
import { asProblem } from '../ledger/appending.js';
import { CommandRunner, Problem, Watermarks, type CommandContext, type CommandOutcome } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { ordinalOf } from '../ledger/recorded.js';
import { EVENT_STORE } from '../ledger/tokens.js';

export interface AssetTarget {
  readonly production: string;
  readonly asset: string;
}
export type AssetDecider = (
  state: AssetState,
  situation: AssetSituation,
  context: DecisionContext,
) => Decision<AssetEvent>;

/** How often a decision waits anew because the asset got another event while it was being decided. */
const TRIES = 5;

/**
 * Decisions of people about one asset. They rest on the asset's own stream, which is read from the log, and on its
 * situation, which is read from the read model: that has to know everything the ledger has acknowledged, so it is waited
 * for before, and the decision is taken again where the stream turns out to hold more than the read model has seen.
 */
@Injectable()
export class AssetDecisions {
  constructor(
    private readonly runner: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /**
   * Decides, records, and waits until the read model shows what was recorded.
   * @throws Problem where it is refused, or `behind` where the read model does not get there in time.
   */
  async decide(
    command: CommandContext,
    target: AssetTarget,
    waitMs: number,
    decide: AssetDecider,
  ): Promise<CommandOutcome<AssetState>> {
    await this.catchUp(waitMs);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const outcome = await this.attempt(command, target, decide);
        await this.watermarks.waitForFacts(outcome.position, waitMs);
        return outcome;
      } catch (error) {
        if (!(error instanceof SituationBehind)) throw error;
        if (attempt === TRIES) throw new Problem('behind', `Others keep reporting on ${target.asset}; try again.`);
        await this.watermarks.waitForFacts(error.wanted, waitMs);
      }
    }
  }

  /** Waits until the read model holds everything that is in the log now. @throws Problem behind, store-unavailable */
  async catchUp(waitMs: number): Promise<void> {
    const head = await this.head();
    if (head !== null) await this.watermarks.waitForFacts(ordinalOf(head), waitMs);
  }

  private attempt(
    command: CommandContext,
    { production, asset }: AssetTarget,
    decide: AssetDecider,
  ): Promise<CommandOutcome<AssetState>> {
    const { db } = this.connection;
    let last = 0;
    return this.runner.run<AssetState, AssetEvent>(command, {
      stream: assetStream(production, asset),
      fold: (events) => {
        last = events.at(-1)?.n ?? 0;
        return foldAsset(production, asset, events);
      },
      decide: (state, context) =>
        db.snapshot(() => {
          if (Number(positionOf(db)) < last) throw new SituationBehind(last);
          return decide(state, assetSituation(db, production, asset) ?? NOTHING_KNOWN, context);
        }),
    });
  }

  private async head(): Promise<string | null> {
    try {
      return await this.store.head();
    } catch (error) {
      throw asProblem(error);
    }
  }
}

/** The asset's stream holds more than the read model has seen: the situation would be that of an earlier asset. */
class SituationBehind extends Error {
  override readonly name = 'SituationBehind';
  constructor(readonly wanted: number) {
    super(`the read model has not reached ${wanted} yet`);
  }
}

/** Of an asset that nobody registered. Every decider refuses it for that alone; should one not, nothing here clears anything. */
const NOTHING_KNOWN: AssetSituation = {
  sha256: null,
  excluded: [],
  open: [],
  changedAt: 0,
  marks: [],
  unconfirmed: [],
  policy: { id: '', version: '', digest: '' },
  contentOf: (asset) => asset,
  submittersOf: () => [],
};
