import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideApproveUsage,
  decideConfirmConformance,
  decideRejectUsage,
  decideRevokeConformance,
  decideRevokeUsage,
  type ApproveUsageCommand,
  type ConfirmConformanceCommand,
  type RejectUsageCommand,
  type RevokeConformanceCommand,
  type RevokeUsageCommand,
  type UsageData,
} from '@clearance/domain';
import { isPerson } from '../assets/index.js';
import { PersonOnly, Received, Roles, Unrestricted, type Incoming } from '../auth/index.js';
import { answer, created, plainOf } from '../http/index.js';
import { BodyLimit, MIB } from '../http/body/index.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { ConformanceAnswer, UsageAnswer } from './answers.js';
import { ApproveUsageDto, ConformanceDto, RejectUsageDto, RevokeUsageDto } from './dto.js';
import { conformanceAt, usageAt, usagePath } from './usage-answers.js';
import { UsageDecisions, type UsageDecider } from './usage-decisions.js';

/** Decisions on usages: a second person approves them, and another one says which bytes are what was approved. */
@ApiTags('usages')
@Controller('v1/productions/:production/usages/:usage')
@Unrestricted()
export class UsageActsController {
  constructor(
    private readonly decisions: UsageDecisions,
    private readonly connection: ReadModelConnection,
  ) {}

  @Post('approve')
  @HttpCode(200)
  @Roles('reviewer')
  @PersonOnly()
  @ApiOkResponse({ type: UsageAnswer })
  @ApiOperation({ summary: 'Approve a usage; whoever proposed it does not. As many people as its kind asks for' })
  approve(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('usage') usage: string,
    @Body() body: ApproveUsageDto,
  ) {
    const command = plainOf(body) as ApproveUsageCommand;
    const person = isPerson(incoming);
    return this.decided(incoming, production, usage, body, (state, { policy, quorum }, context) =>
      decideApproveUsage(state, command, { person, policy, quorum: quorum(state) }, context),
    );
  }

  @Post('reject')
  @HttpCode(200)
  @Roles('reviewer')
  @PersonOnly()
  @ApiOkResponse({ type: UsageAnswer })
  @ApiOperation({ summary: 'Turn a usage down that was not approved yet; another one may be proposed' })
  reject(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('usage') usage: string,
    @Body() body: RejectUsageDto,
  ) {
    const command = plainOf(body) as RejectUsageCommand;
    const person = isPerson(incoming);
    return this.decided(incoming, production, usage, body, (state, { quorum }, context) =>
      decideRejectUsage(state, command, { person, quorum: quorum(state) }, context),
    );
  }

  @Post('revoke')
  @HttpCode(200)
  @Roles('reviewer')
  @ApiOkResponse({ type: UsageAnswer })
  @ApiOperation({ summary: 'Revoke an approved usage, from the start or from a time' })
  revoke(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('usage') usage: string,
    @Body() body: RevokeUsageDto,
  ) {
    const command = plainOf(body) as RevokeUsageCommand;
    return this.decided(incoming, production, usage, body, (state, _, context) =>
      decideRevokeUsage(state, command, context),
    );
  }

  @Post('conformance')
  @Roles('reviewer')
  @PersonOnly()
  @BodyLimit(MIB)
  @ApiCreatedResponse({ type: ConformanceAnswer })
  @ApiOperation({
    summary: 'Confirm that bytes are what was approved, all or none; neither the proposer nor a maker does this',
  })
  async conform(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('usage') usage: string,
    @Body() body: ConformanceDto,
  ) {
    const { digests, assets, ...command } = plainOf(body) as ConfirmConformanceCommand & {
      readonly digests?: readonly { readonly sha256: string }[];
      readonly assets?: readonly string[];
    };
    if ((digests === undefined) === (assets === undefined)) throw eitherOr();
    const named = { digests: (digests ?? []).map(({ sha256 }) => sha256), assets: assets ?? [] };
    const person = isPerson(incoming);
    const { events, position, replayed } = await this.decisions.decide(
      incoming.command(body),
      { production, usage },
      incoming.waitMs,
      (state, { quorum, bytes }, context) =>
        decideConfirmConformance(
          state,
          command,
          { person, quorum: quorum(state), bytes: bytes(state, named) },
          context,
        ),
    );
    const { conformance } = events.at(-1)!.data as UsageData['conformance-confirmed'];
    const view = conformanceAt(this.connection.db, incoming, production, usage, conformance, position);
    return created(view, `${usagePath(production, usage)}/conformance/${conformance}`, { replayed });
  }

  @Post('conformance/:conformance/revoke')
  @HttpCode(200)
  @Roles('reviewer')
  @ApiOkResponse({ type: ConformanceAnswer })
  @ApiOperation({ summary: 'Take a confirmation back: what it named has not been confirmed' })
  async unconform(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('usage') usage: string,
    @Param('conformance') conformance: string,
    @Body() body: RejectUsageDto,
  ) {
    const command: RevokeConformanceCommand = { ...(plainOf(body) as RejectUsageCommand), conformance };
    const { position, replayed } = await this.decisions.decide(
      incoming.command(body),
      { production, usage },
      incoming.waitMs,
      (state, _, context) => decideRevokeConformance(state, command, context),
    );
    const view = conformanceAt(this.connection.db, incoming, production, usage, conformance, position);
    return answer(view, { replayed });
  }

  private async decided(incoming: Incoming, production: string, usage: string, body: object, decide: UsageDecider) {
    const target = { production, usage };
    const outcome = await this.decisions.decide(incoming.command(body), target, incoming.waitMs, decide);
    const view = usageAt(this.connection.db, incoming, production, usage, outcome.position);
    return answer(view, { replayed: outcome.replayed });
  }
}

function eitherOr(): Problem {
  const message = 'must be given, or assets, one of the two';
  return new Problem('invalid-request', `/digests ${message}.`, {}, [{ pointer: '/digests', message, code: 'one-of' }]);
}
