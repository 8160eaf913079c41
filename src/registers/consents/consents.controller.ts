import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  consentIdOf,
  consentStream,
  decideRecordConsent,
  decideReinstateConsent,
  decideSuspendConsent,
  decideWithdrawConsent,
  foldConsent,
  type ChangeConsentCommand,
  type ConsentEvent,
  type ConsentState,
  type Decision,
  type DecisionContext,
} from '@clearance/domain';
import { consentById, consentView, groupOf, positionOf } from '@clearance/projections';
import { AnyRole, PersonOnly, Received, Roles, Unrestricted, type Incoming } from '../../auth/index.js';
import { answer, created, keyOfCursor, plainOf } from '../../http/index.js';
import type { Plain } from '../../http/plain.js';
import { identified } from '../../ledger/command-runner.js';
import { Problem, type CommandContext } from '../../ledger/ports.js';
import { Reader } from '../../reading/index.js';
import { seenBy } from '../../assets/index.js';
import { Registers } from '../registers.js';
import { ConsentAnswer, ConsentPage, ImpactAnswer } from './consents.answers.js';
import { ChangeConsentDto, ConsentQuery, ConsentsQuery, RecordConsentDto } from './consents.dto.js';
import { recordingOf } from './recording.js';

type Decide = (state: ConsentState, context: DecisionContext) => Decision<ConsentEvent>;
type Change = (state: ConsentState, command: ChangeConsentCommand, context: DecisionContext) => Decision<ConsentEvent>;

/** What performers consent to and licensors license. Tokens held to some assets do not see it. */
@ApiTags('consents')
@Controller('v1/productions/:production/consents')
@Unrestricted()
export class ConsentsController {
  constructor(
    private readonly registers: Registers,
    private readonly reader: Reader,
  ) {}

  @Post()
  @Roles('reviewer')
  @PersonOnly()
  @ApiCreatedResponse({ type: ConsentAnswer })
  @ApiOperation({ summary: 'Record a consent or a licence: somebody read the document and vouches for what it says' })
  async record(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Body() body: RecordConsentDto,
  ) {
    const command = recordingOf(body);
    const { context, identity } = identified(incoming.command(body));
    const id = body.id ?? consentIdOf(identity.dedup);
    const person = incoming.caller.kind === 'person';
    const { view, replayed } = await this.decided(incoming, context, production, id, (state, deciding) =>
      decideRecordConsent(state, command, { person }, deciding),
    );
    return created(view, `/v1/productions/${production}/consents/${id}`, { replayed });
  }

  @Post(':consent/withdraw')
  @HttpCode(200)
  @Roles('reviewer')
  @ApiOkResponse({ type: ConsentAnswer })
  @ApiOperation({ summary: 'End a consent, from a date that may have passed; what is withdrawn stays so' })
  withdraw(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('consent') consent: string,
    @Body() body: ChangeConsentDto,
  ) {
    return this.changed(incoming, production, consent, body, decideWithdrawConsent);
  }

  @Post(':consent/suspend')
  @HttpCode(200)
  @Roles('reviewer')
  @ApiOkResponse({ type: ConsentAnswer })
  @ApiOperation({ summary: 'Suspend a consent until it is reinstated' })
  suspend(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('consent') consent: string,
    @Body() body: ChangeConsentDto,
  ) {
    return this.changed(incoming, production, consent, body, decideSuspendConsent);
  }

  @Post(':consent/reinstate')
  @HttpCode(200)
  @Roles('reviewer')
  @ApiOkResponse({ type: ConsentAnswer })
  @ApiOperation({ summary: 'End the suspension of this consent; that of its group is lifted for the group' })
  reinstate(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('consent') consent: string,
    @Body() body: ChangeConsentDto,
  ) {
    return this.changed(incoming, production, consent, body, decideReinstateConsent);
  }

  @Get()
  @AnyRole()
  @ApiOkResponse({ type: ConsentPage })
  @ApiOperation({ summary: 'Consents and licences, in the order they were recorded' })
  list(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Query() { limit, cursor, ...selection }: ConsentsQuery,
  ) {
    const bound = { list: 'consents', production, ...selection };
    const after = keyOfCursor(cursor, bound)?.[0] ?? null;
    const { state: states = null, kind = null, performer = null, licensor = null } = selection;
    const { group = null, by = null, expiresBefore = null } = selection;
    const filter = { states, kind, performer, licensor, group, by, expiresBefore };
    return this.reader.body('consents', {
      production,
      filter,
      asking: this.registers.asking(incoming),
      after: after === null ? null : Number(after),
      limit,
      bound,
    });
  }

  @Get(':consent')
  @AnyRole()
  @ApiOkResponse({ type: ConsentAnswer })
  @ApiOperation({ summary: 'A consent or a licence, with how it stands at a time' })
  show(
    @Param('production') production: string,
    @Param('consent') consent: string,
    @Query() { at }: ConsentQuery,
  ): Plain<ConsentAnswer> {
    const { db } = this.registers.connection;
    return db.snapshot(() => {
      const view = consentById(db, production, consent, at ?? this.registers.now());
      if (view === null) throw new Problem('not-found', `There is no consent ${consent} in ${production}.`);
      return { ...view, position: positionOf(db) };
    });
  }

  @Get(':consent/impact')
  @AnyRole()
  @ApiOkResponse({ type: ImpactAnswer })
  @ApiOperation({
    summary: 'What rests on a consent, directly or through what was made from it, and the deliveries it stands in',
  })
  impact(@Received() incoming: Incoming, @Param('production') production: string, @Param('consent') consent: string) {
    const { db } = this.registers.connection;
    if (consentById(db, production, consent, this.registers.now()) === null)
      throw new Problem('not-found', `There is no consent ${consent} in ${production}.`);
    return this.reader.body('impact', {
      production,
      entry: `consent:${consent}`,
      visible: seenBy(incoming.caller),
    });
  }

  private async changed(
    incoming: Incoming,
    production: string,
    consent: string,
    body: ChangeConsentDto,
    change: Change,
  ) {
    const command = plainOf(body) as ChangeConsentCommand;
    const context = incoming.command(body);
    const { view, replayed } = await this.decided(incoming, context, production, consent, (state, deciding) =>
      change(state, command, deciding),
    );
    return answer(view, { replayed });
  }

  private async decided(incoming: Incoming, context: CommandContext, production: string, id: string, decide: Decide) {
    const { state, position, replayed } = await this.registers.run(incoming, context, {
      stream: consentStream(production, id),
      fold: (events) => foldConsent(production, id, events),
      decide,
    });
    const { db } = this.registers.connection;
    const view: Plain<ConsentAnswer> = {
      // A command that could not read all of it would not have come this far.
      ...consentView({ state, whole: true, group: groupOf(db, state) }, this.registers.now()),
      position: String(position),
    };
    return { view, replayed };
  }
}
