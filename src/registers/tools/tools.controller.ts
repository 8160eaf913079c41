import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideClassifyTool,
  decideRegisterTool,
  decideReinstateTool,
  decideReviewTerms,
  decideSuspendTool,
  foldTool,
  toolStream,
  type ClassifyToolCommand,
  type Decision,
  type DecisionContext,
  type ReviewTermsCommand,
  type ToolEvent,
  type ToolState,
} from '@clearance/domain';
import { positionOf, toolById, toolClassification, toolView, type KnownTool } from '@clearance/projections';
import { AnyToken, Everywhere, Received, Unrestricted, type Incoming } from '../../auth/index.js';
import { answer, created, keyOfCursor, plainOf } from '../../http/index.js';
import type { Plain } from '../../http/plain.js';
import { Problem } from '../../ledger/ports.js';
import { Reader } from '../../reading/index.js';
import { Registers } from '../registers.js';
import { ClassificationAnswer, ToolAnswer, ToolPage } from './tools.answers.js';
import {
  ClassificationQuery,
  ClassifyToolDto,
  RegisterToolDto,
  ReviewTermsDto,
  ToolsQuery,
  ToolStandingDto,
} from './tools.dto.js';

type Decide = (state: ToolState, context: DecisionContext) => Decision<ToolEvent>;

/** What tools do to material and under which terms; for the whole ledger. Any token reads it. */
@ApiTags('tools')
@Controller('v1/tools')
export class ToolsController {
  constructor(
    private readonly registers: Registers,
    private readonly reader: Reader,
  ) {}

  @Post()
  @Everywhere('reviewer', 'admin')
  @Unrestricted()
  @ApiCreatedResponse({ type: ToolAnswer })
  @ApiOperation({ summary: 'Register a tool' })
  register(@Received() incoming: Incoming, @Body() body: RegisterToolDto) {
    return this.made(incoming, body.id, body, (state, context) => decideRegisterTool(state, body, context));
  }

  @Post(':tool/classifications')
  @Everywhere('reviewer')
  @Unrestricted()
  @ApiCreatedResponse({ type: ToolAnswer })
  @ApiOperation({ summary: 'Say what a tool does to material at a version, in a mode; the most specific word wins' })
  classify(@Received() incoming: Incoming, @Param('tool') tool: string, @Body() body: ClassifyToolDto) {
    const said = plainOf(body) as Omit<ClassifyToolCommand, 'evidence'>;
    const command: ClassifyToolCommand = { ...said, evidence: body.evidence ?? [] };
    return this.made(incoming, tool, body, (state, context) => decideClassifyTool(state, command, context));
  }

  @Post(':tool/terms-reviews')
  @Everywhere('reviewer')
  @Unrestricted()
  @ApiCreatedResponse({ type: ToolAnswer })
  @ApiOperation({ summary: 'Record what the terms of a tool say, and since when' })
  review(@Received() incoming: Incoming, @Param('tool') tool: string, @Body() body: ReviewTermsDto) {
    const command = plainOf(body) as ReviewTermsCommand;
    return this.made(incoming, tool, body, (state, context) => decideReviewTerms(state, command, context));
  }

  @Post(':tool/suspend')
  @HttpCode(200)
  @Everywhere('reviewer')
  @Unrestricted()
  @ApiOkResponse({ type: ToolAnswer })
  @ApiOperation({ summary: 'Suspend a tool: from then on its terms count as unknown' })
  suspend(@Received() incoming: Incoming, @Param('tool') tool: string, @Body() body: ToolStandingDto) {
    return this.changed(incoming, tool, body, (state, context) => decideSuspendTool(state, body, context));
  }

  @Post(':tool/reinstate')
  @HttpCode(200)
  @Everywhere('reviewer')
  @Unrestricted()
  @ApiOkResponse({ type: ToolAnswer })
  @ApiOperation({ summary: 'End the suspension of a tool' })
  reinstate(@Received() incoming: Incoming, @Param('tool') tool: string, @Body() body: ToolStandingDto) {
    return this.changed(incoming, tool, body, (state, context) => decideReinstateTool(state, body, context));
  }

  @Get()
  @AnyToken()
  @ApiOkResponse({ type: ToolPage })
  @ApiOperation({ summary: 'Tools, in the order they were registered' })
  list(@Received() incoming: Incoming, @Query() { limit, cursor, state }: ToolsQuery) {
    const bound = { list: 'tools', state };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    return this.reader.body('tools', {
      filter: { states: state ?? null },
      asking: this.registers.asking(incoming),
      after: after === null ? null : Number(after),
      limit,
      bound,
    });
  }

  @Get(':tool')
  @AnyToken()
  @ApiOkResponse({ type: ToolAnswer })
  @ApiOperation({ summary: 'A tool with everything that was ever said of it' })
  show(@Received() incoming: Incoming, @Param('tool') tool: string): Plain<ToolAnswer> {
    const { db } = this.registers.connection;
    return db.snapshot(() => ({
      ...toolView(this.known(tool), this.registers.asking(incoming)),
      position: positionOf(db),
    }));
  }

  @Get(':tool/classification')
  @AnyToken()
  @ApiOkResponse({ type: ClassificationAnswer })
  @ApiOperation({ summary: 'How a tool is classed and under which terms it is used, at any time: then, now or later' })
  classification(
    @Received() incoming: Incoming,
    @Param('tool') tool: string,
    @Query() { version, mode, at, production }: ClassificationQuery,
  ): Plain<ClassificationAnswer> {
    const { db } = this.registers.connection;
    return db.snapshot(() => {
      this.registers.mustSee(incoming, production);
      const question = { version, mode: mode ?? null, production: production ?? null };
      const answered = toolClassification(this.known(tool), question, this.registers.asking(incoming, at));
      return { tool, ...question, ...answered, position: positionOf(db) };
    });
  }

  private async made(incoming: Incoming, tool: string, body: object, decide: Decide) {
    const { view, replayed } = await this.decided(incoming, tool, body, decide);
    return created(view, `/v1/tools/${tool}`, { replayed });
  }

  private async changed(incoming: Incoming, tool: string, body: object, decide: Decide) {
    const { view, replayed } = await this.decided(incoming, tool, body, decide);
    return answer(view, { replayed });
  }

  private async decided(incoming: Incoming, tool: string, body: object, decide: Decide) {
    const { state, position, replayed } = await this.registers.run(incoming, incoming.command(body), {
      stream: toolStream(tool),
      fold: (events) => foldTool(tool, events),
      decide,
    });
    const view: Plain<ToolAnswer> = {
      // A command that could not read all of it would not have come this far.
      ...toolView({ state, whole: true }, this.registers.asking(incoming)),
      position: String(position),
    };
    return { view, replayed };
  }

  /** @throws Problem not-found */
  private known(tool: string): KnownTool {
    const known = toolById(this.registers.connection.db, tool);
    if (known === null) throw new Problem('not-found', `There is no tool ${tool}.`);
    return known;
  }
}
