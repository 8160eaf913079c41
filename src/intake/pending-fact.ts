import { assetStream, factIdentity, type AssetFact, type Identity } from '@clearance/domain';
import type { Caller } from '../ledger/ports.js';
import type { FactRequest } from './fact-request.js';
import type { Kind } from './kind.js';

/** What became of an event that was taken. */
export interface Taken {
  readonly status: 'accepted' | 'duplicate';
  readonly stream: string;
  /** Revision and ordinal of the last event recorded for it, and how many there are. */
  readonly revision: number;
  readonly n: number;
  readonly events: number;
}

/** Room for the envelope of one stored event, in bytes. */
const ENVELOPE_BYTES = 1024;

/** An event on its way into the log, and whoever waits for what becomes of it. */
export class PendingFact {
  readonly identity: Identity;
  readonly stream: string;
  /** Not less than what its events take in the log, in bytes: each may repeat all that the event came with. */
  readonly weight: number;
  readonly taken: Promise<Taken>;
  /** The one that came before it under the same key, until that is settled (E3). */
  ahead: PendingFact | null = null;
  behind: PendingFact | null = null;
  settled = false;
  private resolve!: (taken: Taken) => void;
  private reject!: (error: unknown) => void;

  constructor(
    readonly request: FactRequest,
    readonly facts: readonly AssetFact[],
    readonly caller: Caller,
    readonly kind: Kind = 'single',
  ) {
    const { envelope, data, bytes } = request;
    const { production, source, id, type, subject, time, authid } = envelope;
    this.identity = factIdentity({ production, source, id, type, subject, time, authid, data });
    this.stream = assetStream(production, subject);
    this.weight = facts.length * (bytes + ENVELOPE_BYTES);
    this.taken = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  settle(outcome: Outcome): void {
    this.settled = true;
    if (outcome.kind === 'taken') this.resolve(outcome.taken);
    else this.reject(outcome.error);
  }
}

export type Outcome =
  { readonly kind: 'taken'; readonly taken: Taken } | { readonly kind: 'failed'; readonly error: unknown };

export const failed = (error: unknown): Outcome => ({ kind: 'failed', error });
