import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decideAssignWork, foldProduction, productionStream } from '@clearance/domain';
import type { WorklistFilter, WorklistItem, WorklistKey } from '@clearance/projections';
import { seenBy } from '../assets/index.js';
import { AnyRole, Received, Roles, type Incoming } from '../auth/index.js';
import { answer } from '../http/answer.js';
import { WaitsForState } from '../http/answer.interceptor.js';
import { keyOfCursor, type CursorKey } from '../http/cursor.js';
import { Clock, CommandRunner, Problem, Watermarks } from '../ledger/ports.js';
import { Reader, type Ask } from '../reading/index.js';
import { AssignDto, WorklistQuery, WorklistSelection } from './dto.js';
import { before } from './duration.js';

@ApiTags('worklist')
@ApiBearerAuth()
@Controller('v1/productions/:production/worklist')
export class WorklistController {
  constructor(
    private readonly reader: Reader,
    private readonly watermarks: Watermarks,
    private readonly clock: Clock,
    private readonly runner: CommandRunner,
  ) {}

  @Get()
  @AnyRole()
  @WaitsForState()
  @ApiOperation({
    summary: 'What waits for somebody: concerns, requests, retractions, what runs out, open findings where they arise',
  })
  list(@Received() incoming: Incoming, @Param('production') production: string, @Query() query: WorklistQuery) {
    const { limit, cursor, ...selection } = query;
    const bound = { list: 'worklist', production, ...selection };
    const after = listKeyOf(keyOfCursor(cursor, bound));
    const filter = this.filterOf(selection);
    return this.reader.body('worklist', {
      production,
      filter,
      after,
      limit,
      bound,
      visible: seenBy(incoming.caller),
      stateAt: this.watermarks.stateAt(production),
    });
  }

  @Get('groups')
  @AnyRole()
  @WaitsForState()
  @ApiOperation({
    summary: 'The worklist by rule, tool, mode and vendor: how many, how old, whose, and what would clear them',
  })
  groups(@Received() incoming: Incoming, @Param('production') production: string, @Query() query: WorklistSelection) {
    return this.reader.body('worklist groups', {
      production,
      filter: this.filterOf(query),
      visible: seenBy(incoming.caller),
    });
  }

  @Post(':item/assign')
  @HttpCode(200)
  @Roles('reviewer', 'delivery')
  @ApiOperation({ summary: 'Say who takes care of an item' })
  async assign(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('item') item: string,
    @Body() body: AssignDto,
  ) {
    await this.item(incoming, production, item);
    const outcome = await this.runner.run(incoming.command(body), {
      stream: productionStream(production),
      fold: (events) => foldProduction(production, events),
      decide: (state, context) => decideAssignWork(state, { item, owner: body.owner }, context),
    });
    await this.watermarks.waitForFacts(outcome.position, incoming.waitMs);
    const view = { ...(await this.item(incoming, production, item)), position: String(outcome.position) };
    return answer(view, { replayed: outcome.replayed });
  }

  private filterOf({ kind, owner, rule, olderThan, scope }: WorklistSelection): WorklistFilter {
    return {
      kinds: kind ?? null,
      owner: owner ?? null,
      rule: rule ?? null,
      before: olderThan === undefined ? null : before(this.clock.now(), olderThan),
      scope: scope ?? null,
    };
  }

  /** @throws Problem not-found where it is no longer on the list */
  private async item(incoming: Incoming, production: string, id: string): Promise<WorklistItem> {
    let after: WorklistKey | null = null;
    do {
      const ask: Ask<'worklist item'> = { production, item: id, after, visible: seenBy(incoming.caller) };
      const { item, next } = await this.reader.ask('worklist item', ask);
      if (item !== null) return item;
      after = next;
    } while (after !== null);
    throw new Problem('not-found', `There is no item ${id} on the worklist of ${production}.`);
  }
}

function listKeyOf(key: CursorKey | null): WorklistKey | null {
  if (key === null) return null;
  const [source, ...rest] = key;
  return { source: Number(source), key: rest };
}
