import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AnyToken, Received, type Incoming } from '../auth/index.js';
import { answer, BodyLimit, created, MIB, RawBody, readJson, type Answer } from '../http/index.js';
import { Problem, Watermarks, type Caller } from '../ledger/ports.js';
import { Admission } from './admission/index.js';
import { DocumentsIntake } from './intake.openapi.js';
import { MAX_EVENT_BYTES, readBatch, type Item } from './forms/batch.js';
import { eventOfHeaders, isBinaryForm, locatedInHeaders } from './forms/binary.js';
import { answerLines } from './forms/ndjson.js';
import type { Width } from './in-order.js';
import { takenBody, Tally } from './results.js';
import { Taking } from './taking.js';

/** How much of one NDJSON body is under way at once: enough that events share a flush to disk, whatever their size. */
const WIDTH: Width = { items: 500, bytes: 4 * MIB };

/**
 * How far the read model may fall behind, in events: past the first a request in progress is paced, past the second a
 * new one is sent away, so that the projection never falls behind without end.
 */
const PACED_LAG = 25_000;
const MOST_LAG = 50_000;
const PACE_WAIT_MS = 60_000;

/** Media types of the four forms. */
const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const NDJSON = ['application/x-ndjson', 'application/ndjson'];

@ApiTags('intake')
@Controller('v1/events')
export class IntakeController {
  constructor(
    private readonly taking: Taking,
    private readonly watermarks: Watermarks,
    private readonly admission: Admission,
  ) {}

  @Post()
  @HttpCode(200)
  @AnyToken()
  @BodyLimit(8 * MIB)
  @DocumentsIntake()
  async take(
    @Body() body: RawBody,
    @Received() incoming: Incoming,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    if (this.watermarks.lag > MOST_LAG) {
      throw new Problem(
        'too-many-requests',
        'The ledger is catching up with what came in before. Try again in a moment.',
      );
    }
    const { mediaType } = body;
    const isBatch = mediaType === BATCH;
    const isLines = NDJSON.includes(mediaType);
    this.admission.mustBeWelcome(isBatch || isLines ? 'body' : 'single');
    if (mediaType === STRUCTURED) {
      const bytes = await body.bytes(MAX_EVENT_BYTES);
      return this.one(readJson(bytes, 'invalid-event'), bytes.length, incoming.caller);
    }
    if (isBatch) return this.batch(await this.itemsOf(body), incoming);
    if (isLines) return this.lines(body, incoming, reply);
    if (mediaType === 'application/json' && isBinaryForm(body.request.headers))
      return this.binary(body, incoming.caller);
    throw new Problem(
      'unsupported-media-type',
      `Send ${STRUCTURED}, ${BATCH}, ${NDJSON[0]}, or application/json with the attributes as ce- headers.`,
    );
  }

  private async one(event: unknown, bytes: number, caller: Caller): Promise<Answer<unknown>> {
    const taken = await this.taking.single(event, bytes, caller);
    const body = takenBody(taken);
    return taken.status === 'accepted' ? created(body, locationOf(taken.stream)) : answer(body);
  }

  private async binary(body: RawBody, caller: Caller): Promise<Answer<unknown>> {
    const bytes = await body.bytes(MAX_EVENT_BYTES);
    const event = eventOfHeaders(body.request.raw.headersDistinct, readJson(bytes, 'invalid-event'));
    const headers = body.request.raw.rawHeaders.reduce((size, text) => size + text.length, 0);
    try {
      return await this.one(event, bytes.length + headers, caller);
    } catch (error) {
      if (error instanceof Problem)
        throw new Problem(error.slug, error.message, error.members, locatedInHeaders(error));
      throw error;
    }
  }

  private async itemsOf(body: RawBody): Promise<readonly Item[]> {
    const length = body.request.headers['content-length'];
    const read = this.admission.announce(length === undefined ? null : Number(length));
    try {
      return readBatch(await body.bytes());
    } finally {
      read();
    }
  }

  private async batch(items: readonly Item[], incoming: Incoming): Promise<unknown> {
    const held = await this.pace();
    const results = await Promise.all(
      items.map((item, index) => {
        const given = held === null || item.problem !== null ? item : { ...item, problem: held };
        return this.taking.ofBody(given, index, incoming);
      }),
    );
    const tally = new Tally();
    for (const result of results) tally.add(result);
    if (results.length > 0 && tally.summary.failed === results.length) {
      throw new Problem(
        'store-unavailable',
        'None of these events could be taken; nothing was acknowledged. Try again.',
      );
    }
    return { results, summary: tally.summary, position: tally.position(this.watermarks.factsAt) };
  }

  private lines(body: RawBody, incoming: Incoming, reply: FastifyReply): unknown {
    void reply.header('content-type', 'application/x-ndjson');
    return answerLines({
      body,
      width: WIDTH,
      pace: () => this.pace(),
      take: (item, index) => this.taking.ofBody(item, index, incoming),
      positionNow: () => this.watermarks.factsAt,
      requestId: incoming.request.id,
    });
  }

  /**
   * Lets the read model come halfway before more of a body is taken; the body stays on the wire meanwhile.
   * @returns why nothing more can be taken, null where it can
   */
  private async pace(): Promise<Problem | null> {
    const { factsAt, lag } = this.watermarks;
    if (lag <= PACED_LAG) return null;
    try {
      await this.watermarks.waitForFacts(factsAt + lag - PACED_LAG / 2, PACE_WAIT_MS);
      return null;
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }
}

/** `asset-<production>/<id>` as the path of the asset. */
function locationOf(stream: string): string {
  const slash = stream.indexOf('/');
  return `/v1/productions/${stream.slice('asset-'.length, slash)}/assets/${encodeURIComponent(stream.slice(slash + 1))}`;
}
