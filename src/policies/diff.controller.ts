import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AdoptedPack, PinnedPack, Role } from '@clearance/domain';
import { adoptionOf, productionById } from '@clearance/projections';
import { AnyToken, Received, Unrestricted, type Incoming } from '../auth/index.js';
import { JudgeHost, NoVerdict } from '../decisions/judge-host.js';
import { Problem, type Caller } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { PolicyDiffAnswer, PolicyDiffDto } from './dto.js';
import { PackCatalogue } from './pack-catalogue.js';

const MAY_ASK: readonly Role[] = ['admin', 'auditor', 'reviewer'];

/** What a policy would change before anybody adopts it. */
@ApiTags('policies')
@ApiBearerAuth()
@Controller('v1/policies/diff')
export class DiffController {
  constructor(
    private readonly connection: ReadModelConnection,
    private readonly catalogue: PackCatalogue,
    private readonly judge: JudgeHost,
  ) {}

  @Post()
  @HttpCode(200)
  @AnyToken()
  @Unrestricted()
  @ApiOkResponse({ type: PolicyDiffAnswer })
  @ApiOperation({
    summary: 'Assets and live releases whose state other packs would change, with the rules; changes nothing',
    description: 'Takes the role admin, auditor or reviewer in the production.',
  })
  async diff(@Received() incoming: Incoming, @Body() body: PolicyDiffDto): Promise<PolicyDiffAnswer> {
    const { production } = body;
    this.mustBeAllowed(incoming.caller, production);
    const inForce = () => adoptionOf(this.connection.db, production).packs as readonly PinnedPack[];
    const from = body.from === undefined ? inForce() : await this.pinned(body.from, 'from');
    const to = await this.pinned(body.to, 'to');
    try {
      return (await this.judge.ask('policy diff', { production, from, to })) as PolicyDiffAnswer;
    } catch (error) {
      if (!(error instanceof NoVerdict)) throw error;
      throw new Problem('unanswered', `The production could not be evaluated under both: ${error.message}.`);
    }
  }

  private mustBeAllowed(caller: Caller, production: string): void {
    const roles = caller.rolesIn(production);
    if (productionById(this.connection.db, production) === null || roles.length === 0)
      throw new Problem('not-found', `There is no production ${production}.`);
    if (MAY_ASK.some((role) => roles.includes(role))) return;
    const detail = `This takes the role ${MAY_ASK.join(' or ')} in ${production}.`;
    throw new Problem('role-required', detail, { roles: MAY_ASK });
  }

  /** @throws Problem invalid-request where a pack is not there, or they cannot bind together */
  private async pinned(packs: readonly AdoptedPack[], member: 'from' | 'to'): Promise<readonly PinnedPack[]> {
    const { published, faults } = await this.catalogue.situationOf(packs);
    const errors = [
      ...faults.map(({ pointer, message, code }) => ({
        pointer: pointer.replace('/packs', `/${member}`),
        message,
        code,
      })),
      ...published.flatMap((pack, index) =>
        pack === null
          ? [{ pointer: `/${member}/${index}`, message: 'is not a published version of a pack', code: 'unknown-pack' }]
          : [],
      ),
    ];
    const [first] = errors;
    if (first !== undefined) throw new Problem('invalid-request', `${first.pointer} ${first.message}.`, {}, errors);
    return published.flatMap((pack) => pack ?? []);
  }
}
