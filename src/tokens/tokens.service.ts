import { Injectable } from '@nestjs/common';
import { accessStream, decideIssueToken, decideRevokeToken, foldToken, tokenIdOf, type Role } from '@clearance/domain';
import type { TokenRow } from '@clearance/projections';
import { Authenticator, hashOfSecret, newSecret } from '../auth/index.js';
import type { Plain } from '../http/plain.js';
import { caughtUp } from '../ledger/catching-up.js';
import { identified } from '../ledger/command-runner.js';
import { Clock, CommandRunner, Problem, Watermarks, type Caller, type CommandContext } from '../ledger/ports.js';
import { ReadModel } from '../ledger/read-model.js';
import { FirstAdmin } from './first-admin.js';
import { restrictionOf, rowOfState, stateOf, tokenBody } from './token-body.js';
import type { IssueTokenDto, RevokeTokenDto, IssuedTokenAnswer, TokenBody, TokensQuery } from './tokens.dto.js';

@Injectable()
export class TokensService {
  constructor(
    private readonly commands: CommandRunner,
    private readonly readModel: ReadModel,
    private readonly watermarks: Watermarks,
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
    private readonly firstAdmin: FirstAdmin,
  ) {}

  /** See FirstAdmin. Call it before the ledger listens. */
  ensureFirstAdmin(): Promise<string | null> {
    return this.firstAdmin.ensure();
  }

  /** @throws Problem already-exists for a replay (the secret was shown then), not-found, role-required, invalid-request */
  async issue(from: CommandContext, request: IssueTokenDto, waitMs: number): Promise<Plain<IssuedTokenAnswer>> {
    this.mustAdminister(from.caller, request);
    const { context, identity } = identified(from);
    const id = tokenIdOf(identity.dedup);
    const secret = newSecret();
    const hash = hashOfSecret(secret);
    const { name, subject, kind, grants, expiresAt } = request;
    const command = { name, subject, kind, grants, restrict: restrictionOf(request), hash, expiresAt };
    const outcome = await this.commands.run(context, {
      stream: accessStream(id),
      fold: (events) => foldToken(id, events),
      decide: (state, decision) => decideIssueToken(state, command, { first: false }, decision),
    });
    // Recorded under the same key before, by another request: its secret was shown then.
    if (outcome.state.issued?.data.hash !== hash) {
      throw new Problem(
        'already-exists',
        `The token ${id} was issued before; its secret was shown then and is kept nowhere.`,
        { id },
      );
    }
    await caughtUp(this.watermarks, outcome.position, waitMs);
    return { ...this.body(rowOfState(outcome.state)), token: secret, position: String(outcome.position) };
  }

  /** @throws Problem not-found, role-required, wrong-state */
  async revoke(context: CommandContext, id: string, request: RevokeTokenDto, waitMs: number) {
    const row = this.visible(context.caller, id, ['admin', 'auditor']);
    if (!row.grants.every(({ productions }) => productions.every((each) => administers(context.caller, each)))) {
      throw new Problem('role-required', 'Only an admin of every production the token reaches may revoke it.', {
        roles: ['admin'],
      });
    }
    const outcome = await this.commands.run(context, {
      stream: accessStream(id),
      fold: (events) => foldToken(id, events),
      decide: (state, decision) => decideRevokeToken(state, request, decision),
    });
    this.authenticator.revokedNow(id);
    await caughtUp(this.watermarks, outcome.position, waitMs);
    const body = { ...this.body(rowOfState(outcome.state)), position: String(outcome.position) };
    return { body, replayed: outcome.replayed };
  }

  /** Tokens with a grant where the caller is admin or auditor, in the order they were issued. */
  list(
    caller: Caller,
    { subject, production, state }: Pick<TokensQuery, 'subject' | 'production' | 'state'>,
  ): readonly TokenRow[] {
    const now = this.clock.now();
    return this.readModel
      .tokens({ subject, production })
      .filter((row) => sees(caller, row, ['admin', 'auditor']) && (state === undefined || stateOf(row, now) === state));
  }

  /** The caller's own token. */
  self(caller: Caller): Plain<TokenBody> {
    const row = this.readModel.token(caller.token);
    if (row === null) throw new Error(`the token ${caller.token} is not in the read model`);
    return this.body(row);
  }

  body(row: TokenRow): Plain<TokenBody> {
    return tokenBody(row, this.clock.now(), this.authenticator.lastUseOf(row.id));
  }

  private visible(caller: Caller, id: string, roles: readonly Role[]): TokenRow {
    const row = this.readModel.token(id);
    if (row === null || !sees(caller, row, roles)) throw new Problem('not-found', `There is no token ${id}.`);
    return row;
  }

  /** A production's admin issues tokens for that production only. */
  private mustAdminister(caller: Caller, { grants }: IssueTokenDto): void {
    for (const production of new Set(grants.flatMap(({ productions }) => productions))) {
      if (
        production !== '*' &&
        (this.readModel.production(production) === null || caller.rolesIn(production).length === 0)
      ) {
        throw new Problem('not-found', `There is no production ${production}.`);
      }
      if (!administers(caller, production)) {
        const where = production === '*' ? 'for all productions' : `in ${production}`;
        throw new Problem('role-required', `This takes the role admin ${where}.`, { roles: ['admin'] });
      }
    }
  }
}

function administers(caller: Caller, production: string): boolean {
  return production === '*' ? caller.hasEverywhere('admin') : caller.rolesIn(production).includes('admin');
}

function sees(caller: Caller, row: TokenRow, roles: readonly Role[]): boolean {
  if (roles.some((role) => caller.hasEverywhere(role))) return true;
  const productions = row.grants.flatMap((grant) => grant.productions).filter((production) => production !== '*');
  return productions.some((production) => caller.rolesIn(production).some((role) => roles.includes(role)));
}
