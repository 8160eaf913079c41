import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnyToken, Received, type Incoming } from '../auth/index.js';
import { EventsAnswer, EventsQuery, LiveQuery } from './live.dto.js';
import { LiveService } from './live.service.js';

@ApiTags('live')
@Controller('v1')
export class LiveController {
  constructor(private readonly live: LiveService) {}

  @Get('live')
  @AnyToken()
  @ApiOperation({ summary: 'Follow the log and the states of assets as server-sent events' })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Where to resume' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    description: 'Messages `<category>-<event>`, asset-state-changed, hello, caught-up, reset',
    schema: { type: 'string' },
  })
  follow(
    @Query() query: LiveQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Received() { caller }: Incoming,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const stream = this.live.stream(caller, query, lastEventId);
    void reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    return stream;
  }

  @Get('events')
  @AnyToken()
  @ApiOperation({ summary: 'Read the log in pages, or wait for what comes next (long poll)' })
  @ApiOkResponse({ type: EventsAnswer })
  async events(
    @Query() query: EventsQuery,
    @Received() { caller }: Incoming,
    @Req() request: FastifyRequest,
  ): Promise<EventsAnswer> {
    const gone = new AbortController();
    const leave = () => gone.abort();
    request.raw.socket.once('close', leave);
    try {
      return await this.live.events(caller, query, gone.signal);
    } finally {
      request.raw.socket.off('close', leave);
    }
  }
}
