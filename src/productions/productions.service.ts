import { Injectable } from '@nestjs/common';
import {
  decideCloseProduction,
  decideOpenProduction,
  foldProduction,
  productionStream,
  type PinnedPack,
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
import { PackCatalogue } from '../policies/index.js';
import type { CloseProductionDto, OpenProductionDto, PackNameBody, ProductionBody } from './productions.dto.js';

@Injectable()
export class ProductionsService {
  constructor(
    private readonly commands: CommandRunner,
    private readonly readModel: ReadModel,
    private readonly watermarks: Watermarks,
    private readonly catalogue: PackCatalogue,
  ) {}

  /** @throws Problem already-exists, or invalid-request where a pack cannot be adopted */
  async open(
    context: CommandContext,
    request: OpenProductionDto,
    waitMs: number,
  ): Promise<CommandOutcome<ProductionState>> {
    const situation = await this.catalogue.situationOf(request.packs ?? []);
    const outcome = await this.commands.run(context, {
      stream: productionStream(request.id),
      fold: (events) => foldProduction(request.id, events),
      decide: (state, decision) => decideOpenProduction(state, request, situation, decision),
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

export function bodyOfRow(row: ProductionRow): Plain<ProductionBody> {
  const { id, title, state, packs, openedAt, openedBy, closedAt } = row;
  return { id, title, state, packs: namesOf(packs), openedAt, openedBy, closedAt };
}

export function bodyOfState({ id, opened, closed, policy }: ProductionState): Plain<ProductionBody> {
  if (opened === null) throw new Error(`the production ${id} has not been opened`);
  return {
    id,
    title: opened.data.title,
    state: closed === null ? 'open' : 'closed',
    packs: namesOf(policy?.data.packs ?? []),
    openedAt: opened.recordedAt,
    openedBy: opened.by,
    closedAt: closed?.recordedAt ?? null,
  };
}

function namesOf(packs: readonly PinnedPack[]): Plain<PackNameBody>[] {
  return packs.map(({ id, version }) => ({ id, version }));
}
