import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { count, object, oneOf, text } from '../shared/shape.js';
import type { LedgerData } from './events.js';

/** Fold of the ledger's own stream. */
export interface LedgerState extends Folded {
  readonly created: Act<LedgerData['created']> | null;
  /** Where the clock was last advanced to; null where it never was. */
  readonly clock: string | null;
  /** Keys that sign receipts, in the order they were published; the last one signs. */
  readonly signingKeys: readonly Act<LedgerData['signing-key-published']>[];
}

export function emptyLedger(): LedgerState {
  return { revision: -1, known: new Map(), created: null, clock: null, signingKeys: [] };
}

/** @throws UnreadableEvent */
export function evolveLedger(state: LedgerState, event: Recorded): LedgerState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldLedger(events: readonly Recorded[]): LedgerState {
  return fold.all(emptyLedger(), events);
}

/** Log time T(n) = max(T(n-1), recordedAt): it never goes back, whatever the ledger's clock does. null before the first event. */
export function logTime(previous: string | null, recordedAt: string): string {
  return previous !== null && previous > recordedAt ? previous : recordedAt;
}

const fold = foldOf<LedgerState, LedgerData>(
  {
    created: object<LedgerData['created']>({ engine: count }),
    'clock-advanced': object<LedgerData['clock-advanced']>({ to: text }),
    'signing-key-published': object<LedgerData['signing-key-published']>({
      keyId: text,
      algorithm: oneOf(['ed25519']),
      publicKey: text,
    }),
  },
  {
    created: (draft, data, event) => {
      draft.created ??= actOf(event, data);
    },
    'clock-advanced': (draft, data) => {
      draft.clock = logTime(draft.clock, data.to);
    },
    'signing-key-published': (draft, data, event) => void draft.signingKeys.push(actOf(event, data)),
  },
);
