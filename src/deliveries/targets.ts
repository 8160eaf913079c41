import { Injectable } from '@nestjs/common';
import { statusOf, type DeliveryState, type Use } from '@clearance/domain';
import { deliveryState, isMissing, productionById, useOf } from '@clearance/projections';
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

  /** @throws Problem not-found; wrong-state where it cannot be read what the delivery asks for: unknown blocks */
  delivery(production: string, delivery: string): DeliveryTarget {
    const { db } = this.connection;
    return db.snapshot(() => {
      const state = this.known(production, delivery);
      if (state.opened === null)
        throw new Problem('wrong-state', `It cannot be read as what ${delivery} was opened, so nothing goes into it.`, {
          state: statusOf(state),
        });
      const closed = productionById(db, production)?.state !== 'open';
      return { production, delivery, use: useOf(state), status: statusOf(state), productionClosed: closed, state };
    });
  }

  /** A delivery that is there, whatever of it can be read. @throws Problem not-found */
  known(production: string, delivery: string): DeliveryState {
    const state = deliveryState(this.connection.db, production, delivery);
    if (state === null || isMissing(state))
      throw new Problem('not-found', `There is no delivery ${delivery} in ${production}.`);
    return state;
  }
}
