import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideAssessVendor,
  decideRegisterVendor,
  foldVendor,
  vendorStream,
  type AssessVendorCommand,
  type Decision,
  type DecisionContext,
  type VendorEvent,
  type VendorState,
} from '@clearance/domain';
import { positionOf, vendorById, vendorView } from '@clearance/projections';
import { AnyToken, Everywhere, prefixesOf, Received, Unrestricted, type Incoming } from '../../auth/index.js';
import { created, keyOfCursor, plainOf } from '../../http/index.js';
import type { Plain } from '../../http/plain.js';
import { Problem, type Caller } from '../../ledger/ports.js';
import { Reader } from '../../reading/index.js';
import { Registers } from '../registers.js';
import { VendorAnswer, VendorPage } from './vendors.answers.js';
import { AssessVendorDto, RegisterVendorDto, VendorQuery, VendorsQuery } from './vendors.dto.js';

type Decide = (state: VendorState, context: DecisionContext) => Decision<VendorEvent>;

/** What is known of vendors; for the whole ledger. Any token reads it, a vendor's own only what is said of that vendor. */
@ApiTags('vendors')
@Controller('v1/vendors')
export class VendorsController {
  constructor(
    private readonly registers: Registers,
    private readonly reader: Reader,
  ) {}

  @Post()
  @Everywhere('reviewer', 'admin')
  @Unrestricted()
  @ApiCreatedResponse({ type: VendorAnswer })
  @ApiOperation({ summary: 'Register a vendor' })
  register(@Received() incoming: Incoming, @Body() body: RegisterVendorDto) {
    return this.made(incoming, body.id, body, (state, context) => decideRegisterVendor(state, body, context));
  }

  @Post(':vendor/assessments')
  @Everywhere('reviewer', 'admin')
  @Unrestricted()
  @ApiCreatedResponse({ type: VendorAnswer })
  @ApiOperation({ summary: 'Record what somebody found out about how a vendor works; it ends by itself' })
  assess(@Received() incoming: Incoming, @Param('vendor') vendor: string, @Body() body: AssessVendorDto) {
    const command = plainOf(body) as AssessVendorCommand;
    return this.made(incoming, vendor, body, (state, context) => decideAssessVendor(state, command, context));
  }

  @Get()
  @AnyToken()
  @ApiOkResponse({ type: VendorPage })
  @ApiOperation({ summary: 'Vendors, in the order they were registered, each with the assessment in force' })
  list(@Received() incoming: Incoming, @Query() { limit, cursor, ...selection }: VendorsQuery) {
    const bound = { list: 'vendors', ...selection };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { state: states = null, production, at } = selection;
    this.registers.mustSee(incoming, production);
    return this.reader.body('vendors', {
      filter: { states, production: production ?? null, only: onlyFor(incoming.caller) },
      asking: this.registers.asking(incoming, at),
      after: after === null ? null : Number(after),
      limit,
      bound,
    });
  }

  @Get(':vendor')
  @AnyToken()
  @ApiOkResponse({ type: VendorAnswer })
  @ApiOperation({ summary: 'A vendor with every assessment, and the one in force at a time' })
  show(
    @Received() incoming: Incoming,
    @Param('vendor') vendor: string,
    @Query() { at, production }: VendorQuery,
  ): Plain<VendorAnswer> {
    const { db } = this.registers.connection;
    return db.snapshot(() => {
      this.registers.mustSee(incoming, production);
      const only = onlyFor(incoming.caller);
      const known = only === null || only === vendor ? vendorById(db, vendor) : null;
      if (known === null) throw new Problem('not-found', `There is no vendor ${vendor}.`);
      const view = vendorView(known, production ?? null, this.registers.asking(incoming, at));
      return { ...view, position: positionOf(db) };
    });
  }

  private async made(incoming: Incoming, vendor: string, body: object, decide: Decide) {
    const { state, position, replayed } = await this.registers.run(incoming, incoming.command(body), {
      stream: vendorStream(vendor),
      fold: (events) => foldVendor(vendor, events),
      decide,
    });
    const view: Plain<VendorAnswer> = {
      // A command that could not read all of it would not have come this far.
      ...vendorView({ state, whole: true }, null, this.registers.asking(incoming)),
      position: String(position),
    };
    return created(view, `/v1/vendors/${vendor}`, { replayed });
  }
}

/** The only vendor that a token of a vendor, or one held to some assets, sees; null = it sees all. */
function onlyFor({ restrict }: Caller): string | null {
  if (restrict?.vendor !== undefined) return restrict.vendor;
  return prefixesOf(restrict, 'subject') === null ? null : '';
}
