import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Everywhere, Received, Unrestricted, type Incoming } from '../auth/index.js';
import { parsePoint } from '../http/position.js';
import { Watermarks } from '../ledger/ports.js';
import { Digests } from './digests.js';
import { DigestAnswer, DigestQuery } from './dto.js';

/** What the read model of this ledger is, in short, so that two of one log can be compared. */
@ApiTags('ledger')
@Controller('v1/replica')
export class DigestController {
  constructor(
    private readonly digests: Digests,
    private readonly watermarks: Watermarks,
  ) {}

  @Get('digest')
  @Everywhere('admin', 'auditor')
  @Unrestricted()
  @ApiOkResponse({ type: DigestAnswer })
  @ApiOperation({
    summary: 'Digests of every table of the read model at exactly one position, at which it is brought to rest first',
  })
  async digest(@Query() { at }: DigestQuery, @Received() { waitMs }: Incoming): Promise<DigestAnswer> {
    const n = at === undefined ? this.watermarks.factsAt : parsePoint('at', at);
    const { logId, position, schema, engine, tables } = await this.digests.at(n, waitMs);
    return { log: logId, schema, engine, tables: [...tables], position: String(position) };
  }
}
