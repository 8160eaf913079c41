import { foldDelivery, type DeliveryState } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { eventsOf } from './dossiers.js';

/**
 * Fold of a delivery's stream as far as the read model knows it. What was set aside counts as unread, also where the fold could
 * read it and only the tables could not take it.
 */
export function deliveryOf(db: ReadModelDatabase, production: string, id: string, sid: number): DeliveryState {
  const state = foldDelivery(production, id, eventsOf(db, sid, `delivery-${production}/${id}`));
  const { aside } = db.q('SELECT count(*) AS aside FROM quarantine WHERE sid = ?').get(sid) as { aside: number };
  return aside > state.unread ? { ...state, unread: aside } : state;
}
