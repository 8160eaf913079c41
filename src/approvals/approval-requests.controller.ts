import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decideApprovalRequest, type ApprovalRequestCommand } from '@clearance/domain';
import { positionOf, requestById, type ApprovalRequestView } from '@clearance/projections';
import { AssetDecisions, seenBy, visibleTo } from '../assets/index.js';
import { AnyRole, Received, Roles, type Incoming } from '../auth/index.js';
import { created } from '../http/answer.js';
import { AssetId } from '../http/asset-id.js';
import { BodyLimit, MIB } from '../http/body/index.js';
import { keyOfCursor } from '../http/cursor.js';
import { plainOf } from '../http/fields/index.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { Reader } from '../reading/index.js';
import { ApprovalRequestDto, RequestsQuery } from './dto.js';

const BODY_LIMIT = 4 * MIB;

@ApiTags('approvals')
@ApiBearerAuth()
@Controller('v1/productions/:production')
export class ApprovalRequestsController {
  constructor(
    private readonly decisions: AssetDecisions,
    private readonly connection: ReadModelConnection,
    private readonly reader: Reader,
  ) {}

  @Post('assets/:id/approval-requests')
  @Roles('emitter', 'reviewer', 'delivery')
  @BodyLimit(BODY_LIMIT)
  @ApiOperation({ summary: 'Ask reviewers for an approval; changes no state' })
  async request(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Body() body: ApprovalRequestDto,
  ) {
    const command = plainOf(body) as ApprovalRequestCommand;
    const { events, position, replayed } = await this.decisions.decide(
      incoming.command(body),
      { production, asset },
      incoming.waitMs,
      (state, situation, context) => decideApprovalRequest(state, command, situation, context),
    );
    const { request } = events.at(-1)!.data as { readonly request: string };
    const view = { ...this.view(incoming, production, request), position: String(position) };
    return created(view, `/v1/productions/${production}/approval-requests/${request}`, { replayed });
  }

  @Get('approval-requests')
  @AnyRole()
  @ApiOperation({ summary: 'Approval requests, in the order they were made' })
  list(@Received() incoming: Incoming, @Param('production') production: string, @Query() query: RequestsQuery) {
    const { limit, cursor, ...selection } = query;
    const bound = { list: 'approval-requests', production, ...selection };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { asset = null, state = null, kind = null, by = null } = selection;
    return this.reader.body('approval requests', {
      production,
      filter: { states: state, kind, by },
      asset,
      after: after === null ? null : Number(after),
      limit,
      bound,
      visible: seenBy(incoming.caller),
    });
  }

  @Get('approval-requests/:request')
  @AnyRole()
  @ApiOperation({ summary: 'One approval request, with the approval or rejection that answered it' })
  show(@Received() incoming: Incoming, @Param('production') production: string, @Param('request') id: string) {
    const { db } = this.connection;
    return db.snapshot(() => ({ ...this.view(incoming, production, id), position: positionOf(db) }));
  }

  private view(incoming: Incoming, production: string, id: string): ApprovalRequestView {
    const { db } = this.connection;
    const view = db.snapshot(() => requestById(db, production, id, visibleTo(incoming.caller)));
    if (view === null) throw new Problem('not-found', `There is no approval request ${id}.`);
    return view;
  }
}
