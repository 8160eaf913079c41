import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decideDeclareUse, deliveryStream, foldDelivery, type DeclareUseCommand } from '@clearance/domain';
import { declaredUses, positionOf, type DeclaredUseView } from '@clearance/projections';
import { mayActOn, seenBy, visibleTo } from '../assets/index.js';
import { AnyRole, Received, Roles, type Incoming } from '../auth/index.js';
import { answer, cursorFor, keyOfCursor, page, plainOf, PageQuery } from '../http/index.js';
import { caughtUp } from '../ledger/catching-up.js';
import { CommandRunner, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { Reader } from '../reading/index.js';
import { Targets } from './targets.js';
import { DeclareUseDto, MissingUsePage, UseAnswer, UsePage } from './uses.dto.js';

/** F8: how assets are used in a delivery, for the rules that ask. What nobody declared counts as the most demanding use. */
@ApiTags('deliveries')
@ApiBearerAuth()
@Controller('v1/productions/:production/deliveries/:delivery/uses')
export class UsesController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
    private readonly targets: Targets,
    private readonly reader: Reader,
  ) {}

  @Post()
  @HttpCode(200)
  @Roles('delivery')
  @ApiOkResponse({ type: UseAnswer })
  @ApiOperation({
    summary: 'Say how an asset is used in this delivery; the last statement about it counts, whole',
    description:
      'The asset is the root of a finding: where what the rule asks about comes from, however deep it lies in what is delivered.',
  })
  async declare(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Body() body: DeclareUseDto,
  ) {
    this.targets.delivery(production, delivery);
    mayActOn(incoming.caller, body.asset);
    const command = plainOf(body) as DeclareUseCommand;
    const { events, position, revision, replayed } = await this.runner.run(incoming.command(body), {
      stream: deliveryStream(production, delivery),
      fold: (recorded) => foldDelivery(production, delivery, recorded),
      decide: (state, context) => decideDeclareUse(state, command, context),
    });
    await caughtUp(this.watermarks, position, incoming.waitMs);
    const { data, meta } = events.at(-1)!;
    const { asset, prominence, onScreen, humanInput, note } = data as DeclaredUseView;
    const declared = { declaredAt: meta.recordedAt, declaredBy: meta.actor.subject };
    const use: DeclaredUseView = { production, delivery, asset, prominence, onScreen, humanInput, note, ...declared };
    return answer({ ...use, revision, position: String(position) }, { replayed });
  }

  @Get('missing')
  @AnyRole()
  @ApiOkResponse({ type: MissingUsePage })
  @ApiOperation({
    summary: 'Roots of which a rule asks how they are used in this delivery, and nobody has said it',
    description: 'Of what is promoted to the delivery and of what its last check lists.',
  })
  missing(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Query() { limit, cursor }: PageQuery,
  ) {
    this.targets.delivery(production, delivery);
    const bound = { list: 'missing uses', production, delivery };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    return this.reader.body('missing uses', {
      production,
      delivery,
      after: after === null ? null : String(after),
      limit,
      bound,
      visible: seenBy(incoming.caller),
    });
  }

  @Get()
  @AnyRole()
  @ApiOkResponse({ type: UsePage })
  @ApiOperation({ summary: 'Declared uses, by asset' })
  list(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Query() { limit, cursor }: PageQuery,
  ) {
    const bound = { list: 'uses', production, delivery };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { db } = this.connection;
    return db.snapshot(() => {
      this.targets.known(production, delivery);
      const at = { after: after === null ? null : String(after), limit };
      const found = declaredUses(db, production, delivery, at, visibleTo(incoming.caller));
      const next = found.next === null ? null : cursorFor(bound, [found.next]);
      return page({ items: found.items, next, position: positionOf(db) });
    });
  }
}
