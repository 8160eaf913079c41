import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyRole, Received, seesWholeAsset, type Incoming } from '../auth/index.js';
import { AssetId } from '../http/asset-id.js';
import { keyOfCursor } from '../http/cursor.js';
import { Problem } from '../ledger/ports.js';
import { Reader } from '../reading/index.js';
import { HistoryParameters } from './dto.js';
import { pointOf } from './point.js';

@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/productions/:production/assets/:id/history')
export class HistoryController {
  constructor(private readonly reader: Reader) {}

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
    const asked = {
      order,
      types,
      from: pointOf('from', selection.from),
      to: pointOf('to', selection.to),
      after: key === null ? null : Number(key),
    };
    return this.reader.body('history', { production, asset, query: asked, limit, bound });
  }
}
