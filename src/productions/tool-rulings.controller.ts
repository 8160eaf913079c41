import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideRevokeToolRuling,
  decideRuleToolUse,
  foldProduction,
  foldTool,
  isAssistiveThroughout,
  productionStream,
  REGISTRY_ID,
  toolStream,
  type RevokeToolRulingCommand,
  type RuleToolUseCommand,
  type ToolUseRuledData,
} from '@clearance/domain';
import type { EventStore } from '@clearance/event-store';
import { ruleOf } from '@clearance/policy';
import { policyOf, positionOf, toolRulingById, toolRulingsOf, type ToolRulingView } from '@clearance/projections';
import { isPerson, RevokeDto } from '../assets/index.js';
import { AnyRole, PersonOnly, Received, Roles, Unrestricted, type Incoming } from '../auth/index.js';
import { answer, created, cursorFor, keyOfCursor, page, plainOf } from '../http/index.js';
import { loadStream } from '../ledger/appending.js';
import { CommandRunner, Clock, Problem, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { EVENT_STORE } from '../ledger/tokens.js';
import { ToolRulingAnswer, ToolRulingDto, ToolRulingPage, ToolRulingsQuery } from './tool-rulings.dto.js';

/** Ruling once on all uses of an assistive tool, so that reviewers need not rule on each. */
@ApiTags('tools')
@ApiBearerAuth()
@Controller('v1/productions/:production/tool-rulings')
export class ToolRulingsController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly clock: Clock,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Post()
  @Roles('reviewer')
  @PersonOnly()
  @Unrestricted()
  @ApiCreatedResponse({ type: ToolRulingAnswer })
  @ApiOperation({
    summary: 'Rule on all present and future uses of an assistive tool, in one mode',
    description:
      'Clears what the named rules escalate, wherever that tool in that mode is all that made an asset. It ends at `expiresAt`, and wherever the tool turns out to generate.',
  })
  async rule(@Received() incoming: Incoming, @Param('production') production: string, @Body() body: ToolRulingDto) {
    const command = plainOf(body) as RuleToolUseCommand;
    const assistive = await this.isAssistive(command);
    const { db } = this.connection;
    const outcome = await this.runner.run(incoming.command(body), {
      stream: productionStream(production),
      fold: (events) => foldProduction(production, events),
      decide: (state, context) => {
        const { policy } = db.snapshot(() => policyOf(db, production));
        const outcomeOf = (rule: string) => ruleOf(policy, rule)?.outcome ?? null;
        return decideRuleToolUse(state, command, { person: isPerson(incoming), assistive, outcomeOf }, context);
      },
    });
    await this.watermarks.waitForFacts(outcome.position, incoming.waitMs);
    const { ruling } = outcome.events.at(-1)!.data as ToolUseRuledData;
    const view = { ...this.view(production, ruling), position: String(outcome.position) };
    return created(view, `/v1/productions/${production}/tool-rulings/${ruling}`, { replayed: outcome.replayed });
  }

  @Post(':ruling/revoke')
  @HttpCode(200)
  @Roles('reviewer')
  @Unrestricted()
  @ApiOkResponse({ type: ToolRulingAnswer })
  @ApiOperation({ summary: 'Revoke a ruling on a tool, from the start or from a time' })
  async revoke(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('ruling') ruling: string,
    @Body() body: RevokeDto,
  ) {
    const command: RevokeToolRulingCommand = { ...(plainOf(body) as Omit<RevokeToolRulingCommand, 'ruling'>), ruling };
    const { position, replayed } = await this.runner.run(incoming.command(body), {
      stream: productionStream(production),
      fold: (events) => foldProduction(production, events),
      decide: (state, context) => decideRevokeToolRuling(state, command, context),
    });
    await this.watermarks.waitForFacts(position, incoming.waitMs);
    return answer({ ...this.view(production, ruling), position: String(position) }, { replayed });
  }

  @Get()
  @AnyRole()
  @ApiOkResponse({ type: ToolRulingPage })
  @ApiOperation({ summary: 'Rulings on tools, in the order they were given' })
  list(@Param('production') production: string, @Query() query: ToolRulingsQuery) {
    const { limit, cursor, tool, state } = query;
    const bound = { list: 'tool-rulings', production, tool, state };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { db } = this.connection;
    return db.snapshot(() => {
      const filter = { tool: tool ?? null, states: state ?? null };
      const found = toolRulingsOf(db, production, filter, { after: after === null ? null : Number(after), limit });
      const next = found.next === null ? null : cursorFor(bound, [found.next]);
      return page({ items: found.items, next, position: positionOf(db) });
    });
  }

  @Get(':ruling')
  @AnyRole()
  @ApiOkResponse({ type: ToolRulingAnswer })
  @ApiOperation({ summary: 'One ruling on a tool' })
  show(@Param('production') production: string, @Param('ruling') id: string) {
    const { db } = this.connection;
    return db.snapshot(() => ({ ...this.view(production, id), position: positionOf(db) }));
  }

  /** As the log has the tool at this moment: a classification just recorded counts. */
  private async isAssistive({ tool, version, mode }: RuleToolUseCommand): Promise<boolean> {
    if (!REGISTRY_ID.test(tool)) return false;
    const state = foldTool(tool, await loadStream(this.store, toolStream(tool)));
    return isAssistiveThroughout(state, { version, mode }, this.clock.now());
  }

  private view(production: string, id: string): ToolRulingView {
    const { db } = this.connection;
    const view = db.snapshot(() => toolRulingById(db, production, id));
    if (view === null) throw new Problem('not-found', `There is no ruling ${id} in ${production}.`);
    return view;
  }
}
