import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decideConfirmReplacement, decideFacts, decideLift, decideWithdraw, type Recorded } from '@clearance/domain';
import { eventView } from '@clearance/projections';
import { mayTouch, PersonOnly, Received, Roles, type Incoming } from '../auth/index.js';
import { answer, created } from '../http/answer.js';
import { AssetId } from '../http/asset-id.js';
import { plainOf } from '../http/fields/index.js';
import { Problem, type CommandOutcome } from '../ledger/ports.js';
import { AssetAnswers, assetPath } from './asset-answers.js';
import { AssetDecisions, type AssetTarget } from './asset-decisions.js';
import { ConfirmReplacementDto, LiftDto, TemporaryMarkDto, WithdrawDto } from './dto/acts.dto.js';

/** What people say and decide about one asset, beside approvals and retractions. */
@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/productions/:production/assets/:id')
export class AssetActsController {
  constructor(
    private readonly decisions: AssetDecisions,
    private readonly answers: AssetAnswers,
  ) {}

  @Post('temporary-mark')
  @Roles('emitter', 'reviewer', 'delivery')
  @ApiOperation({ summary: 'Mark an asset temporary; the same as the fact, for people' })
  async mark(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Body() body: TemporaryMarkDto,
  ) {
    if (!mayTouch(incoming.caller, 'event', 'marked-temporary')) {
      throw new Problem('restricted', 'The token may not report marked-temporary.');
    }
    const target = { production, asset };
    const { reason } = body;
    const outcome = await this.decisions.decide(
      incoming.command(body),
      target,
      incoming.waitMs,
      (state, _, { identity }) =>
        decideFacts(state, [{ type: 'marked-temporary', data: { reason } }], identity, {
          source: null,
          pointerOf: () => '',
        }),
    );
    return recorded(outcome, target);
  }

  @Post('temporary-mark/lift')
  @HttpCode(200)
  @Roles('reviewer')
  @PersonOnly()
  @ApiOperation({ summary: 'Lift temporary marks; a second person does this' })
  async lift(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Body() body: LiftDto,
  ) {
    const target = { production, asset };
    const command = plainOf(body) as LiftDto;
    const outcome = await this.decisions.decide(
      incoming.command(body),
      target,
      incoming.waitMs,
      (state, situation, context) => decideLift(state, command, { ...situation, person: isPerson(incoming) }, context),
    );
    return this.answerAfter(incoming, target, outcome);
  }

  @Post('replacement-confirmations')
  @Roles('reviewer')
  @PersonOnly()
  @ApiOperation({ summary: 'Confirm that what was wrong with an older version is gone; a second person does this' })
  async confirmReplacement(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Body() body: ConfirmReplacementDto,
  ) {
    const target = { production, asset };
    const { of, replacedBy, removed, evidence, ...rest } = plainOf(body) as ConfirmReplacementDto;
    const command = {
      ...rest,
      of: of.asset,
      replacedBy: replacedBy ?? [],
      removed: removed ?? false,
      evidence: evidence ?? [],
    };
    const outcome = await this.decisions.decide(
      incoming.command(body),
      target,
      incoming.waitMs,
      (state, situation, context) => {
        const excluded = [...situation.excluded, ...command.roots.flatMap((root) => situation.submittersOf(root))];
        return decideConfirmReplacement(
          state,
          command,
          { ...situation, excluded, person: isPerson(incoming) },
          context,
        );
      },
    );
    return recorded(outcome, target);
  }

  @Post('promotions/:delivery/withdraw')
  @HttpCode(200)
  @Roles('delivery', 'reviewer')
  @ApiOperation({ summary: 'Say that an asset is no longer the chosen final for a delivery' })
  async withdraw(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Param('delivery') delivery: string,
    @Body() body: WithdrawDto,
  ) {
    const target = { production, asset };
    const command = { reason: body.reason, expectedRevision: body.expectedRevision, delivery };
    const outcome = await this.decisions.decide(incoming.command(body), target, incoming.waitMs, (state, _, context) =>
      decideWithdraw(state, command, context),
    );
    return this.answerAfter(incoming, target, outcome);
  }

  private answerAfter(incoming: Incoming, target: AssetTarget, { position, replayed }: CommandOutcome<unknown>) {
    return answer(this.answers.after(incoming.caller, target, position), { replayed });
  }
}

export const isPerson = (incoming: Incoming): boolean => incoming.caller.kind === 'person';

/** 201 with the event that was recorded. */
function recorded({ events, replayed }: CommandOutcome<unknown>, target: AssetTarget) {
  const event: Recorded | undefined = events.at(-1);
  if (event === undefined) throw new Error(`a command on ${target.asset} recorded nothing`);
  return created(eventView(event), `${assetPath(target)}/history`, { replayed });
}
