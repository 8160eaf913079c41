import type { Recorded } from './envelope.js';

/** An act of a person or of the ledger: what was decided, by whom, when, where it stands. */
export interface Act<D> {
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
  readonly n: number;
  /** Token subject. */
  readonly by: string;
  readonly recordedAt: string;
  readonly data: D;
}

export function actOf<D>(event: Recorded, data: D): Act<D> {
  return {
    event: event.id,
    stream: event.stream,
    revision: event.revision,
    n: event.n,
    by: event.meta.actor.subject,
    recordedAt: event.meta.recordedAt,
    data,
  };
}
