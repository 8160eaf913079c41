import { Injectable } from '@nestjs/common';
import {
  decideCloseProduction,
  decideOpenProduction,
  foldProduction,
  productionStream,
  type ProductionState,
} from '@clearance/domain';
import type { ProductionRow } from '@clearance/projections';
import { caughtUp } from '../ledger/catching-up.js';
import {
  CommandRunner,
  Problem,
  Watermarks,
  type Caller,
  type CommandContext,
  type CommandOutcome,
} from '../ledger/ports.js';
import { ReadModel } from '../ledger/read-model.js';
import type { Plain } from '../http/plain.js';
import type { CloseProductionDto, OpenProductionDto, ProductionBody } from './productions.dto.js';

@Injectable()
export class ProductionsService {
  constructor(
    private readonly commands: CommandRunner,
    private readonly readModel: ReadModel,
    private readonly watermarks: Watermarks,
  ) {}

  /** @throws Problem already-exists */
  async open(
    context: CommandContext,
    request: OpenProductionDto,
    waitMs: number,
  ): Promise<CommandOutcome<ProductionState>> {
    const outcome = await this.commands.run(context, {
      stream: productionStream(request.id),
      fold: (events) => foldProduction(request.id, events),
      decide: (state, decision) => decideOpenProduction(state, request, decision),
    });
    await caughtUp(this.watermarks, outcome.position, waitMs);
    return outcome;
  }

  /** @throws Problem wrong-state */
  async close(
    context: CommandContext,
    production: string,
    request: CloseProductionDto,
  ): Promise<CommandOutcome<ProductionState>> {
    return this.commands.run(context, {
      stream: productionStream(production),
      fold: (events) => foldProduction(production, events),
      decide: (state, decision) => decideCloseProduction(state, request, decision),
    });
  }

  /** Those in which the caller has a role; the others look as if they did not exist. By id. */
  visibleTo(caller: Caller): readonly ProductionRow[] {
    return this.readModel.productions().filter(({ id }) => caller.rolesIn(id).length > 0);
  }

  /** @throws Problem not-found */
  one(production: string): ProductionRow {
    const row = this.readModel.production(production);
    if (row === null) throw new Problem('not-found', `There is no production ${production}.`);
    return row;
  }
}

export function bodyOfRow({ id, title, state, openedAt, openedBy, closedAt }: ProductionRow): Plain<ProductionBody> {
  return { id, title, state, openedAt, openedBy, closedAt };
}

export function bodyOfState({ id, opened, closed }: ProductionState): Plain<ProductionBody> {
  if (opened === null) throw new Error(`the production ${id} has not been opened`);
  return {
    id,
    title: opened.data.title,
    state: closed === null ? 'open' : 'closed',
    openedAt: opened.recordedAt,
    openedBy: opened.by,
    closedAt: closed?.recordedAt ?? null,
  };
}
