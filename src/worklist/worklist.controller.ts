import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decideAssignWork, foldProduction, productionStream } from '@clearance/domain';
import { worklist, type WorklistItem, type WorklistKey, type WorklistPage } from '@clearance/projections';
import { visibleTo } from '../assets/index.js';
import { AnyRole, Received, Roles, type Incoming } from '../auth/index.js';
import { answer, page } from '../http/answer.js';
import { WaitsForState } from '../http/answer.interceptor.js';
import { cursorFor, keyOfCursor, type CursorKey } from '../http/cursor.js';
import { Clock, CommandRunner, Problem, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { AssignDto, WorklistQuery } from './dto.js';
import { before } from './duration.js';

@ApiTags('worklist')
@ApiBearerAuth()
@Controller('v1/productions/:production/worklist')
export class WorklistController {
  constructor(
    private readonly connection: ReadModelConnection,
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
    const { kind: kinds = null, owner = null, rule = null, olderThan } = selection;
    const filter = { kinds, owner, rule, before: olderThan === undefined ? null : before(this.clock.now(), olderThan) };
    const position = String(this.watermarks.stateAt(production));
    const { db } = this.connection;
    const found = db.snapshot(() => worklist(db, production, filter, after, limit, visibleTo(incoming.caller)));
    const next = found.next === null ? null : cursorFor(bound, [found.next.source, ...found.next.key]);
    return page({ items: found.items, next, position });
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
    this.item(incoming, production, item);
    const outcome = await this.runner.run(incoming.command(body), {
      stream: productionStream(production),
      fold: (events) => foldProduction(production, events),
      decide: (state, context) => decideAssignWork(state, { item, owner: body.owner }, context),
    });
    await this.watermarks.waitForFacts(outcome.position, incoming.waitMs);
    const view = { ...this.item(incoming, production, item), position: String(outcome.position) };
    return answer(view, { replayed: outcome.replayed });
  }

  /** @throws Problem not-found where it is no longer on the list */
  private item(incoming: Incoming, production: string, id: string): WorklistItem {
    const { db } = this.connection;
    return db.snapshot(() => {
      let after: WorklistKey | null = null;
      do {
        const found: WorklistPage = worklist(db, production, EVERYTHING, after, PAGE, visibleTo(incoming.caller));
        const item = found.items.find((candidate) => candidate.id === id);
        if (item !== undefined) return item;
        after = found.next;
      } while (after !== null);
      throw new Problem('not-found', `There is no item ${id} on the worklist of ${production}.`);
    });
  }
}

const EVERYTHING = { kinds: null, owner: null, rule: null, before: null };
const PAGE = 1_000;

function listKeyOf(key: CursorKey | null): WorklistKey | null {
  if (key === null) return null;
  const [source, ...rest] = key;
  return { source: Number(source), key: rest };
}
