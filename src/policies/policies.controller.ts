import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { decidePublishPack, foldPolicy, policyStream } from '@clearance/domain';
import { PACK_SCHEMA } from '@clearance/policy';
import { packVersion, packVersions, positionOf } from '@clearance/projections';
import { AnyToken, Everywhere, Received, Unrestricted, type Incoming } from '../auth/index.js';
import { created, cursorFor, keyOfCursor, page, RawBody } from '../http/index.js';
import { caughtUp } from '../ledger/catching-up.js';
import { CommandRunner, Problem, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { PackAnswer, PackDetailAnswer, PackPage, PoliciesQuery } from './dto.js';
import { builtIn } from './pack-catalogue.js';
import { readPack } from './read-pack.js';

/** Policy packs: those that come with the ledger, and those that were published. */
@ApiTags('policies')
@ApiBearerAuth()
@Controller('v1/policies')
export class PoliciesController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
  ) {}

  @Post()
  @Everywhere('admin')
  @Unrestricted()
  @ApiConsumes('application/yaml', 'application/json')
  @ApiBody({
    required: true,
    description: 'A pack; see /v1/policies/schema',
    schema: { type: 'object', additionalProperties: true },
  })
  @ApiCreatedResponse({ type: PackAnswer })
  @ApiOperation({
    summary: 'Publish a version of a pack, for good',
    description:
      'Faults are answered with line and column (`invalid-pack`), and so are tests of the pack that fail. A version is published once.',
  })
  async publish(@Received() incoming: Incoming, @Body() body: RawBody) {
    const { pack, tests } = await readPack(body);
    const { id, version, title } = pack;
    const command = { version, pack: pack as unknown as Readonly<Record<string, unknown>>, tests };
    const situation = { builtIn: builtIn(id, version) !== null };
    const outcome = await this.runner.run(incoming.command({ pack, tests }), {
      stream: policyStream(id),
      fold: (events) => foldPolicy(id, events),
      decide: (state, context) => decidePublishPack(state, command, situation, context),
    });
    await caughtUp(this.watermarks, outcome.position, incoming.waitMs);
    const { data, recordedAt, by } = outcome.state.versions.get(version)!;
    const published = {
      id,
      version,
      title,
      digest: data.digest,
      builtIn: false,
      publishedAt: recordedAt,
      publishedBy: by,
      position: String(outcome.position),
    };
    return created(published, `/v1/policies/${encodeURIComponent(id)}/${encodeURIComponent(version)}`, {
      replayed: outcome.replayed,
    });
  }

  @Get()
  @AnyToken()
  @ApiOkResponse({ type: PackPage })
  @ApiOperation({ summary: 'Every version of every pack, those that come with the ledger too, by id' })
  list(@Query() { id, limit, cursor }: PoliciesQuery) {
    const bound = { list: 'policies', id };
    const after = keyOfCursor(cursor, bound);
    const { db } = this.connection;
    return db.snapshot(() => {
      const all = packVersions(db).filter((pack) => id === undefined || pack.id === id);
      const from = after === null ? 0 : 1 + all.findIndex((pack) => pack.id === after[0] && pack.version === after[1]);
      const items = all.slice(from, from + limit);
      const last = items.at(-1);
      const next = last === undefined || from + limit >= all.length ? null : cursorFor(bound, [last.id, last.version]);
      return page({ items, next, position: positionOf(db) });
    });
  }

  @Get('schema')
  @AnyToken()
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  @ApiOperation({ summary: 'The form of a pack as JSON Schema (draft-07), for editors' })
  schema() {
    return PACK_SCHEMA;
  }

  @Get(':id/:version')
  @AnyToken()
  @ApiOkResponse({ type: PackDetailAnswer })
  @ApiOperation({ summary: 'One version of a pack, whole, with the tests it came with' })
  one(@Param('id') id: string, @Param('version') version: string) {
    const { db } = this.connection;
    return db.snapshot(() => {
      const found = packVersion(db, id, version);
      if (found === null) throw new Problem('not-found', `There is no pack ${id}@${version}.`);
      return { ...found, position: positionOf(db) };
    });
  }
}
