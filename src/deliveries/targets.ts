import { Injectable } from '@nestjs/common';
import { statusOf, type DeliveryState, type Use } from '@clearance/domain';
import { deliveryState, productionById, useOf } from '@clearance/projections';
import { Problem } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';

/** A delivery as a decision needs it. */
export interface DeliveryTarget {
  readonly production: string;
  readonly delivery: string;
  readonly use: Use;
  readonly status: string;
  readonly productionClosed: boolean;
  readonly state: DeliveryState;
}

/** Finds what a request decides on. */
@Injectable()
export class Targets {
  constructor(private readonly connection: ReadModelConnection) {}

  /** @throws Problem not-found */
  delivery(production: string, delivery: string): DeliveryTarget {
    const { db } = this.connection;
    return db.snapshot(() => {
      const state = deliveryState(db, production, delivery);
      if (state === null || state.opened === null)
        throw new Problem('not-found', `There is no delivery ${delivery} in ${production}.`);
      const closed = productionById(db, production)?.state !== 'open';
      return { production, delivery, use: useOf(state), status: statusOf(state), productionClosed: closed, state };
    });
  }
}
