import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decideActivateFormat, foldLedger, LEDGER_STREAM } from '@clearance/domain';
import { knownEngines } from '@clearance/policy';
import { engineOf, positionOf } from '@clearance/projections';
import { Everywhere, Received, type Incoming } from '../auth/index.js';
import { answer } from '../http/index.js';
import { CommandRunner, Watermarks } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { ActivateEngineDto, EngineAnswer } from './dto.js';

/** By which rules the ledger judges, and since when. */
@ApiTags('ledger')
@Controller('v1/engine')
export class EngineController {
  constructor(
    private readonly commands: CommandRunner,
    private readonly watermarks: Watermarks,
    private readonly connection: ReadModelConnection,
  ) {}

  @Get()
  @Everywhere('admin', 'auditor')
  @ApiOkResponse({ type: EngineAnswer })
  @ApiOperation({ summary: 'The engine that is active, and those that this program knows' })
  one(): EngineAnswer {
    const { db } = this.connection;
    return db.snapshot(() => {
      const { engine, since } = engineOf(db);
      return { engine, since: String(since), known: knownEngines(), position: positionOf(db) };
    });
  }

  @Post('activate')
  @HttpCode(200)
  @Everywhere('admin')
  @ApiOkResponse({ type: EngineAnswer })
  @ApiOperation({
    summary:
      'Has everything judged by a newer engine from here on. What was decided stays as it is. A ledger whose program does not know it stops deciding',
  })
  async activate(@Body() body: ActivateEngineDto, @Received() incoming: Incoming) {
    const { state, replayed, position } = await this.commands.run(incoming.command(body), {
      stream: LEDGER_STREAM,
      fold: foldLedger,
      decide: (ledger) => decideActivateFormat(ledger, body.engine, knownEngines()),
    });
    const { data, n } = state.engine!;
    await this.watermarks.waitForFacts(n, incoming.waitMs);
    const active = { engine: data.engine, since: String(n), known: knownEngines(), position: String(position) };
    return answer(active satisfies EngineAnswer, { replayed });
  }
}
