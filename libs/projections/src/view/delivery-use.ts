import type { Use } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { deliveryState, useOf } from './deliveries.js';

/** What a delivery asks for; null where no delivery of that id was opened. */
export function deliveryUse(db: ReadModelDatabase, production: string, delivery: string): Use | null {
  const state = deliveryState(db, production, delivery);
  return state === null || state.opened === null ? null : useOf(state);
}
