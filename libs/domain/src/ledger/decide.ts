import { accepted, refused, type Decision } from '../shared/decision.js';
import { invalidRequest } from '../shared/guards.js';
import { utcTime } from '../shared/time.js';
import type { LedgerEvent, SigningKeyData, StoreMovedData, WeakAccessData } from './events.js';
import { hasMovedFrom, type LedgerState } from './fold.js';

/** The first event of every ledger. No event where it is there: every start asks for it. */
export function decideCreateLedger(state: LedgerState, engine: number): Decision<LedgerEvent> {
  return state.created === null
    ? accepted<LedgerEvent>({ type: 'created', data: { engine } })
    : accepted<LedgerEvent>();
}

/**
 * Says that time has moved on although nothing happened, so that what is due by then fires. Never into the future, for log
 * time cannot go back; no event where the clock was advanced so far before.
 */
export function decideAdvanceClock(state: LedgerState, to: string, now: string): Decision<LedgerEvent> {
  const at = utcTime(to);
  if (at === null) return refused(invalidRequest('/to', 'must be a time with offset (RFC 3339)'));
  if (at > now) return refused(invalidRequest('/to', 'must not be in the future'));
  if (state.clock !== null && state.clock >= at) return accepted<LedgerEvent>();
  return accepted({ type: 'clock-advanced', data: { to: at } });
}

/**
 * Publishes the key that signs receipts; no event where it is published. Another key than the published one is refused:
 * receipts that are out would no longer be those that the ledger gives today.
 */
export function decidePublishSigningKey(state: LedgerState, key: SigningKeyData): Decision<LedgerEvent> {
  const published = state.signingKeys.at(-1)?.data ?? null;
  if (published === null) return accepted<LedgerEvent>({ type: 'signing-key-published', data: key });
  if (published.keyId === key.keyId && published.publicKey === key.publicKey) return accepted<LedgerEvent>();
  return refused({
    slug: 'already-exists',
    detail: `This ledger has published the signing key ${published.keyId}; ${key.keyId} is another.`,
    members: { published: published.keyId, given: key.keyId },
  });
}

/**
 * Has everything judged by the rules of another engine from here on. Only upwards, and only to one that this program knows; no
 * event where it is the active one already.
 * @param known the engines of this program
 */
export function decideActivateFormat(
  state: LedgerState,
  engine: number,
  known: readonly number[],
): Decision<LedgerEvent> {
  if (state.engine === null)
    return refused({ slug: 'wrong-state', detail: 'This ledger has not been created yet.', members: { state: null } });
  const active = state.engine.data.engine;
  if (engine === active) return accepted<LedgerEvent>();
  if (engine < active) {
    return refused({
      slug: 'wrong-state',
      detail: `Engine ${active} is active; what is recorded cannot be judged by an older one again.`,
      members: { state: String(active) },
    });
  }
  if (!known.includes(engine))
    return refused(invalidRequest('/engine', `is not known to this program; it knows ${known.join(', ')}`));
  return accepted({ type: 'format-activated', data: { engine } });
}

/** Ends this log for one that is to go on elsewhere; no event where it ended for that one before, so that a copy can be gone on with. */
export function decideMoveStore(state: LedgerState, move: StoreMovedData): Decision<LedgerEvent> {
  if (!hasMovedFrom(state, move.from)) return accepted<LedgerEvent>({ type: 'store-moved', data: move });
  const { to, store } = state.moved!.data;
  if (to === move.to) return accepted<LedgerEvent>();
  return refused({
    slug: 'wrong-state',
    detail: `This ledger has moved to ${store} (log ${to}); it cannot move to a second place.`,
    members: { store, log: to },
  });
}

/** Takes back a move that was never finished: the ledger goes on in this log. No event where it never moved from it. */
export function decideStayInStore(state: LedgerState, logId: string): Decision<LedgerEvent> {
  if (!hasMovedFrom(state, logId)) return accepted<LedgerEvent>();
  return accepted<LedgerEvent>({ type: 'store-moved', data: { from: logId, to: logId, store: 'embedded' } });
}

/**
 * Says what the account that the ledger is run with may do in its store and should not, once for each change of that; no
 * rights say that it is sound. No event where the last one for this account says the same, or nothing was ever wrong with it.
 */
export function decideRunWithAccess(state: LedgerState, { account, rights }: WeakAccessData): Decision<LedgerEvent> {
  const found = [...new Set(rights)].sort();
  const before = state.weakAccess.get(account)?.data.rights ?? [];
  if (found.join(' ') === before.join(' ')) return accepted<LedgerEvent>();
  return found.length === 0
    ? accepted<LedgerEvent>({ type: 'weak-access-ended', data: { account } })
    : accepted<LedgerEvent>({ type: 'weak-access-accepted', data: { account, rights: found } });
}
