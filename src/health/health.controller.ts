import { Controller, Get, HttpCode } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Anonymous } from '../auth/index.js';
import { answer } from '../http/index.js';
import { HealthService, REASONS } from './health.service.js';

class LiveBody {
  @ApiProperty({ enum: ['live'] })
  status!: string;
}

class ReasonBody {
  @ApiProperty({ enum: REASONS })
  code!: string;

  @ApiProperty()
  message!: string;
}

class ReadyBody {
  @ApiProperty({ enum: ['ready', 'not-ready'] })
  status!: string;

  @ApiProperty({ type: [ReasonBody] })
  reasons!: ReasonBody[];

  @ApiProperty({ type: String, nullable: true })
  head!: string | null;

  @ApiProperty()
  factsAt!: string;
}

/** The only answers that take no token. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @HttpCode(200)
  @Anonymous()
  @ApiOkResponse({ type: LiveBody })
  @ApiOperation({ summary: 'The process runs and answers' })
  live(): LiveBody {
    return { status: 'live' };
  }

  @Get('ready')
  @HttpCode(200)
  @Anonymous()
  @ApiOkResponse({ type: ReadyBody })
  @ApiServiceUnavailableResponse({ type: ReadyBody })
  @ApiOperation({ summary: 'The ledger can take facts and answer questions; otherwise it says why not' })
  async ready() {
    const readiness = await this.health.readiness();
    return readiness.status === 'ready'
      ? answer(readiness)
      : answer(readiness, { status: 503, headers: { 'retry-after': '1' } });
  }
}
