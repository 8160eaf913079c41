import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../ledger/ports.js';
import { readJson } from '../json/index.js';
import { BODY_LIMIT, DEFAULT_BODY_LIMIT } from './limits.js';
import { readAll } from './read-all.js';

/**
 * A body nobody has read yet. It stays on the wire until access is granted (E6), so a caller without a token cannot
 * make the ledger hold or parse anything.
 */
export class RawBody {
  constructor(
    readonly request: FastifyRequest,
    readonly stream: Readable,
  ) {}

  /** Media type in lower case without parameters; '' where none is stated. */
  get mediaType(): string {
    return (this.request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  }

  /** What this route takes, in bytes. */
  get limit(): number {
    const config = this.request.routeOptions.config as { [BODY_LIMIT]?: number };
    return config[BODY_LIMIT] ?? DEFAULT_BODY_LIMIT;
  }

  /** The whole body. @throws Problem too-large, unsupported-media-type (an encoding), malformed-body (cut short) */
  bytes(limit = this.limit): Promise<Buffer> {
    return readAll(this.request, this.stream, limit);
  }

  /** The body as one JSON document, read strictly. */
  async json(): Promise<unknown> {
    const { mediaType } = this;
    if (mediaType !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(mediaType)) {
      throw new Problem(
        'unsupported-media-type',
        mediaType === ''
          ? 'State the Content-Type of the body: application/json.'
          : `This route takes application/json, not ${mediaType}.`,
      );
    }
    return readJson(await this.bytes());
  }
}
