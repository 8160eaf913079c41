import { actOf, type Act } from '../shared/act.js';
import type { Recorded } from '../shared/envelope.js';
import { foldOf, type Folded } from '../shared/fold.js';
import { count, list, nullable, object, oneOf, text } from '../shared/shape.js';
import type { LedgerData } from './events.js';

/** Fold of the ledger's own stream. */
export interface LedgerState extends Folded {
  readonly created: Act<LedgerData['created']> | null;
  /** Where the clock was last advanced to; null where it never was. */
  readonly clock: string | null;
  /** Keys that sign receipts, in the order they were published; the last one signs. */
  readonly signingKeys: readonly Act<LedgerData['signing-key-published']>[];
  /** By whose rules everything is judged, and since which event; null before the ledger was created. */
  readonly engine: Act<{ readonly engine: number }> | null;
  /** Where the ledger went on last; null where it never moved. */
  readonly moved: Act<LedgerData['store-moved']> | null;
  /** By account, what of weak accounts was accepted last; without those that are weak no longer. */
  readonly weakAccess: ReadonlyMap<string | null, Act<LedgerData['weak-access-accepted']>>;
}

export function emptyLedger(): LedgerState {
  return {
    revision: -1,
    known: new Map(),
    created: null,
    clock: null,
    signingKeys: [],
    engine: null,
    moved: null,
    weakAccess: new Map(),
  };
}

/** @throws UnreadableEvent */
export function evolveLedger(state: LedgerState, event: Recorded): LedgerState {
  return fold.evolve(state, event);
}

/** @throws UnreadableEvent */
export function foldLedger(events: readonly Recorded[]): LedgerState {
  return fold.all(emptyLedger(), events);
}

/** Whether the ledger goes on in another log than this one: nothing may be recorded here any more. */
export function hasMovedFrom({ moved }: LedgerState, logId: string): boolean {
  return moved !== null && moved.data.to !== logId;
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
    'format-activated': object<LedgerData['format-activated']>({ engine: count }),
    'store-moved': object<LedgerData['store-moved']>({ from: text, to: text, store: text }),
    'weak-access-accepted': object<LedgerData['weak-access-accepted']>({ account: nullable(text), rights: list(text) }),
    'weak-access-ended': object<LedgerData['weak-access-ended']>({ account: nullable(text) }),
  },
  {
    created: (draft, data, event) => {
      draft.created ??= actOf(event, data);
      draft.engine = laterEngine(draft.engine, actOf(event, data));
    },
    'clock-advanced': (draft, data) => {
      draft.clock = logTime(draft.clock, data.to);
    },
    'signing-key-published': (draft, data, event) => void draft.signingKeys.push(actOf(event, data)),
    'format-activated': (draft, data, event) => {
      draft.engine = laterEngine(draft.engine, actOf(event, data));
    },
    'store-moved': (draft, data, event) => {
      draft.moved = actOf(event, data);
    },
    'weak-access-accepted': (draft, data, event) => void draft.weakAccess.set(data.account, actOf(event, data)),
    'weak-access-ended': (draft, data) => void draft.weakAccess.delete(data.account),
  },
);

/** Engines only ever go up: a lower number changes nothing. */
function laterEngine(
  before: Act<{ readonly engine: number }> | null,
  said: Act<{ readonly engine: number }>,
): Act<{ readonly engine: number }> {
  return before === null || said.data.engine > before.data.engine ? said : before;
}
