import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { AssetListKey } from '@clearance/projections';
import { AnyRole, Received, type Incoming } from '../auth/index.js';
import { WaitsForState } from '../http/answer.interceptor.js';
import { AssetId } from '../http/asset-id.js';
import { keyOfCursor, type CursorKey } from '../http/cursor.js';
import { BodyLimit, MIB } from '../http/body/index.js';
import { Watermarks } from '../ledger/ports.js';
import { Reader } from '../reading/index.js';
import { AssetAnswers } from './asset-answers.js';
import { filterOf, lookupsOf } from './asset-filter.js';
import { LookupDto } from './dto/acts.dto.js';
import { AssetQuery, AssetsQuery, LineageParameters } from './dto/queries.js';
import { acceptedType, LINEAGE_TYPES, lineageText } from './lineage-answer.js';
import { seenBy } from './visible-to.js';

/** 5,000 digests with room to spare. */
const LOOKUP_LIMIT = 8 * MIB;

@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/productions/:production/assets')
export class AssetsController {
  constructor(
    private readonly answers: AssetAnswers,
    private readonly reader: Reader,
    private readonly watermarks: Watermarks,
  ) {}

  @Get()
  @AnyRole()
  @WaitsForState()
  @ApiOperation({ summary: 'List assets, one item a content' })
  @ApiQuery({
    name: 'label.<name>',
    required: false,
    type: String,
    description: 'Value of a label; several of them may be given',
  })
  list(@Received() incoming: Incoming, @Param('production') production: string, @Query() query: AssetsQuery) {
    const { limit, cursor, ...selection } = query;
    const bound = { list: 'assets', production, ...selection };
    const after = listKeyOf(keyOfCursor(cursor, bound));
    const filter = filterOf(query);
    return this.reader.body('assets', {
      ...this.asOfNow(incoming, production),
      filter,
      sort: query.sort ?? 'id',
      use: query.use ?? null,
      after,
      bound,
      limit,
    });
  }

  @Post('lookup')
  @HttpCode(200)
  @AnyRole()
  @WaitsForState()
  @BodyLimit(LOOKUP_LIMIT)
  @ApiOperation({ summary: 'Find assets by ids, digests and aliases; changes nothing' })
  lookup(@Received() incoming: Incoming, @Param('production') production: string, @Body() body: LookupDto) {
    return this.reader.body('lookup', { ...this.asOfNow(incoming, production), queries: lookupsOf(body) });
  }

  @Get(':id')
  @AnyRole()
  @ApiOperation({ summary: 'Everything known of one asset: state, findings, facts, approvals' })
  show(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Query() query: AssetQuery,
  ) {
    return this.answers.detail(incoming.caller, { production, asset }, query.use);
  }

  @Get(':id/lineage')
  @AnyRole()
  @ApiOperation({ summary: 'What an asset was made from, and what was made from it' })
  @ApiProduces(...LINEAGE_TYPES)
  async lineage(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Query() query: LineageParameters,
    @Headers('accept') accept?: string,
  ) {
    const { direction = 'upstream', depth, limit } = query;
    const type = acceptedType(accept);
    const ask = { production, asset, query: { direction, depth, limit }, visible: seenBy(incoming.caller) };
    if (type === 'application/json') return this.reader.body('lineage', ask);
    return lineageText(await this.reader.ask('lineage', ask), type);
  }

  /** The position is looked up before anything is read: what the answer claims to hold it holds, and perhaps more. */
  private asOfNow({ caller }: Incoming, production: string) {
    return { production, visible: seenBy(caller), stateAt: this.watermarks.stateAt(production) };
  }
}

function listKeyOf(key: CursorKey | null): AssetListKey | null {
  return key === null ? null : { asset: String(key[0]), changed: Number(key[1]) };
}
