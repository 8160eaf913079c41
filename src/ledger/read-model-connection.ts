import type { ReadModelDatabase } from '@clearance/projections';

/** The request thread's read-only connection to the read model. Read several things inside one `db.snapshot`. */
export abstract class ReadModelConnection {
  abstract readonly db: ReadModelDatabase;
}
