import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { seenBy } from '../assets/index.js';
import { AnyRole, Received, Roles, type Incoming } from '../auth/index.js';
import { Checks } from '../decisions/checks.js';
import { answer, created } from '../http/answer.js';
import { BodyLimit, RawBody } from '../http/body/index.js';
import { keyOfCursor } from '../http/cursor.js';
import { PageQuery } from '../http/query/index.js';
import { Problem } from '../ledger/ports.js';
import { Reader } from '../reading/index.js';
import { CheckItemsDto, CheckQuery, DecisionQuery, ItemsQuery } from './dto.js';
import { Targets } from './targets.js';
import { MAX_MULTIPART, readUpload } from './upload.js';

@ApiTags('checks')
@ApiBearerAuth()
@Controller('v1/productions/:production/deliveries/:delivery/checks')
export class ChecksController {
  constructor(
    private readonly checks: Checks,
    private readonly targets: Targets,
    private readonly reader: Reader,
  ) {}

  @Post()
  @Roles('delivery')
  @BodyLimit(MAX_MULTIPART)
  @ApiOperation({ summary: 'May this go out? Checks manifests, or a list of items, against the ledger' })
  @ApiConsumes('multipart/form-data', 'application/json')
  @ApiBody({ type: CheckItemsDto })
  async check(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Query() query: CheckQuery,
    @Body() body: RawBody,
  ) {
    const target = this.targets.delivery(production, delivery);
    const { upload, fingerprint } = await readUpload(body);
    const context = incoming.command(fingerprint);
    const { decision: brief, replayed } = await this.checks.check(context, target, upload, incoming.waitMs);
    const { id, decision, summary } = brief;
    const ask = { production, delivery, check: id, visible: seenBy(incoming.caller), items: query.items };
    if (query.strict === 'true' && decision !== 'release') {
      throw new Problem(
        'held',
        `${String(summary['held'])} of ${String(summary['total'])} items are held.`,
        { decision: await this.reader.ask('check', ask), position: brief.position },
        [],
        replayed,
      );
    }
    const location = `/v1/productions/${production}/deliveries/${delivery}/checks/${id}`;
    const headers = { 'clearance-decision': decision };
    return created(await this.reader.body('check', ask), location, { replayed, headers });
  }

  @Get()
  @AnyRole()
  @ApiOperation({ summary: 'Checks of a delivery, newest first' })
  list(
    @Received() { caller }: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Query() query: PageQuery,
  ) {
    this.targets.known(production, delivery);
    const bound = { list: 'checks', production, delivery };
    const before = keyOfCursor(query.cursor, bound)?.[0] ?? null;
    return this.reader.body('checks', {
      production,
      delivery,
      visible: seenBy(caller),
      before: before === null ? null : Number(before),
      limit: query.limit,
      bound,
    });
  }

  @Get(':check')
  @AnyRole()
  @ApiOperation({ summary: 'The decision a check came to' })
  async show(
    @Received() { caller }: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Param('check') check: string,
    @Query() query: DecisionQuery,
  ) {
    const ask = { production, delivery, check, visible: seenBy(caller) };
    const { decision } = await this.reader.ask('check', { ...ask, items: 'none' });
    const body = await this.reader.body('check', { ...ask, items: query.items });
    return answer(body, { headers: { 'clearance-decision': decision } });
  }

  @Get(':check/items')
  @AnyRole()
  @ApiOperation({ summary: 'Items of a check, page by page' })
  items(
    @Received() { caller }: Incoming,
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Param('check') check: string,
    @Query() query: ItemsQuery,
  ) {
    const { limit, cursor, status, code } = query;
    const bound = { list: 'items', production, delivery, check, status, code };
    const key = keyOfCursor(cursor, bound);
    return this.reader.body('check items', {
      production,
      delivery,
      check,
      visible: seenBy(caller),
      status: status ?? null,
      code: code ?? null,
      after: key === null ? null : { manifest: Number(key[0]), index: Number(key[1]) },
      limit,
      bound,
    });
  }
}
