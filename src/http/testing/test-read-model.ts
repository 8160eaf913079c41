import {
  logTime as laterOf,
  parseStream,
  type AccessData,
  type ProductionData,
  type Recorded,
} from '@clearance/domain';
import type { SqliteEventStore } from '@clearance/event-store';
import type { DedupRow, ProductionRow, TokenRow } from '@clearance/projections';
import { Subject } from 'rxjs';
import { Problem, Watermarks } from '../../ledger/ports.js';
import { ReadModel } from '../../ledger/read-model.js';
import { ordinalOf, toRecorded } from '../../ledger/recorded.js';

type Token = TokenRow & { readonly hash: string; readonly revokedAt: string | null };

/** A read model in memory that reads the log only when it is told to, or by itself while `following`. */
export class TestReadModel extends ReadModel {
  private readonly keys = new Map<string, DedupRow>();
  private readonly tokenRows = new Map<string, Token>();
  private readonly productionRows = new Map<string, ProductionRow>();

  apply(event: Recorded): void {
    const { dedup, contentDigest } = event.meta;
    const events = (this.keys.get(dedup)?.events ?? 0) + 1;
    this.keys.set(dedup, {
      dedup,
      contentDigest,
      stream: event.stream,
      type: event.type,
      revision: event.revision,
      n: event.n,
      events,
    });
    const name = parseStream(event.stream);
    if (name?.category === 'production') this.applyProduction(event, name.id);
    if (name?.category === 'access') this.applyAccess(event, name.id);
  }

  atOnePoint<T>(work: () => T): T {
    return work();
  }
  dedup(key: string): DedupRow | null {
    return this.keys.get(key) ?? null;
  }
  dedups(keys: readonly string[]): readonly (DedupRow | null)[] {
    return keys.map((key) => this.dedup(key));
  }
  keysAfter(n: number, most: number): readonly { readonly n: number; readonly dedup: string }[] {
    return [...this.keys.values()].filter((row) => row.n > n).slice(0, most);
  }
  tokenByHash(hash: string): TokenRow | null {
    return [...this.tokenRows.values()].find((token) => token.hash === hash) ?? null;
  }
  token(id: string): TokenRow | null {
    return this.tokenRows.get(id) ?? null;
  }
  tokens(filter: { subject?: string; production?: string }): readonly TokenRow[] {
    return [...this.tokenRows.values()].filter(
      (token) =>
        (filter.subject === undefined || token.subject === filter.subject) &&
        (filter.production === undefined || reaches(token, filter.production)),
    );
  }
  production(id: string): ProductionRow | null {
    return this.productionRows.get(id) ?? null;
  }
  productions(): readonly ProductionRow[] {
    return [...this.productionRows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  private applyProduction({ type, data, meta, n }: Recorded, id: string): void {
    if (type === 'opened') {
      const { title } = data as ProductionData['opened'];
      const openedAt = meta.recordedAt;
      this.productionRows.set(id, {
        id,
        title,
        state: 'open',
        openedAt,
        openedBy: meta.actor.subject,
        closedAt: null,
        packs: [],
        n,
      });
    }
    const known = this.productionRows.get(id);
    if (type === 'policy-adopted' && known !== undefined) {
      this.productionRows.set(id, { ...known, packs: (data as ProductionData['policy-adopted']).packs });
    }
    if (type === 'closed' && known !== undefined) {
      this.productionRows.set(id, { ...known, state: 'closed', closedAt: meta.recordedAt });
    }
  }

  private applyAccess({ type, data, meta, n }: Recorded, id: string): void {
    if (type === 'token-issued') {
      const { name = null, subject, kind, grants, restrict, hash, expiresAt } = data as AccessData['token-issued'];
      const issued = { issuedAt: meta.recordedAt, issuedBy: meta.actor.subject };
      this.tokenRows.set(id, {
        id,
        name,
        subject,
        kind,
        grants,
        restrict,
        hash,
        expiresAt,
        ...issued,
        revokedAt: null,
        n,
      });
    }
    const known = this.tokenRows.get(id);
    if (type === 'token-revoked' && known !== undefined)
      this.tokenRows.set(id, { ...known, revokedAt: meta.recordedAt });
  }
}

function reaches({ grants }: TokenRow, production: string): boolean {
  return grants.some(({ productions }) => productions.includes('*') || productions.includes(production));
}

/** Watermarks over the test read model. While not `following` it stands still, as a projector that lags. */
export class TestWatermarks extends Watermarks {
  private readonly steps = new Subject<void>();
  readonly changes = this.steps.asObservable();
  factsAt = 0;
  override logTime = '';
  following = true;
  private reading = Promise.resolve();

  constructor(
    private readonly store: SqliteEventStore,
    private readonly readModel: TestReadModel,
  ) {
    super();
    store.appended.subscribe(() => {
      if (this.following) void this.catchUp();
    });
  }

  /** Takes in everything the log holds. */
  catchUp(): Promise<void> {
    this.reading = this.reading.then(async () => {
      const events = await this.store.readAll(this.factsAt === 0 ? null : String(this.factsAt));
      for (const event of events) {
        const recorded = toRecorded(event);
        this.readModel.apply(recorded);
        this.logTime = laterOf(this.logTime, recorded.meta.recordedAt);
      }
      const last = events.at(-1);
      if (last !== undefined) this.factsAt = ordinalOf(last.position);
      this.steps.next();
    });
    return this.reading;
  }

  stateAt(): number {
    return this.factsAt;
  }

  async waitForFacts(n: number): Promise<void> {
    if (this.following) await this.catchUp();
    if (this.factsAt >= n) return;
    throw new Problem('behind', `The read model stands at ${this.factsAt}.`, {
      position: String(this.factsAt),
      wanted: String(n),
    });
  }

  waitForState(_production: string, n: number): Promise<void> {
    return this.waitForFacts(n);
  }
}
