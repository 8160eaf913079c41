import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideAcceptRetraction,
  decideProposeRetraction,
  decideRejectRetraction,
  type CloseRetractionCommand,
  type ProposeRetractionCommand,
} from '@clearance/domain';
import { claimOfRecord, positionOf, retractionById, type RetractionView } from '@clearance/projections';
import { AssetDecisions, isPerson, mayActOn, seenBy, visibleTo, type AssetDecider } from '../assets/index.js';
import { AnyRole, PersonOnly, Received, Roles, type Incoming } from '../auth/index.js';
import { answer, created } from '../http/answer.js';
import { AssetId } from '../http/asset-id.js';
import { keyOfCursor } from '../http/cursor.js';
import { plainOf } from '../http/fields/index.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { Reader } from '../reading/index.js';
import { CloseRetractionDto, RetractionDto, RetractionsQuery } from './dto.js';

/** Taking back facts that were wrong: one person proposes, a second accepts. */
@ApiTags('retractions')
@ApiBearerAuth()
@Controller('v1/productions/:production')
export class RetractionsController {
  constructor(
    private readonly decisions: AssetDecisions,
    private readonly connection: ReadModelConnection,
    private readonly reader: Reader,
  ) {}

  @Post('assets/:id/retractions')
  @Roles('emitter', 'reviewer')
  @ApiOperation({ summary: 'Propose to retract facts; changes nothing until a second person accepts' })
  async propose(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Body() body: RetractionDto,
  ) {
    const command = plainOf(body) as ProposeRetractionCommand;
    const { events, position, replayed } = await this.decisions.decide(
      incoming.command(body),
      { production, asset },
      incoming.waitMs,
      (state, _, context) => decideProposeRetraction(state, command, context),
    );
    const { retraction } = events.at(-1)!.data as { readonly retraction: string };
    const view = { ...this.view(incoming, production, retraction), position: String(position) };
    return created(view, `/v1/productions/${production}/retractions/${retraction}`, { replayed });
  }

  @Post('retractions/:retraction/accept')
  @HttpCode(200)
  @Roles('reviewer')
  @PersonOnly()
  @ApiOperation({ summary: 'Accept a retraction; neither the proposer nor who reported the facts does this' })
  accept(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('retraction') id: string,
    @Body() body: CloseRetractionDto,
  ) {
    const command = closing(id, body);
    return this.close(incoming, production, id, body, (state, situation, context) =>
      decideAcceptRetraction(state, command, { ...situation, person: isPerson(incoming) }, context),
    );
  }

  @Post('retractions/:retraction/reject')
  @HttpCode(200)
  @Roles('reviewer')
  @PersonOnly()
  @ApiOperation({ summary: 'Turn a proposed retraction down' })
  reject(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('retraction') id: string,
    @Body() body: CloseRetractionDto,
  ) {
    const command = closing(id, body);
    return this.close(incoming, production, id, body, (state, _, context) =>
      decideRejectRetraction(state, command, { person: isPerson(incoming) }, context),
    );
  }

  @Get('retractions')
  @AnyRole()
  @ApiOperation({ summary: 'Retractions, in the order they were proposed' })
  list(@Received() incoming: Incoming, @Param('production') production: string, @Query() query: RetractionsQuery) {
    const { limit, cursor, ...selection } = query;
    const bound = { list: 'retractions', production, ...selection };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { asset = null, state = null, by = null } = selection;
    return this.reader.body('retractions', {
      production,
      filter: { states: state, kind: null, by },
      asset,
      after: after === null ? null : Number(after),
      limit,
      bound,
      visible: seenBy(incoming.caller),
    });
  }

  @Get('retractions/:retraction')
  @AnyRole()
  @ApiOperation({ summary: 'One retraction, with what has become of it' })
  show(@Received() incoming: Incoming, @Param('production') production: string, @Param('retraction') id: string) {
    const { db } = this.connection;
    return db.snapshot(() => ({ ...this.view(incoming, production, id), position: positionOf(db) }));
  }

  private async close(
    incoming: Incoming,
    production: string,
    id: string,
    body: CloseRetractionDto,
    decide: AssetDecider,
  ) {
    // A retraction just proposed is there for a second person to close.
    await this.decisions.catchUp(incoming.waitMs);
    const asset = claimOfRecord(this.connection.db, 'retraction', production, id);
    if (asset === null) throw unknownRetraction(id);
    mayActOn(incoming.caller, asset);
    const target = { production, asset };
    const { position, replayed } = await this.decisions.decide(incoming.command(body), target, incoming.waitMs, decide);
    return answer({ ...this.view(incoming, production, id), position: String(position) }, { replayed });
  }

  private view(incoming: Incoming, production: string, id: string): RetractionView {
    const { db } = this.connection;
    const view = db.snapshot(() => retractionById(db, production, id, visibleTo(incoming.caller)));
    if (view === null) throw unknownRetraction(id);
    return view;
  }
}

function closing(retraction: string, body: CloseRetractionDto): CloseRetractionCommand {
  return { ...(plainOf(body) as Omit<CloseRetractionCommand, 'retraction'>), retraction };
}

function unknownRetraction(id: string): Problem {
  return new Problem('not-found', `There is no retraction ${id}.`);
}
