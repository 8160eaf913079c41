import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  decideLiftGroup,
  decideSuspendGroup,
  foldGroup,
  groupStream,
  groupSuspendedAt,
  REGISTRY_ID,
  type DecisionContext,
  type Decision,
  type GroupChangeCommand,
  type GroupEvent,
  type GroupState,
} from '@clearance/domain';
import { Received, Roles, Unrestricted, type Incoming } from '../../auth/index.js';
import { answer, plainOf } from '../../http/index.js';
import type { Plain } from '../../http/plain.js';
import { Problem } from '../../ledger/ports.js';
import { REGISTRY_ID_FORM } from '../dto.js';
import { Registers } from '../registers.js';
import { GroupAnswer } from './consents.answers.js';
import { ChangeGroupDto } from './consents.dto.js';

type Change = (state: GroupState, command: GroupChangeCommand, context: DecisionContext) => Decision<GroupEvent>;

/** Consents that are suspended and lifted as one. A group comes into being by being named. */
@ApiTags('consents')
@Controller('v1/productions/:production/consent-groups/:group')
@Unrestricted()
export class ConsentGroupsController {
  constructor(private readonly registers: Registers) {}

  @Post('suspend')
  @HttpCode(200)
  @Roles('reviewer')
  @ApiOkResponse({ type: GroupAnswer })
  @ApiOperation({ summary: 'Suspend every consent of a group, also those that join it later, e.g. for a strike' })
  suspend(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('group') group: string,
    @Body() body: ChangeGroupDto,
  ) {
    return this.changed(incoming, production, group, body, decideSuspendGroup);
  }

  @Post('lift')
  @HttpCode(200)
  @Roles('reviewer')
  @ApiOkResponse({ type: GroupAnswer })
  @ApiOperation({ summary: 'End the suspension of a group; consents that are suspended themselves stay so' })
  lift(
    @Received() incoming: Incoming,
    @Param('production') production: string,
    @Param('group') group: string,
    @Body() body: ChangeGroupDto,
  ) {
    return this.changed(incoming, production, group, body, decideLiftGroup);
  }

  private async changed(incoming: Incoming, production: string, group: string, body: ChangeGroupDto, change: Change) {
    mustBeId(group);
    const command = plainOf(body) as GroupChangeCommand;
    const { state, position, replayed } = await this.registers.run(incoming, incoming.command(body), {
      stream: groupStream(production, group),
      fold: (events) => foldGroup(production, group, events),
      decide: (before, context) => change(before, command, context),
    });
    const at = this.registers.now();
    const { value, until } = groupSuspendedAt(state, at);
    const view: Plain<GroupAnswer> = {
      group,
      production,
      state: value ? 'suspended' : 'active',
      at,
      until,
      revision: state.revision,
      position: String(position),
    };
    return answer(view, { replayed });
  }
}

/** A group is not looked up, so what is none has to be told from one that was never named before. */
function mustBeId(group: string): void {
  if (REGISTRY_ID.test(group)) return;
  const message = `must be ${REGISTRY_ID_FORM}`;
  throw new Problem('invalid-request', `The group ${message}.`, {}, [
    { parameter: 'group', in: 'path', message, code: 'form' },
  ]);
}
