import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { readEnvelope } from '../../src/intake/read-envelope.js';
import { readFacts } from '../../src/intake/read-facts.js';

/* A Nest application on Fastify with one route: it validates an event as intake does and keeps nothing. */

@Controller('v1/events')
class BareController {
  @Post()
  @HttpCode(201)
  take(@Body() event: Record<string, unknown>): { status: string } {
    const { envelope, faults } = readEnvelope(event, new Date().toISOString());
    const read = readFacts(envelope.event, event['data']);
    if (faults.length > 0 || read.faults.length > 0) throw new Error('the benchmark sent an event that is not valid');
    return { status: 'accepted' };
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

const adapter = new FastifyAdapter();
const app = await NestFactory.create<NestFastifyApplication>(BareModule, adapter, { logger: ['error'] });
adapter
  .getInstance()
  .addContentTypeParser('application/cloudevents+json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, JSON.parse(body as string)),
  );
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address() as AddressInfo;
process.on('disconnect', () => process.exit(0));
process.send?.({ url: `http://127.0.0.1:${port}` });
