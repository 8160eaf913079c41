import type {
  ApproveCommand,
  CloseRetractionCommand,
  ConfirmReplacementCommand,
  LiftCommand,
  ManifestItemData,
  ProposeRetractionCommand,
  RevokeCommand,
} from '@clearance/domain';
import type { ReadModelDatabase } from '@clearance/projections';
import type { FactRequest } from '../../../src/intake/fact-request.js';

/** Somebody on an errand that concerns one asset. `key` is what their command comes under. */
export interface Errand {
  readonly by: string;
  readonly key: string;
  readonly production: string;
  readonly asset: string;
}
/** The same, where it concerns a delivery. */
export type DeliveryErrand = Omit<Errand, 'asset'> & { readonly delivery: string };

export interface CheckAnswer {
  readonly id: string;
  readonly decision: string;
}

/**
 * Where a ledger takes what people and tools say: in this process, or a process of its own. Every call ends once the ledger
 * has answered, and throws where it refuses.
 */
export interface Desk {
  /** Its read model, from which they know what there is to do. */
  readonly db: ReadModelDatabase;
  /** @returns how the ledger took it. */
  send(request: FactRequest, by: string): Promise<string>;
  approve(errand: Errand, command: ApproveCommand): Promise<void>;
  revoke(errand: Errand, command: RevokeCommand): Promise<void>;
  lift(errand: Errand, command: LiftCommand): Promise<void>;
  /** @returns its id; empty where nothing was proposed. */
  propose(errand: Errand, command: ProposeRetractionCommand): Promise<string>;
  close(errand: Errand, end: 'accept' | 'reject', command: CloseRetractionCommand): Promise<void>;
  confirm(errand: Errand, command: ConfirmReplacementCommand): Promise<void>;
  promote(errand: Errand, delivery: string): Promise<void>;
  withdraw(errand: Errand, command: { readonly delivery: string; readonly reason: string }): Promise<void>;
  check(errand: DeliveryErrand, items: readonly Partial<ManifestItemData>[]): Promise<CheckAnswer>;
  release(errand: DeliveryErrand, check: string): Promise<void>;
  recall(errand: DeliveryErrand, reason: string): Promise<void>;
  replace(errand: DeliveryErrand, by: string): Promise<void>;
}
