import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BREAK_GLASS } from '@clearance/domain';
import { approvalById, positionOf } from '@clearance/projections';
import { RevokeDto, seenBy, visibleTo } from '../assets/index.js';
import { AnyRole, PersonOnly, Received, Roles, type Incoming } from '../auth/index.js';
import { answer, created } from '../http/answer.js';
import { AssetId } from '../http/asset-id.js';
import { BodyLimit, MIB } from '../http/body/index.js';
import { keyOfCursor } from '../http/cursor.js';
import { PROBLEMS } from '../http/problem/catalogue.js';
import { problemDocument, type ProblemDocument } from '../http/problem/document.js';
import { problemFrom } from '../http/problem/from-error.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { Reader } from '../reading/index.js';
import { ApprovalDecisions, unknownApproval, type PlacedApproval } from './approval-decisions.js';
import {
  ApprovalDto,
  ApprovalsDto,
  ApprovalsQuery,
  ConditionEvidenceDto,
  MAX_BULK,
  type AssetApprovalDto,
} from './dto.js';

/** Five hundred approvals of some findings each. */
const BULK_LIMIT = 32 * MIB;
const ONE_LIMIT = 4 * MIB;

/** One result of a bulk request. `failed`: the ledger could not be reached; the same request again does the rest. */
export interface BulkResult {
  readonly status: 'accepted' | 'refused' | 'failed';
  readonly approval: PlacedApproval | null;
  readonly problem: ProblemDocument | null;
}

@ApiTags('approvals')
@ApiBearerAuth()
@Controller('v1/productions/:production')
export class ApprovalsController {
  constructor(
    private readonly approvals: ApprovalDecisions,
    private readonly connection: ReadModelConnection,
    private readonly reader: Reader,
  ) {}

  @Post('assets/:id/approvals')
  @Roles('reviewer', 'break-glass')
  @PersonOnly()
  @BodyLimit(ONE_LIMIT)
  @ApiOperation({
    summary: 'Approve or reject findings of an asset, for these bytes and a scope',
    description: 'The kind `break-glass` takes the role of that name, every other kind the role reviewer.',
  })
  async approve(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Body() body: ApprovalDto,
  ) {
    const { approval, replayed } = await this.approvals.approve(
      incoming,
      incoming.command(body),
      { production, asset },
      body,
    );
    return created(approval, approvalPath(production, approval.id), { replayed });
  }

  @Post('approvals')
  @HttpCode(200)
  @Roles('reviewer')
  @PersonOnly()
  @BodyLimit(BULK_LIMIT)
  @ApiOperation({ summary: `Up to ${MAX_BULK} approvals in one request; each is taken or refused by itself` })
  async approveMany(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Body() body: ApprovalsDto,
  ) {
    const results: BulkResult[] = [];
    // One after the other: an approval may change what the next one finds open.
    for (const [index, item] of body.approvals.entries())
      results.push(await this.oneOf(incoming, production, item, index));
    return { results, position: positionOf(this.connection.db) };
  }

  @Post('approvals/:approval/revoke')
  @HttpCode(200)
  @Roles('reviewer')
  @ApiOperation({ summary: 'Revoke an approval, from the start or from a time' })
  async revoke(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('approval') id: string,
    @Body() body: RevokeDto,
  ) {
    const { approval, replayed } = await this.approvals.revoke(incoming, production, id, body);
    return answer(approval, { replayed });
  }

  @Post('approvals/:approval/conditions/:condition/evidence')
  @HttpCode(200)
  @Roles('reviewer')
  @PersonOnly()
  @ApiOperation({
    summary: 'Show that a condition of an approval is met',
    description: 'An approval given under conditions clears nothing until each of them is evidenced.',
  })
  async evidence(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('approval') id: string,
    @Param('condition') condition: string,
    @Body() body: ConditionEvidenceDto,
  ) {
    const { approval, replayed } = await this.approvals.evidence(incoming, production, id, condition, body);
    return answer(approval, { replayed });
  }

  @Get('approvals')
  @AnyRole()
  @ApiOperation({ summary: 'Approvals and rejections, in the order they were given' })
  list(@Received() incoming: Incoming, @Param('production') production: string, @Query() query: ApprovalsQuery) {
    const { limit, cursor, ...selection } = query;
    const bound = { list: 'approvals', production, ...selection };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { asset = null, state = null, kind = null, by = null, expiresBefore = null } = selection;
    return this.reader.body('approvals', {
      production,
      filter: { states: state, kind, by, expiresBefore },
      asset,
      after: after === null ? null : Number(after),
      limit,
      bound,
      visible: seenBy(incoming.caller),
    });
  }

  @Get('approvals/:approval')
  @AnyRole()
  @ApiOperation({ summary: 'One approval, with what has become of it' })
  show(@Received() incoming: Incoming, @Param('production') production: string, @Param('approval') id: string) {
    const { db } = this.connection;
    return db.snapshot(() => {
      const view = approvalById(db, production, id, visibleTo(incoming.caller));
      if (view === null) throw unknownApproval(id);
      return { ...view, position: positionOf(db) };
    });
  }

  private async oneOf(
    incoming: Incoming,
    production: string,
    item: AssetApprovalDto,
    index: number,
  ): Promise<BulkResult> {
    const { asset, ...body } = item;
    try {
      if (body.kind === BREAK_GLASS) throw oneByOne();
      const { approval } = await this.approvals.approve(
        incoming,
        incoming.command(item, index),
        { production, asset },
        body,
      );
      return { status: 'accepted', approval, problem: null };
    } catch (error) {
      const problem = problemFrom(error);
      if (problem === null) throw error;
      const status = PROBLEMS[problem.slug].status < 500 ? 'refused' : 'failed';
      return { status, approval: null, problem: problemDocument(problem, incoming.request.id) };
    }
  }
}

/** Whoever breaks the glass looks at what is behind it. */
function oneByOne(): Problem {
  return new Problem('approval-kind', 'The glass is broken for one asset at a time, not for many in one request.');
}

function approvalPath(production: string, id: string): string {
  return `/v1/productions/${production}/approvals/${id}`;
}
