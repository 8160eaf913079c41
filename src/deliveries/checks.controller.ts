import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { checkDecision, checkItems, checksOf, type PlacedItem, positionOf } from '@clearance/projections';
import { AnyRole, Received, Roles, type Incoming } from '../auth/index.js';
import { Checks } from '../decisions/checks.js';
import { answer, created, page } from '../http/answer.js';
import { BodyLimit, RawBody } from '../http/body/index.js';
import { cursorFor, keyOfCursor } from '../http/cursor.js';
import { PageQuery } from '../http/query/index.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
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
    private readonly connection: ReadModelConnection,
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
    const { decision, replayed } = await this.checks.check(incoming.command(fingerprint), target, upload, {
      items: query.items,
      waitMs: incoming.waitMs,
    });
    const headers = { 'clearance-decision': decision.decision };
    if (query.strict === 'true' && decision.decision !== 'release') {
      throw new Problem(
        'held',
        `${String(decision.summary['held'])} of ${String(decision.summary['total'])} items are held.`,
        { decision, position: decision.position },
        [],
        replayed,
      );
    }
    return created(decision, `/v1/productions/${production}/deliveries/${delivery}/checks/${decision.id}`, {
      replayed,
      headers,
    });
  }

  @Get()
  @AnyRole()
  @ApiOperation({ summary: 'Checks of a delivery, newest first' })
  list(@Param('production') production: string, @Param('delivery') delivery: string, @Query() query: PageQuery) {
    this.targets.delivery(production, delivery);
    const bound = { list: 'checks', production, delivery };
    const before = keyOfCursor(query.cursor, bound)?.[0] ?? null;
    const { db } = this.connection;
    return db.snapshot(() => {
      const rows = checksOf(db, production, delivery, {
        before: before === null ? null : Number(before),
        limit: query.limit + 1,
      });
      const shown = rows.slice(0, query.limit);
      const items = shown.map((row) => checkDecision(db, production, row.id, 'none')!);
      const next = rows.length > query.limit ? cursorFor(bound, [shown.at(-1)!.requestedAt]) : null;
      return page({ items, next, position: this.position() });
    });
  }

  @Get(':check')
  @AnyRole()
  @ApiOperation({ summary: 'The decision a check came to' })
  show(
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Param('check') check: string,
    @Query() query: DecisionQuery,
  ) {
    const { db } = this.connection;
    const decision = db.snapshot(() => checkDecision(db, production, check, query.items));
    if (decision === null || decision.delivery !== delivery)
      throw new Problem('not-found', `There is no check ${check} of ${delivery}.`);
    return answer(decision, { headers: { 'clearance-decision': decision.decision } });
  }

  @Get(':check/items')
  @AnyRole()
  @ApiOperation({ summary: 'Items of a check, page by page' })
  items(
    @Param('production') production: string,
    @Param('delivery') delivery: string,
    @Param('check') check: string,
    @Query() query: ItemsQuery,
  ) {
    const { limit, cursor, status, code } = query;
    const bound = { list: 'items', production, delivery, check, status, code };
    const key = keyOfCursor(cursor, bound);
    const { db } = this.connection;
    return db.snapshot(() => {
      const decision = checkDecision(db, production, check, 'none');
      if (decision === null || decision.delivery !== delivery)
        throw new Problem('not-found', `There is no check ${check} of ${delivery}.`);
      const after = key === null ? undefined : { manifest: Number(key[0]), index: Number(key[1]) };
      const found: PlacedItem[] = [];
      for (const item of checkItems(db, production, check, { held: status === 'held', after })) {
        if (status !== undefined && item.view.status !== status) continue;
        if (code !== undefined && item.view.code !== code) continue;
        found.push(item);
        if (found.length > limit) break;
      }
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const next = found.length > limit && last !== undefined ? cursorFor(bound, [last.manifest, last.index]) : null;
      return page({ items: shown.map((item) => item.view), next, position: this.position() });
    });
  }

  private position(): string {
    return positionOf(this.connection.db);
  }
}
