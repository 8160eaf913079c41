import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideOpenDelivery,
  decideRecall,
  decideReplace,
  deliveryStream,
  foldDelivery,
  type DeliveryOpenedData,
} from '@clearance/domain';
import {
  deliveryView,
  narrowedDelivery,
  type NarrowedDelivery,
  positionOf,
  type Visible,
} from '@clearance/projections';
import { seenBy, visibleTo } from '../assets/index.js';
import { AnyRole, Received, Roles, type Incoming } from '../auth/index.js';
import { created } from '../http/answer.js';
import { keyOfCursor } from '../http/cursor.js';
import { CommandRunner, Problem, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { Reader } from '../reading/index.js';
import { DeliveriesQuery, OpenDeliveryDto, RecallDto, ReplaceDto } from './dto.js';
import { Targets } from './targets.js';

@ApiTags('deliveries')
@ApiBearerAuth()
@Controller('v1/productions/:production/deliveries')
export class DeliveriesController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
    private readonly reader: Reader,
    private readonly targets: Targets,
  ) {}

  @Post()
  @Roles('delivery')
  @ApiOperation({ summary: 'Open a delivery' })
  async open(@Received() incoming: Incoming, @Param('production') production: string, @Body() body: OpenDeliveryDto) {
    const { id } = body;
    const outcome = await this.runner.run(incoming.command(body), {
      stream: deliveryStream(production, id),
      fold: (events) => foldDelivery(production, id, events),
      decide: (state, context) => decideOpenDelivery(state, openedData(body), context),
    });
    const answer = await this.answerAt(production, id, outcome.position, incoming);
    return created(answer, `/v1/productions/${production}/deliveries/${id}`, { replayed: outcome.replayed });
  }

  @Get()
  @AnyRole()
  @ApiOperation({ summary: 'List deliveries, by id' })
  list(@Received() { caller }: Incoming, @Param('production') production: string, @Query() query: DeliveriesQuery) {
    const { limit, cursor, ...filter } = query;
    const bound = { list: 'deliveries', production, ...filter };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    return this.reader.body('deliveries', {
      production,
      visible: seenBy(caller),
      filter,
      after: after === null ? null : String(after),
      limit,
      bound,
    });
  }

  @Get(':delivery')
  @AnyRole()
  @ApiOperation({ summary: 'One delivery: state, last check, release, concerns' })
  show(@Received() { caller }: Incoming, @Param('production') production: string, @Param('delivery') delivery: string) {
    return this.answer(production, delivery, visibleTo(caller));
  }

  @Post(':delivery/recall')
  @HttpCode(200)
  @Roles('delivery', 'reviewer')
  @ApiOperation({ summary: 'Recall what was released; possible from any live state' })
  async recall(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Body() body: RecallDto,
  ) {
    this.targets.known(production, delivery);
    const command = {
      reason: body.reason,
      cause:
        body.cause == null ? null : { asset: body.cause.asset, consent: body.cause.consent, tool: body.cause.tool },
      paths: body.paths ?? [],
      expectedRevision: body.expectedRevision,
    };
    const outcome = await this.runner.run(incoming.command(body), {
      stream: deliveryStream(production, delivery),
      fold: (events) => foldDelivery(production, delivery, events),
      decide: (state, context) => decideRecall(state, command, context),
    });
    return this.answerAt(production, delivery, outcome.position, incoming);
  }

  @Post(':delivery/replace')
  @HttpCode(200)
  @Roles('delivery')
  @ApiOperation({ summary: 'Say that another released delivery takes the place of this one' })
  async replace(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Body() body: ReplaceDto,
  ) {
    this.targets.known(production, delivery);
    const by = this.connection.db.snapshot(() => deliveryView(this.connection.db, production, body.by));
    const byReleased = by !== null && by.release !== null && by.recall === null && by.replacedBy === null;
    const outcome = await this.runner.run(incoming.command(body), {
      stream: deliveryStream(production, delivery),
      fold: (events) => foldDelivery(production, delivery, events),
      decide: (state, context) => decideReplace(state, body, { byReleased }, context),
    });
    return this.answerAt(production, delivery, outcome.position, incoming);
  }

  private async answerAt(
    production: string,
    delivery: string,
    position: number,
    { caller, waitMs }: Incoming,
  ): Promise<NarrowedDelivery & { position: string }> {
    await this.watermarks.waitForFacts(position, waitMs);
    // E5: a replay states the position of what was recorded, whatever has happened since.
    return { ...this.answer(production, delivery, visibleTo(caller)), position: String(position) };
  }

  private answer(production: string, delivery: string, visible: Visible): NarrowedDelivery & { position: string } {
    const { db } = this.connection;
    return db.snapshot(() => {
      const view = deliveryView(db, production, delivery);
      if (view === null) throw new Problem('not-found', `There is no delivery ${delivery} in ${production}.`);
      return { ...narrowedDelivery(db, view, visible), position: this.position() };
    });
  }

  private position(): string {
    return positionOf(this.connection.db);
  }
}

function openedData(body: OpenDeliveryDto): DeliveryOpenedData {
  return {
    name: body.name,
    class: body.class,
    recipient: body.recipient,
    territories: body.territories,
    languages: body.languages,
    medium: body.medium,
    eidr: body.eidr ?? null,
    dueAt: body.dueAt ?? null,
    labels: body.labels ?? {},
  };
}
