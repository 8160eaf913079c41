import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideGrantShare,
  foldProduction,
  productionStream,
  type GrantShareCommand,
  type ShareGrantedData,
} from '@clearance/domain';
import { positionOf, shareById, sharesOf, type ShareView } from '@clearance/projections';
import { AnyRole, Received, Roles, Unrestricted, type Incoming } from '../auth/index.js';
import { BodyLimit, created, cursorFor, keyOfCursor, MIB, page, plainOf } from '../http/index.js';
import { caughtUp } from '../ledger/catching-up.js';
import { CommandRunner, Problem, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { ShareAnswer, ShareDto, SharePage, SharesQuery } from './shares.dto.js';

/** L6: what a production lets another one see. Without a share its assets do not exist there. */
@ApiTags('productions')
@ApiBearerAuth()
@Controller('v1/productions/:production/shares')
@Unrestricted()
export class SharesController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
  ) {}

  @Post()
  @Roles('admin')
  @BodyLimit(MIB)
  @ApiCreatedResponse({ type: ShareAnswer })
  @ApiOperation({ summary: 'Let another production resolve inputs to assets or digests of this one' })
  async grant(@Received() incoming: Incoming, @Param('production') production: string, @Body() body: ShareDto) {
    const command = plainOf(body) as GrantShareCommand;
    const outcome = await this.runner.run(incoming.command(body), {
      stream: productionStream(production),
      fold: (events) => foldProduction(production, events),
      decide: (state, context) => decideGrantShare(state, command, context),
    });
    await caughtUp(this.watermarks, outcome.position, incoming.waitMs);
    const { data, meta } = outcome.events.at(-1)!;
    const { share: id, to, assets, digests, reason } = data as ShareGrantedData;
    const granted = { grantedAt: meta.recordedAt, grantedBy: meta.actor.subject };
    const view: ShareView = { id, production, to, assets, digests, reason, ...granted };
    return created({ ...view, position: String(outcome.position) }, `/v1/productions/${production}/shares/${id}`, {
      replayed: outcome.replayed,
    });
  }

  @Get()
  @AnyRole()
  @ApiOkResponse({ type: SharePage })
  @ApiOperation({ summary: 'What this production shares, in the order it was granted' })
  list(@Param('production') production: string, @Query() query: SharesQuery) {
    const { limit, cursor, to } = query;
    const bound = { list: 'shares', production, to };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { db } = this.connection;
    return db.snapshot(() => {
      const at = { after: after === null ? null : Number(after), limit };
      const found = sharesOf(db, production, { to: to ?? null }, at);
      const next = found.next === null ? null : cursorFor(bound, [found.next]);
      return page({ items: found.items, next, position: positionOf(db) });
    });
  }

  @Get(':share')
  @AnyRole()
  @ApiOkResponse({ type: ShareAnswer })
  @ApiOperation({ summary: 'One share' })
  show(@Param('production') production: string, @Param('share') id: string) {
    const { db } = this.connection;
    return db.snapshot(() => {
      const share = shareById(db, production, id);
      if (share === null) throw new Problem('not-found', `There is no share ${id} in ${production}.`);
      return { ...share, position: positionOf(db) };
    });
  }
}
