import { Body, Controller, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideAdoptPolicy,
  foldProduction,
  productionStream,
  type AdoptPolicyCommand,
  type PolicyAdoptedData,
} from '@clearance/domain';
import { adoptedPacks, adoptionOf, positionOf } from '@clearance/projections';
import { AnyRole, Received, Roles, Unrestricted, type Incoming } from '../auth/index.js';
import { answer } from '../http/answer.js';
import { plainOf } from '../http/fields/index.js';
import { caughtUp } from '../ledger/catching-up.js';
import { CommandRunner, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { AdoptionAnswer, AdoptPolicyDto } from './dto.js';
import { PackCatalogue } from './pack-catalogue.js';

/** By which packs a production is judged besides the base rules. */
@ApiTags('policies')
@ApiBearerAuth()
@Controller('v1/productions/:production/policy')
export class AdoptionController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
    private readonly catalogue: PackCatalogue,
  ) {}

  @Put()
  @HttpCode(200)
  @Roles('admin')
  @Unrestricted()
  @ApiOkResponse({ type: AdoptionAnswer })
  @ApiOperation({
    summary: 'Say which packs bind from here on',
    description:
      'Decisions keep the packs they were made by. A live release is watched under those, never under newer ones.',
  })
  async adopt(@Received() incoming: Incoming, @Param('production') production: string, @Body() body: AdoptPolicyDto) {
    const command = plainOf(body) as AdoptPolicyCommand;
    const situation = await this.catalogue.situationOf(body.packs);
    const { events, state, position, replayed } = await this.runner.run(incoming.command(body), {
      stream: productionStream(production),
      fold: (recorded) => foldProduction(production, recorded),
      decide: (before, context) => decideAdoptPolicy(before, command, situation, context),
    });
    await caughtUp(this.watermarks, position, incoming.waitMs);
    const adopted = events.at(-1)!;
    const { packs, reason } = adopted.data as PolicyAdoptedData;
    const view = {
      production,
      ...adoptedPacks(packs),
      reason,
      adoptedAt: adopted.meta.recordedAt,
      adoptedBy: adopted.meta.actor.subject,
      faults: [],
      revision: state.revision,
      position: String(position),
    };
    return answer(view, { replayed });
  }

  @Get()
  @AnyRole()
  @ApiOkResponse({ type: AdoptionAnswer })
  @ApiOperation({ summary: 'The packs in force, every switch as it stands' })
  show(@Param('production') production: string) {
    const { db } = this.connection;
    return db.snapshot(() => ({ production, ...adoptionOf(db, production), position: positionOf(db) }));
  }
}
