import { Injectable } from '@nestjs/common';
import { logTime, ROLES, type DomainEvent } from '@clearance/domain';
import { allProductions, logTimeOf, productionById, type Asking } from '@clearance/projections';
import type { Incoming } from '../auth/index.js';
import { caughtUp } from '../ledger/catching-up.js';
import {
  Clock,
  CommandRunner,
  Problem,
  Watermarks,
  type CommandContext,
  type CommandOutcome,
  type CommandPlan,
} from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';

/** What tools, vendors and consents have in common. */
@Injectable()
export class Registers {
  constructor(
    private readonly runner: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly clock: Clock,
    readonly connection: ReadModelConnection,
  ) {}

  /** Decides and records, then waits for the read model: what is asked next relies on it. @throws Problem */
  async run<S, E extends DomainEvent>(
    incoming: Incoming,
    context: CommandContext,
    plan: CommandPlan<S, E>,
  ): Promise<CommandOutcome<S>> {
    const outcome = await this.runner.run(context, plan);
    await caughtUp(this.watermarks, outcome.position, incoming.waitMs);
    return outcome;
  }

  /** @param at the time asked about, RFC 3339 UTC ms; now where none is named. */
  asking({ caller }: Incoming, at?: string): Asking {
    const { db } = this.connection;
    const everywhere = ROLES.some((role) => caller.hasEverywhere(role));
    const seen = () => allProductions(db).flatMap(({ id }) => (caller.rolesIn(id).length > 0 ? [id] : []));
    return { at: at ?? this.now(), productions: everywhere ? null : seen() };
  }

  /** What may be asked for a production is open to its roles; to others it is as if it were not there. @throws Problem not-found */
  mustSee({ caller }: Incoming, production: string | undefined): void {
    if (production === undefined) return;
    if (productionById(this.connection.db, production) !== null && caller.rolesIn(production).length > 0) return;
    throw new Problem('not-found', `There is no production ${production}.`);
  }

  /** The ledger's clock, unless the log is ahead of it. */
  now(): string {
    return logTime(logTimeOf(this.connection.db), this.clock.now());
  }
}
