import { Injectable } from '@nestjs/common';
import {
  BREAK_GLASS,
  decideApprove,
  decideEvidenceCondition,
  decideRevoke,
  type ApproveCommand,
  type EvidenceConditionCommand,
  type RevokeCommand,
  type Role,
} from '@clearance/domain';
import { approvalById, claimOfRecord, requestById, type ApprovalView } from '@clearance/projections';
import { AssetDecisions, isPerson, mayActOn, visibleTo, type AssetTarget, type RevokeDto } from '../assets/index.js';
import type { Incoming } from '../auth/index.js';
import { plainOf } from '../http/fields/index.js';
import { Problem, type CommandContext } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import type { ApprovalDto, ConditionEvidenceDto } from './dto.js';

/** An approval as it is answered: what became of it may be newer than `position`. */
export type PlacedApproval = ApprovalView & { readonly position: string };

export interface Approved {
  readonly approval: PlacedApproval;
  readonly replayed: boolean;
}

/** Approving, rejecting and revoking. */
@Injectable()
export class ApprovalDecisions {
  constructor(
    private readonly decisions: AssetDecisions,
    private readonly connection: ReadModelConnection,
  ) {}

  /** @throws Problem */
  async approve(
    incoming: Incoming,
    context: CommandContext,
    target: AssetTarget,
    body: ApprovalDto,
  ): Promise<Approved> {
    mayActOn(incoming.caller, target.asset);
    const command = plainOf(body) as ApproveCommand;
    const given = { ...context, role: roleFor(incoming, target.production, command.kind) };
    const outcome = await this.decisions.decide(given, target, incoming.waitMs, (state, situation, deciding) => {
      this.mustConcern(target, command.request ?? null, situation.contentOf);
      return decideApprove(state, command, { ...situation, person: isPerson(incoming) }, deciding);
    });
    const { approval } = outcome.events.at(-1)!.data as { readonly approval: string };
    return {
      approval: this.placed(incoming, target.production, approval, outcome.position),
      replayed: outcome.replayed,
    };
  }

  /** @throws Problem */
  async revoke(incoming: Incoming, production: string, id: string, body: RevokeDto): Promise<Approved> {
    // An approval just given is there for its giver to revoke.
    await this.decisions.catchUp(incoming.waitMs);
    const asset = claimOfRecord(this.connection.db, 'approval', production, id);
    if (asset === null) throw unknownApproval(id);
    mayActOn(incoming.caller, asset);
    const command: RevokeCommand = { ...(plainOf(body) as Omit<RevokeCommand, 'approval'>), approval: id };
    const outcome = await this.decisions.decide(
      incoming.command(body),
      { production, asset },
      incoming.waitMs,
      (state, _, context) => decideRevoke(state, command, context),
    );
    return { approval: this.placed(incoming, production, id, outcome.position), replayed: outcome.replayed };
  }

  /** Shows that a condition of an approval is met. @throws Problem */
  async evidence(
    incoming: Incoming,
    production: string,
    id: string,
    condition: string,
    body: ConditionEvidenceDto,
  ): Promise<Approved> {
    await this.decisions.catchUp(incoming.waitMs);
    const asset = claimOfRecord(this.connection.db, 'approval', production, id);
    if (asset === null) throw unknownApproval(id);
    mayActOn(incoming.caller, asset);
    const given = plainOf(body) as Omit<EvidenceConditionCommand, 'approval' | 'condition'>;
    const command: EvidenceConditionCommand = { ...given, approval: id, condition };
    const outcome = await this.decisions.decide(
      incoming.command(body),
      { production, asset },
      incoming.waitMs,
      (state, situation, context) =>
        decideEvidenceCondition(state, command, { ...situation, person: isPerson(incoming) }, context),
    );
    return { approval: this.placed(incoming, production, id, outcome.position), replayed: outcome.replayed };
  }

  /** An approval may answer a request only where that was made about the same content. */
  private mustConcern(target: AssetTarget, request: string | null, contentOf: (asset: string) => string): void {
    if (request === null) return;
    const asked = requestById(this.connection.db, target.production, request, () => true);
    if (asked !== null && asked.asset === contentOf(target.asset)) return;
    const message = asked === null ? 'names no approval request' : `asks about ${asked.asset}`;
    throw new Problem('invalid-request', `/request ${message}.`, {}, [
      { pointer: '/request', message, code: 'request' },
    ]);
  }

  private placed(incoming: Incoming, production: string, id: string, position: number): PlacedApproval {
    const { db } = this.connection;
    const view = db.snapshot(() => approvalById(db, production, id, visibleTo(incoming.caller)));
    if (view === null) throw unknownApproval(id);
    return { ...view, position: String(position) };
  }
}

/** Who approves does not break the glass, and the other way round; whoever has both roles acts in one of them. */
function roleFor({ caller }: Incoming, production: string, kind: string): Role {
  const role = kind === BREAK_GLASS ? 'break-glass' : 'reviewer';
  if (caller.rolesIn(production).includes(role)) return role;
  throw new Problem('role-required', `An approval of kind ${kind} takes the role ${role} in ${production}.`, {
    roles: [role],
  });
}

export function unknownApproval(id: string): Problem {
  return new Problem('not-found', `There is no approval ${id}.`);
}
