import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decideApprovalRequest, type ApprovalRequestCommand, type Use } from '@clearance/domain';
import { positionOf, requestById, type ApprovalRequestView } from '@clearance/projections';
import { AssetDecisions, mayActOn, seenBy, visibleTo } from '../assets/index.js';
import { Received, Roles, type Incoming } from '../auth/index.js';
import { answer } from '../http/answer.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { Reader } from '../reading/index.js';
import { CheckApprovalRequestsDto } from './dto.js';
import { Targets } from './targets.js';

/** The kind that clears what the base pack asks approval for. */
const KIND = 'written';

/** Asks for the approvals that a check found missing, one request for each asset it holds. */
@ApiTags('checks')
@ApiBearerAuth()
@Controller('v1/productions/:production/deliveries/:delivery/checks/:check/approval-requests')
export class CheckRequestsController {
  constructor(
    private readonly decisions: AssetDecisions,
    private readonly targets: Targets,
    private readonly connection: ReadModelConnection,
    private readonly reader: Reader,
  ) {}

  @Post()
  @HttpCode(200)
  @Roles('delivery')
  @ApiOperation({ summary: 'Ask for approval of every asset that this check holds and that an approval can clear' })
  async request(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Param('check') check: string,
    @Body() body: CheckApprovalRequestsDto,
  ) {
    const { use } = this.targets.delivery(production, delivery);
    const created: ApprovalRequestView[] = [];
    const skipped: { asset: string; reason: string }[] = [];
    const { assets, unknown } = await this.reader.ask('held assets', {
      production,
      delivery,
      check,
      visible: seenBy(incoming.caller),
      paths: body.paths ?? null,
    });
    for (const path of unknown) skipped.push({ asset: path, reason: 'no asset is known for this item' });
    for (const [index, asset] of assets.entries()) {
      try {
        created.push(await this.one(incoming, { production, asset, check, use, index }, body));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        skipped.push({ asset, reason: error.message });
      }
    }
    return answer({ created, skipped, position: positionOf(this.connection.db) });
  }

  private async one(
    incoming: Incoming,
    {
      production,
      asset,
      check,
      use,
      index,
    }: { production: string; asset: string; check: string; use: Use; index: number },
    body: CheckApprovalRequestsDto,
  ): Promise<ApprovalRequestView> {
    mayActOn(incoming.caller, asset);
    const command: ApprovalRequestCommand = {
      kind: KIND,
      scope: {
        prominence: '*',
        classes: [use.class],
        territories: use.territories,
        languages: use.languages,
        mediums: [use.medium],
      },
      reach: 'exact',
      note: body.note ?? null,
      assignees: body.assignees ?? [],
      dueAt: body.dueAt ?? null,
      check,
    };
    const { events } = await this.decisions.decide(
      incoming.command(body, index),
      { production, asset },
      incoming.waitMs,
      (state, situation, context) => decideApprovalRequest(state, command, situation, context),
    );
    const { request } = events.at(-1)!.data as { readonly request: string };
    const { db } = this.connection;
    return db.snapshot(() => requestById(db, production, request, visibleTo(incoming.caller)))!;
  }
}
