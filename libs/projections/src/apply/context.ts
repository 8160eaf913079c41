import type { Recorded } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import type { Distiller } from '../evaluate/distiller.js';
import type { WorkingClaims } from '../evaluate/working-claims.js';
import type { ReuseLookup } from './reuse.js';

/** What applying an event may use. */
export interface ApplyContext {
  readonly db: ReadModelDatabase;
  readonly claims: WorkingClaims;
  readonly distiller: Distiller;
  /** null where reuse is looked for later. */
  readonly reuse: ReuseLookup | null;
}

/** Data and metadata of an event as JSON. */
export interface EventText {
  readonly data: string;
  readonly meta: string;
}

/** One event on its way into the read model. `production` and `id` come from the stream's name. */
export interface Applied {
  readonly event: Recorded;
  readonly sid: number;
  readonly production: string;
  readonly id: string;
  /** Length of its data and metadata as JSON, in characters. */
  readonly text: number;
}
