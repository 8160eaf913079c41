import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { worklist, type WorklistKey } from '@clearance/projections';
import { visibleTo } from '../assets/index.js';
import { AnyRole, Received, type Incoming } from '../auth/index.js';
import { page } from '../http/answer.js';
import { WaitsForState } from '../http/answer.interceptor.js';
import { cursorFor, keyOfCursor, type CursorKey } from '../http/cursor.js';
import { Clock, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { WorklistQuery } from './dto.js';
import { before } from './duration.js';

@ApiTags('worklist')
@ApiBearerAuth()
@Controller('v1/productions/:production/worklist')
export class WorklistController {
  constructor(
    private readonly connection: ReadModelConnection,
    private readonly watermarks: Watermarks,
    private readonly clock: Clock,
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
}

function listKeyOf(key: CursorKey | null): WorklistKey | null {
  if (key === null) return null;
  const [source, ...rest] = key;
  return { source: Number(source), key: rest };
}
