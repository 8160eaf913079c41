import {
  decideAcceptRetraction,
  decideApprove,
  decideConfirmReplacement,
  decideLift,
  decideProposeRetraction,
  decideRecall,
  decideRejectRetraction,
  decideReplace,
  decideRevoke,
  decideWithdraw,
  deliveryStream,
  foldDelivery,
  type ApproveCommand,
  type CloseRetractionCommand,
  type ConfirmReplacementCommand,
  type Decision,
  type DecisionContext,
  type DeliveryEvent,
  type DeliveryState,
  type LiftCommand,
  type ManifestItemData,
  type ProposeRetractionCommand,
  type RevokeCommand,
} from '@clearance/domain';
import { deliveryView, type ReadModelDatabase } from '@clearance/projections';
import type { AssetDecider } from '../../../src/assets/index.js';
import type { FactRequest } from '../../../src/intake/fact-request.js';
import { callerOf, commandOf } from '../history/callers.js';
import type { CheckAnswer, DeliveryErrand, Desk, Errand } from '../history/desk.js';
import type { Replica } from './replica.js';

const WAIT = 1_000;

/** A replica of this process, asked as src/ would ask it. */
export class ReplicaDesk implements Desk {
  constructor(private readonly replica: Replica) {}

  get db(): ReadModelDatabase {
    return this.replica.db;
  }

  async send(request: FactRequest, by: string): Promise<string> {
    const { status } = await this.replica.facts.record(request, request.facts, callerOf(by));
    return status;
  }

  approve(errand: Errand, command: ApproveCommand): Promise<void> {
    return this.decide(errand, command, (state, now, context) =>
      decideApprove(state, command, { ...now, person: true }, context),
    );
  }

  revoke(errand: Errand, command: RevokeCommand): Promise<void> {
    return this.decide(errand, command, (state, _, context) => decideRevoke(state, command, context));
  }

  lift(errand: Errand, command: LiftCommand): Promise<void> {
    return this.decide(errand, command, (state, now, context) =>
      decideLift(state, command, { ...now, person: true }, context),
    );
  }

  async propose(errand: Errand, command: ProposeRetractionCommand): Promise<string> {
    let retraction = '';
    await this.decide(errand, command, (state, _, context) => {
      const decision = decideProposeRetraction(state, command, context);
      if (decision.kind === 'accepted')
        retraction = (decision.events[0]!.data as { readonly retraction: string }).retraction;
      return decision;
    });
    return retraction;
  }

  close(errand: Errand, end: 'accept' | 'reject', command: CloseRetractionCommand): Promise<void> {
    return this.decide(errand, command, (state, now, context) =>
      end === 'accept'
        ? decideAcceptRetraction(state, command, { ...now, person: true }, context)
        : decideRejectRetraction(state, command, { person: true }, context),
    );
  }

  confirm(errand: Errand, command: ConfirmReplacementCommand): Promise<void> {
    return this.decide(errand, command, (state, now, context) => {
      const excluded = [...now.excluded, ...command.roots.flatMap((root) => now.submittersOf(root))];
      return decideConfirmReplacement(state, command, { ...now, excluded, person: true }, context);
    });
  }

  async promote({ by, key, production, asset }: Errand, delivery: string): Promise<void> {
    const target = { ...this.replica.targets.delivery(production, delivery), asset };
    await this.replica.promotions.promote(commandOf(by, 'delivery', key, { asset, delivery }), target, {}, WAIT);
  }

  withdraw(errand: Errand, command: { readonly delivery: string; readonly reason: string }): Promise<void> {
    return this.decide(errand, command, (state, _, context) => decideWithdraw(state, command, context));
  }

  async check(
    { by, key, production, delivery }: DeliveryErrand,
    items: readonly Partial<ManifestItemData>[],
  ): Promise<CheckAnswer> {
    const target = this.replica.targets.delivery(production, delivery);
    const bytes = Buffer.from(JSON.stringify({ items }));
    const { decision } = await this.replica.checks.check(
      commandOf(by, 'delivery', key, { items }),
      target,
      { manifests: [{ name: 'items.json', format: 'items', bytes }], files: null },
      WAIT,
    );
    return decision;
  }

  async release({ by, key, production, delivery }: DeliveryErrand, check: string): Promise<void> {
    const command = { check, validUntil: null };
    const target = this.replica.targets.delivery(production, delivery);
    await this.replica.releases.release(commandOf(by, 'delivery', key, command), target, command, WAIT);
  }

  recall(errand: DeliveryErrand, reason: string): Promise<void> {
    const command = { reason, cause: null, paths: [] };
    return this.onDelivery(errand, command, (state, context) => decideRecall(state, command, context));
  }

  replace(errand: DeliveryErrand, by: string): Promise<void> {
    const { db } = this;
    const view = db.snapshot(() => deliveryView(db, errand.production, by));
    const byReleased = view !== null && view.release !== null && view.recall === null && view.replacedBy === null;
    return this.onDelivery(errand, { by }, (state, context) => decideReplace(state, { by }, { byReleased }, context));
  }

  private async decide({ by, key, production, asset }: Errand, request: unknown, decide: AssetDecider): Promise<void> {
    await this.replica.decisions.decide(commandOf(by, 'reviewer', key, request), { production, asset }, WAIT, decide);
  }

  private async onDelivery(
    { by, key, production, delivery }: DeliveryErrand,
    request: unknown,
    decide: (state: DeliveryState, context: DecisionContext) => Decision<DeliveryEvent>,
  ): Promise<void> {
    await this.replica.runner.run(commandOf(by, 'delivery', key, request), {
      stream: deliveryStream(production, delivery),
      fold: (events) => foldDelivery(production, delivery, events),
      decide,
    });
  }
}
