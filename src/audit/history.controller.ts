import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { history, positionOf, type HistoryQuery } from '@clearance/projections';
import { unknownAsset } from '../assets/index.js';
import { AnyRole, Received, seesWholeAsset, type Incoming } from '../auth/index.js';
import { page } from '../http/answer.js';
import { AssetId } from '../http/asset-id.js';
import { cursorFor, keyOfCursor } from '../http/cursor.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { HistoryParameters } from './dto.js';
import { pointOf } from './point.js';

@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/productions/:production/assets/:id/history')
export class HistoryController {
  constructor(private readonly connection: ReadModelConnection) {}

  @Get()
  @AnyRole()
  @ApiOperation({ summary: 'What was recorded about an asset and its twins, as it stands in the log' })
  list(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Query() query: HistoryParameters,
  ) {
    if (!seesWholeAsset(incoming.caller, asset))
      throw new Problem('restricted', `The token may not read the history of ${asset}.`);
    const { limit, cursor, ...selection } = query;
    const bound = { list: 'history', production, asset, ...selection };
    const key = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { order = 'asc', types = null } = selection;
    const asked: HistoryQuery = {
      order,
      types,
      from: pointOf('from', selection.from),
      to: pointOf('to', selection.to),
      after: key === null ? null : Number(key),
      limit,
    };
    const { db } = this.connection;
    return db.snapshot(() => {
      const found = history(db, production, asset, asked);
      if (found === null) throw unknownAsset(asset, production);
      const next = found.next === null ? null : cursorFor(bound, [found.next]);
      return page({ items: found.items, next, position: positionOf(db) });
    });
  }
}
