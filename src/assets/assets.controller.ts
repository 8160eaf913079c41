import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { lineage, listAssets, lookup, type AssetListKey } from '@clearance/projections';
import { AnyRole, Received, type Incoming } from '../auth/index.js';
import { page } from '../http/answer.js';
import { WaitsForState } from '../http/answer.interceptor.js';
import { AssetId } from '../http/asset-id.js';
import { cursorFor, keyOfCursor, type CursorKey } from '../http/cursor.js';
import { BodyLimit, MIB } from '../http/body/index.js';
import { Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { AssetAnswers, unknownAsset } from './asset-answers.js';
import { filterOf, lookupsOf } from './asset-filter.js';
import { LookupDto } from './dto/acts.dto.js';
import { AssetQuery, AssetsQuery, LineageParameters } from './dto/queries.js';
import { LINEAGE_TYPES, lineageAnswer } from './lineage-answer.js';
import { visibleTo } from './visible-to.js';

/** 5,000 digests with room to spare. */
const LOOKUP_LIMIT = 8 * MIB;

@ApiTags('assets')
@ApiBearerAuth()
@Controller('v1/productions/:production/assets')
export class AssetsController {
  constructor(
    private readonly answers: AssetAnswers,
    private readonly connection: ReadModelConnection,
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
    // Read before the snapshot: what the answer claims to hold it holds, and perhaps more.
    const position = String(this.watermarks.stateAt(production));
    const { db } = this.connection;
    return db.snapshot(() => {
      const use = query.use === undefined ? null : this.answers.useOf(production, query.use);
      const found = listAssets(
        db,
        production,
        { filter, sort: query.sort ?? 'id', use, usedIn: query.use ?? null, after, limit },
        visibleTo(incoming.caller),
      );
      const next = found.next === null ? null : cursorFor(bound, [found.next.asset, found.next.changed]);
      return page({ items: found.items, next, position });
    });
  }

  @Post('lookup')
  @HttpCode(200)
  @AnyRole()
  @WaitsForState()
  @BodyLimit(LOOKUP_LIMIT)
  @ApiOperation({ summary: 'Find assets by ids, digests and aliases; changes nothing' })
  lookup(@Received() incoming: Incoming, @Param('production') production: string, @Body() body: LookupDto) {
    const queries = lookupsOf(body);
    const position = String(this.watermarks.stateAt(production));
    const { db } = this.connection;
    const items = db.snapshot(() => lookup(db, production, queries, visibleTo(incoming.caller)));
    return { items, position };
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
  lineage(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @AssetId() asset: string,
    @Query() query: LineageParameters,
    @Headers('accept') accept?: string,
  ) {
    const { direction = 'upstream', depth, limit } = query;
    const { db } = this.connection;
    const found = db.snapshot(() =>
      lineage(db, production, asset, { direction, depth, limit }, visibleTo(incoming.caller)),
    );
    if (found === null) throw unknownAsset(asset, production);
    return lineageAnswer(found, accept);
  }
}

function listKeyOf(key: CursorKey | null): AssetListKey | null {
  return key === null ? null : { asset: String(key[0]), changed: Number(key[1]) };
}
