import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { deliveryView, narrowedDecision, narrowedDelivery, positionOf } from '@clearance/projections';
import { visibleTo } from '../assets/index.js';
import { Received, Roles, type Incoming } from '../auth/index.js';
import { Promotions } from '../decisions/promotions.js';
import { Releases } from '../decisions/releases.js';
import { answer, created } from '../http/answer.js';
import { AssetId } from '../http/asset-id.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { PromoteDto, ReleaseDto } from './dto.js';
import { Targets } from './targets.js';

/** The two decisions that let something go out. */
@ApiTags('deliveries')
@ApiBearerAuth()
@Controller('v1/productions/:production')
export class ReleasesController {
  constructor(
    private readonly releases: Releases,
    private readonly promotions: Promotions,
    private readonly targets: Targets,
    private readonly connection: ReadModelConnection,
  ) {}

  @Post('deliveries/:delivery/release')
  @HttpCode(200)
  @Roles('delivery')
  @ApiOperation({ summary: 'Release what a check found clear; judged anew at this moment' })
  async release(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('delivery') id: string,
    @Body() body: ReleaseDto,
  ) {
    const context = incoming.command(body);
    const target = this.targets.delivery(production, id);
    const command = { check: body.check, validUntil: body.validUntil ?? null, expectedRevision: body.expectedRevision };
    const outcome = await this.releases.release(context, target, command, incoming.waitMs);
    const { db } = this.connection;
    const visible = visibleTo(incoming.caller);
    const { delivery, decision } = db.snapshot(() => ({
      delivery: { ...narrowedDelivery(db, deliveryView(db, production, id)!, visible), position: positionOf(db) },
      decision: narrowedDecision(db, outcome.decision, visible),
    }));
    if (!outcome.released) {
      const { held = 0, total = 0 } = decision.summary as { held?: number; total?: number };
      throw new Problem(
        'release-refused',
        `${held} of ${total} items are held.`,
        {
          decision,
          position: String(outcome.position),
        },
        [],
        outcome.replayed,
      );
    }
    // A fact that landed meanwhile has compromised it at once: the record stands, and the answer is no go (D4).
    const stands = delivery.state === 'released';
    return answer(
      { delivery, decision, receipt: delivery.release?.receipt ?? null, position: String(outcome.position) },
      { replayed: outcome.replayed, headers: { 'clearance-decision': stands ? 'release' : 'hold' } },
    );
  }

  @Post('assets/:id/promotions')
  @Roles('delivery')
  @ApiOperation({ summary: 'Say that these bytes are the chosen final for a delivery' })
  async promote(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Body() body: PromoteDto,
  ) {
    const target = this.targets.delivery(production, body.delivery);
    const outcome = await this.promotions.promote(incoming.command(body), { ...target, asset }, body, incoming.waitMs);
    const { decision } = outcome;
    if (!outcome.promoted) {
      if (decision.decision === 'undecided') {
        throw new Problem(
          'undecided',
          'This promotion was interrupted before it came to an outcome. Promote again under a new Idempotency-Key.',
        );
      }
      throw new Problem(
        'promotion-refused',
        `${asset} may not go into ${body.delivery}.`,
        {
          decision,
          position: String(outcome.position),
        },
        [],
        outcome.replayed,
      );
    }
    return created(
      { asset, delivery: body.delivery, decision, position: String(outcome.position) },
      `/v1/productions/${production}/assets/${encodeURIComponent(asset)}`,
      { replayed: outcome.replayed, headers: { 'clearance-decision': decision.decision } },
    );
  }
}
