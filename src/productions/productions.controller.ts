import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyRole, AnyToken, Everywhere, Received, Roles, type Incoming } from '../auth/index.js';
import { answer, created, cursorFor, keyOfCursor, page, PageQuery } from '../http/index.js';
import { Watermarks } from '../ledger/ports.js';
import { CloseProductionDto, OpenProductionDto, ProductionAnswer, ProductionPage } from './productions.dto.js';
import { bodyOfRow, bodyOfState, ProductionsService } from './productions.service.js';

const LIST = { list: 'productions' };

@ApiTags('productions')
@Controller('v1/productions')
export class ProductionsController {
  constructor(
    private readonly productions: ProductionsService,
    private readonly watermarks: Watermarks,
  ) {}

  @Post()
  @Everywhere('admin')
  @ApiCreatedResponse({ type: ProductionAnswer })
  @ApiOperation({ summary: 'A production must be opened before anything can be said in it: a typo founds no tenant' })
  async open(@Body() body: OpenProductionDto, @Received() incoming: Incoming) {
    const { state, position, replayed } = await this.productions.open(incoming.command(body), body, incoming.waitMs);
    return created({ ...bodyOfState(state), position: String(position) }, `/v1/productions/${state.id}`, { replayed });
  }

  @Get()
  @AnyToken()
  @ApiOkResponse({ type: ProductionPage })
  @ApiOperation({ summary: 'The productions in which the token has a role' })
  list(@Query() { limit, cursor }: PageQuery, @Received() { caller }: Incoming) {
    const [after = ''] = keyOfCursor(cursor, LIST) ?? [];
    const rows = this.productions.visibleTo(caller).filter(({ id }) => id > String(after));
    const items = rows.slice(0, limit).map(bodyOfRow);
    const next = rows.length > limit ? cursorFor(LIST, [items.at(-1)!.id]) : null;
    return page({ items, next, position: String(this.watermarks.factsAt) });
  }

  @Get(':production')
  @AnyRole()
  @ApiOkResponse({ type: ProductionAnswer })
  one(@Param('production') production: string): ProductionAnswer {
    return { ...bodyOfRow(this.productions.one(production)), position: String(this.watermarks.factsAt) };
  }

  @Post(':production/close')
  @HttpCode(200)
  @Roles('admin')
  @ApiOkResponse({ type: ProductionAnswer })
  @ApiOperation({ summary: 'Ends promotions and releases; facts and recalls still come in' })
  async close(
    @Param('production') production: string,
    @Body() body: CloseProductionDto,
    @Received() incoming: Incoming,
  ) {
    const { state, position, replayed } = await this.productions.close(incoming.command(body), production, body);
    return answer({ ...bodyOfState(state), position: String(position) }, { replayed });
  }
}
