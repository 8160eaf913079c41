import { Inject, Injectable } from '@nestjs/common';
import {
  foldUsage,
  usageStream,
  type Decision,
  type DecisionContext,
  type UsageEvent,
  type UsageState,
} from '@clearance/domain';
import type { EventStore } from '@clearance/event-store';
import { usageSituation, type SeesProposals, type UsageSituation } from '@clearance/projections';
import { prefixesOf } from '../auth/index.js';
import { asProblem } from '../ledger/appending.js';
import { CommandRunner, Watermarks, type Caller, type CommandContext, type CommandOutcome } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { ordinalOf } from '../ledger/recorded.js';
import { EVENT_STORE } from '../ledger/tokens.js';

export interface UsageTarget {
  readonly production: string;
  readonly usage: string;
}
export type UsageDecider = (
  state: UsageState,
  situation: UsageSituation,
  context: DecisionContext,
) => Decision<UsageEvent>;

/**
 * Decisions about usages. They rest on the usage's own stream and on the read model (policy, facts of the bytes), which has to
 * hold everything that was acknowledged before. What comes in meanwhile counts in every evaluation (F6), so nothing is lost.
 */
@Injectable()
export class UsageDecisions {
  constructor(
    private readonly runner: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Decides, records, and waits until the read model shows it. @throws Problem */
  async decide(
    command: CommandContext,
    { production, usage }: UsageTarget,
    waitMs: number,
    decide: UsageDecider,
  ): Promise<CommandOutcome<UsageState>> {
    await this.catchUp(waitMs);
    const { db } = this.connection;
    const outcome = await this.runner.run<UsageState, UsageEvent>(command, {
      stream: usageStream(production, usage),
      fold: (events) => foldUsage(production, usage, events),
      decide: (state, context) => db.snapshot(() => decide(state, usageSituation(db, production), context)),
    });
    await this.watermarks.waitForFacts(outcome.position, waitMs);
    return outcome;
  }

  /** Waits until the read model holds everything that is in the log now. @throws Problem behind, store-unavailable */
  private async catchUp(waitMs: number): Promise<void> {
    let head: string | null;
    try {
      head = await this.store.head();
    } catch (error) {
      throw asProblem(error);
    }
    if (head !== null) await this.watermarks.waitForFacts(ordinalOf(head), waitMs);
  }
}

/** A vendor, or whoever is held to some assets, sees the usages they proposed themselves; others see all. */
export function seesProposalsOf({ restrict, subject }: Caller): SeesProposals {
  const free = restrict?.vendor === undefined && prefixesOf(restrict, 'subject') === null;
  return free ? () => true : (proposer) => proposer === subject;
}
