import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AnyToken, Received, Roles, type Incoming } from '../auth/index.js';
import { answer, created, cursorFor, keyOfCursor, page } from '../http/index.js';
import { Watermarks } from '../ledger/ports.js';
import { IssuedTokenAnswer, IssueTokenDto, RevokeTokenDto, TokenAnswer, TokenPage, TokensQuery } from './tokens.dto.js';
import { TokensService } from './tokens.service.js';

@ApiTags('tokens')
@Controller('v1/tokens')
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly watermarks: Watermarks,
  ) {}

  @Post()
  @Roles('admin')
  @ApiCreatedResponse({ type: IssuedTokenAnswer })
  @ApiOperation({
    summary:
      'Issues a token; its secret is in this answer and nowhere else, ever. A replay is answered `already-exists`',
  })
  async issue(@Body() body: IssueTokenDto, @Received() incoming: Incoming) {
    const issued = await this.tokens.issue(incoming.command(body), body, incoming.waitMs);
    return created(issued, `/v1/tokens/${issued.id}`, { headers: { 'cache-control': 'no-store' } });
  }

  @Get()
  @Roles('admin', 'auditor')
  @ApiOkResponse({ type: TokenPage })
  list(@Query() { limit, cursor, ...filter }: TokensQuery, @Received() { caller }: Incoming) {
    const bound = { list: 'tokens', ...filter };
    const [after = 0] = keyOfCursor(cursor, bound) ?? [];
    const rows = this.tokens.list(caller, filter).filter(({ n }) => n > Number(after));
    const items = rows.slice(0, limit);
    const next = rows.length > limit ? cursorFor(bound, [items.at(-1)!.n]) : null;
    return page({ items: items.map((row) => this.tokens.body(row)), next, position: String(this.watermarks.factsAt) });
  }

  @Get('self')
  @AnyToken()
  @ApiOkResponse({ type: TokenAnswer })
  @ApiOperation({ summary: 'The token this request was made with' })
  self(@Received() { caller }: Incoming): TokenAnswer {
    return { ...this.tokens.self(caller), position: String(this.watermarks.factsAt) };
  }

  @Post(':token/revoke')
  @HttpCode(200)
  @Roles('admin')
  @ApiOkResponse({ type: TokenAnswer })
  @ApiOperation({ summary: 'Ends a token and its live streams at once' })
  async revoke(@Param('token') token: string, @Body() body: RevokeTokenDto, @Received() incoming: Incoming) {
    const { body: revoked, replayed } = await this.tokens.revoke(incoming.command(body), token, body, incoming.waitMs);
    return answer(revoked, { replayed });
  }
}
