import { join } from 'node:path';
import { openSqliteEventReader, type StoredEvent } from '@clearance/event-store';
import { openReadModelReader, type ReadModelDatabase } from '@clearance/projections';
import { settled } from '../../crash/support/folder.js';
import { caller, demand, issueToken, type Ledger, type Role } from '../../harness/index.js';
import { DELIVERIES, PRODUCTIONS, REVIEWERS, VENDOR } from '../../properties/history/world.js';
import { accountIn } from '../../properties/judging/told.js';
import type { LedgerAccount } from '../../properties/judging/account.js';
import type { Pair } from '../support/pair.js';
import { HttpDesk } from './http-desk.js';
import { Register } from './register.js';

/** What one ledger has once nothing is left to do. */
export interface Rest {
  readonly events: readonly StoredEvent[];
  readonly rows: Record<string, string[]>;
  readonly account: LedgerAccount;
}

export const logOf = ({ data }: Ledger): string => join(data, 'log-copy');

/** The productions and people of the random histories (test/properties) with two ledgers. */
export class House {
  readonly register = new Register();
  /** The log as it was looked at last. */
  log: readonly StoredEvent[] = [];
  readonly desks: { readonly 0: HttpDesk; readonly 1: HttpDesk; readonly both: HttpDesk };

  private constructor(
    private readonly pair: Pair,
    private readonly models: readonly [ReadModelDatabase, ReadModelDatabase],
    tokens: ReadonlyMap<string, string>,
  ) {
    const [one, two] = pair.map(({ url }) => url) as [string, string];
    const desk = (urls: readonly string[], db: ReadModelDatabase) => new HttpDesk(urls, db, tokens, this.register);
    this.desks = { 0: desk([one], models[0]), 1: desk([two], models[1]), both: desk([one, two], models[0]) };
  }

  static async of(pair: Pair): Promise<House> {
    const root = caller(pair[0].url, pair[0].adminToken, 'root');
    for (const id of PRODUCTIONS) demand(await root.post('/v1/productions', { id, title: id }), 201, id);
    const tokens = new Map<string, string>();
    const hire = async (subject: string, kind: 'person' | 'service', roles: readonly Role[]) => {
      const grants = roles.map((role) => ({ role, productions: [...PRODUCTIONS] }));
      tokens.set(subject, (await issueToken(root, { subject, kind, grants })).token);
    };
    await hire(VENDOR, 'service', ['emitter']);
    // Who reviews may have made something of it, and may hand it over: what comes of that is the ledger's business.
    for (const reviewer of REVIEWERS) await hire(reviewer, 'person', ['emitter', 'reviewer', 'delivery']);
    const opener = caller(pair[0].url, tokens.get(REVIEWERS[0])!);
    for (const production of PRODUCTIONS)
      for (const [id, use] of Object.entries(DELIVERIES)) {
        const body = { id, name: id, recipient: 'streamer', ...use };
        demand(await opener.post(`/v1/productions/${production}/deliveries`, body), 201, id);
      }
    const models = pair.map(({ data }) => openReadModelReader(join(data, 'readmodel.db')));
    return new House(pair, models as [ReadModelDatabase, ReadModelDatabase], tokens);
  }

  async look(): Promise<void> {
    const reader = openSqliteEventReader({ folder: logOf(this.pair[0]) });
    try {
      this.log = await reader.readAll(null);
    } finally {
      await reader.close();
    }
  }

  /** Both, once they have nothing left to do and have come equally far. */
  async atRest(): Promise<readonly [Rest, Rest]> {
    for (;;) {
      const [one, two] = await Promise.all([this.restOf(0), this.restOf(1)]);
      if (one !== null && two !== null && one.events.length === two.events.length) return [one, two];
    }
  }

  close(): void {
    for (const db of this.models) db.close();
  }

  private async restOf(index: 0 | 1): Promise<Rest | null> {
    const [ledger, db] = [this.pair[index], this.models[index]];
    const { events, rows } = await settled(ledger.data, logOf(ledger));
    // The clock may have moved on meanwhile.
    const account = db.snapshot(() => (Number(db.meta('factsAt')) === events.length ? accountIn(db) : null));
    return account === null ? null : { events, rows, account };
  }
}
