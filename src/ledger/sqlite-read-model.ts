import type { DedupRow, ProductionRow, ReadModelDatabase, TokenRow } from '@clearance/projections';
import {
  allProductions,
  dedupKeysAfter,
  dedupRow,
  productionById,
  tokenByHash,
  tokenById,
  tokensWhere,
} from '@clearance/projections';
import { ReadModel, type TokenFilter } from './read-model.js';

/** Look-ups by key on the request thread's own read-only connection. */
export class SqliteReadModel extends ReadModel {
  constructor(private readonly db: ReadModelDatabase) {
    super();
  }

  atOnePoint<T>(work: () => T): T {
    return this.db.snapshot(work);
  }

  dedup(key: string): DedupRow | null {
    return dedupRow(this.db, key);
  }

  dedups(keys: readonly string[]): readonly (DedupRow | null)[] {
    return this.atOnePoint(() => keys.map((key) => dedupRow(this.db, key)));
  }

  keysAfter(n: number, most: number): readonly { readonly n: number; readonly dedup: string }[] {
    return dedupKeysAfter(this.db, n, most);
  }

  tokenByHash(hash: string): TokenRow | null {
    return tokenByHash(this.db, hash);
  }

  token(id: string): TokenRow | null {
    return tokenById(this.db, id);
  }

  tokens(filter: TokenFilter): readonly TokenRow[] {
    return tokensWhere(this.db, filter);
  }

  production(id: string): ProductionRow | null {
    return productionById(this.db, id);
  }

  productions(): readonly ProductionRow[] {
    return allProductions(this.db);
  }
}
