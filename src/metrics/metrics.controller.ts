import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnyToken } from '../auth/index.js';
import { MetricsService } from './metrics.service.js';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @AnyToken()
  @ApiOperation({ summary: 'Figures of this process in the Prometheus text format' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.headers({ 'content-type': this.metrics.contentType, 'cache-control': 'no-store' });
    return this.metrics.text();
  }
}
