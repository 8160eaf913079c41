import type { AssetFact, FactType } from '@clearance/domain';

/** What `clearance.asset.<name>.v1` may name: a fact, or several of them at once. */
export type EventName = FactType | 'reported';

/** The attributes of a CloudEvent as the ledger keeps them. */
export interface Envelope {
  readonly event: EventName;
  readonly type: string;
  readonly production: string;
  readonly subject: string;
  readonly source: string;
  readonly id: string;
  /** UTC with milliseconds; null where the emitter states none. */
  readonly time: string | null;
  readonly authtype: string | null;
  readonly authid: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly extensions: Readonly<Record<string, string>>;
}

/** A valid event, ready to be recorded. */
export interface FactRequest {
  readonly envelope: Envelope;
  /** What the emitter said, in the ledger's spelling (lower hex, UTC, no nulls): what E1 is taken over. */
  readonly data: unknown;
  readonly facts: readonly AssetFact[];
  /** What it took on the wire, unpacked. */
  readonly bytes: number;
}
