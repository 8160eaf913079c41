import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decideProposeUsage, usageIdOf, type ProposeUsageCommand } from '@clearance/domain';
import { conformanceById, madeUnder, positionOf, usageById, usagesWhere } from '@clearance/projections';
import { visibleTo } from '../assets/index.js';
import { AnyRole, Received, Roles, type Incoming } from '../auth/index.js';
import { created, cursorFor, keyOfCursor, page, plainOf } from '../http/index.js';
import type { Plain } from '../http/plain.js';
import { identified } from '../ledger/command-runner.js';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { ConformanceAnswer, MadeUnderAnswer, UsageAnswer, UsagePage } from './answers.js';
import { MadeUnderQuery, ProposeUsageDto, UsagesQuery } from './dto.js';
import { seesProposalsOf, UsageDecisions } from './usage-decisions.js';
import { usageAt, usagePath } from './usage-answers.js';

/** What is to be made, said before any bytes of it exist. A vendor sees what they proposed themselves. */
@ApiTags('usages')
@Controller('v1/productions/:production/usages')
export class UsagesController {
  constructor(
    private readonly decisions: UsageDecisions,
    private readonly connection: ReadModelConnection,
  ) {}

  @Post()
  @Roles('emitter', 'reviewer', 'delivery')
  @ApiCreatedResponse({ type: UsageAnswer })
  @ApiOperation({
    summary: 'Propose a usage of tools, before anything is made; changes nothing until somebody approves',
  })
  async propose(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Body() body: ProposeUsageDto,
  ) {
    const { id, ...command } = plainOf(body) as ProposeUsageCommand & { readonly id?: string };
    const { context, identity } = identified(incoming.command(body));
    const usage = id ?? usageIdOf(identity.dedup);
    const { position, replayed } = await this.decisions.decide(
      context,
      { production, usage },
      incoming.waitMs,
      (state, { clearFault }, deciding) => decideProposeUsage(state, command, { clearFault }, deciding),
    );
    const view = usageAt(this.connection.db, incoming, production, usage, position);
    return created(view, usagePath(production, usage), { replayed });
  }

  @Get()
  @AnyRole()
  @ApiOkResponse({ type: UsagePage })
  @ApiOperation({ summary: 'Usages, in the order in which they were proposed' })
  list(
    @Received() { caller }: Incoming,
    @Param('production') production: string,
    @Query() { limit, cursor, ...selection }: UsagesQuery,
  ) {
    const bound = { list: 'usages', production, ...selection };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { state: states = null, kind = null, rule = null, tool = null, performer = null, by = null } = selection;
    const { db } = this.connection;
    return db.snapshot(() => {
      const filter = { states, kind, rule, tool, performer, by };
      const query = { after: after === null ? null : Number(after), limit };
      const found = usagesWhere(db, production, filter, query, seesProposalsOf(caller));
      const next = found.next === null ? null : cursorFor(bound, [found.next]);
      return page({ items: found.items, next, position: positionOf(db) });
    });
  }

  @Get(':usage')
  @AnyRole()
  @ApiOkResponse({ type: UsageAnswer })
  @ApiOperation({ summary: 'A usage with what has become of it' })
  show(
    @Received() { caller }: Incoming,
    @Param('production') production: string,
    @Param('usage') usage: string,
  ): Plain<UsageAnswer> {
    const { db } = this.connection;
    return db.snapshot(() => {
      const view = usageById(db, production, usage, seesProposalsOf(caller));
      if (view === null) throw unknownUsage(usage, production);
      return { ...view, position: positionOf(db) };
    });
  }

  @Get(':usage/assets')
  @AnyRole()
  @ApiOkResponse({ type: MadeUnderAnswer })
  @ApiOperation({ summary: 'Assets that say they were made under a usage, and what in them is outside it' })
  assets(
    @Received() { caller }: Incoming,
    @Param('production') production: string,
    @Param('usage') usage: string,
    @Query() { limit, cursor, confirmed }: MadeUnderQuery,
  ) {
    const bound = { list: 'made-under', production, usage, confirmed };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { db } = this.connection;
    return db.snapshot(() => {
      if (usageById(db, production, usage, seesProposalsOf(caller)) === null) throw unknownUsage(usage, production);
      const query = {
        confirmed: confirmed === undefined ? null : confirmed === 'yes',
        after: after === null ? null : String(after),
        limit,
      };
      const found = madeUnder(db, production, usage, query, visibleTo(caller));
      const next = found.next === null ? null : cursorFor(bound, [found.next]);
      return page({ items: found.items, next, position: positionOf(db) });
    });
  }

  @Get(':usage/conformance/:conformance')
  @AnyRole()
  @ApiOkResponse({ type: ConformanceAnswer })
  @ApiOperation({ summary: 'One confirmation of conformance, with every digest that it names' })
  conformance(
    @Received() { caller }: Incoming,
    @Param('production') production: string,
    @Param('usage') usage: string,
    @Param('conformance') conformance: string,
  ): Plain<ConformanceAnswer> {
    const { db } = this.connection;
    return db.snapshot(() => {
      const view = conformanceById(db, production, usage, conformance, seesProposalsOf(caller));
      if (view === null) throw new Problem('not-found', `There is no conformance ${conformance} of ${usage}.`);
      return { ...view, position: positionOf(db) };
    });
  }
}

function unknownUsage(usage: string, production: string): Problem {
  return new Problem('not-found', `There is no usage ${usage} in ${production}.`);
}
