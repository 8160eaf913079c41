import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ROLES, type Role } from '@clearance/domain';
import type { FastifyRequest } from 'fastify';
import { assetIdOfSegment } from '../http/asset-id.js';
import { Problem, type Caller } from '../ledger/ports.js';
import { ReadModel } from '../ledger/read-model.js';
import { callerOnRequest, setAccess } from './on-request.js';
import { mayTouch, prefixesOf } from './restriction.js';
import { ACCESS_RULE, PERSON_ONLY, UNRESTRICTED, type AccessRule } from './rules.js';

/** E6, up to the body: 401; production not opened, or no role in it: 404; role: 403; person or restriction: 403. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly readModel: ReadModel,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS_RULE, targets);
    if (rule === undefined)
      throw new Error(`${context.getClass().name}.${context.getHandler().name} has no access rule`);
    if (rule.kind === 'anonymous') return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = callerOnRequest(request);
    const { production = null } = request.params as { production?: string };
    if (production !== null) this.mustBeMember(caller, production);
    const role = this.roleUnder(rule, caller, production);
    if (
      this.reflector.getAllAndOverride<boolean | undefined>(PERSON_ONLY, targets) === true &&
      caller.kind !== 'person'
    ) {
      throw new Problem('person-required', 'Only a person may do this; the token is that of a service.');
    }
    if (this.reflector.getAllAndOverride<boolean | undefined>(UNRESTRICTED, targets) === true) mustBeFree(caller);
    mustBeUnrestricted(caller, request);
    setAccess(request, { caller, role, production });
    return true;
  }

  private mustBeMember(caller: Caller, production: string): void {
    if (this.readModel.production(production) === null || caller.rolesIn(production).length === 0) {
      throw new Problem('not-found', `There is no production ${production}.`);
    }
  }

  /** The role under which it is done: the first that the rule names and the caller has. */
  private roleUnder(
    rule: Exclude<AccessRule, { kind: 'anonymous' }>,
    caller: Caller,
    production: string | null,
  ): Role | null {
    if (rule.kind === 'token' || rule.kind === 'member') return null;
    const { held, where } =
      rule.kind === 'everywhere'
        ? { held: rule.roles.filter((each) => caller.hasEverywhere(each)), where: 'for all productions' }
        : this.rolesHeld(caller, production);
    const role = rule.roles.find((each) => held.includes(each));
    if (role === undefined) throw roleRequired(rule.roles, where);
    return role;
  }

  private rolesHeld(caller: Caller, production: string | null): { held: readonly Role[]; where: string } {
    if (production !== null) return { held: caller.rolesIn(production), where: `in ${production}` };
    const inProductions = this.readModel.productions().flatMap(({ id }) => caller.rolesIn(id));
    const everywhere = ROLES.filter((role) => caller.hasEverywhere(role));
    return { held: [...inProductions, ...everywhere], where: 'in some production' };
  }
}

function roleRequired(roles: readonly Role[], where: string): Problem {
  return new Problem('role-required', `This takes the role ${roles.join(' or ')} ${where}.`, { roles });
}

function mustBeFree({ restrict }: Caller): void {
  if (restrict?.vendor === undefined && prefixesOf(restrict, 'subject') === null) return;
  throw new Problem(
    'restricted',
    'The token is that of a vendor or held to some assets; this concerns more than those.',
  );
}

/** A token held to some assets writes about no other. */
function mustBeUnrestricted(caller: Caller, request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { id } = request.params as { id?: string };
  if (id === undefined || !(request.routeOptions.url ?? '').includes('/assets/:id')) return;
  const asset = assetIdOfSegment(id);
  if (!mayTouch(caller, 'subject', asset)) throw new Problem('restricted', `The token may not write about ${asset}.`);
}
