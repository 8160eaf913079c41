import { foldUsage, UnreadableEvent, usageStream, type ConformanceRecord, type UsageState } from '@clearance/domain';
import type { UsageBook } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { eventsOf } from './dossiers.js';

/** Usages of one production, each read from its stream once it is asked for. */
export class StoredUsages implements UsageBook {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly production: string,
  ) {}

  usage(id: string): UsageState | null {
    return this.of(id).state;
  }

  confirmations(id: string, digests: readonly string[]): readonly ConformanceRecord[] {
    const { byDigest } = this.of(id);
    return digests.flatMap((digest) => byDigest.get(digest) ?? []);
  }

  private of(id: string): Known {
    let known = this.known.get(id);
    if (known === undefined) {
      const state = usageOf(this.db, this.production, id);
      known = { state, byDigest: state === null ? new Map() : confirmedDigests(state) };
      this.known.set(id, known);
    }
    return known;
  }
}

interface Known {
  readonly state: UsageState | null;
  readonly byDigest: ReadonlyMap<string, readonly ConformanceRecord[]>;
}

/** A usage as far as the events applied say; null where nobody proposed it, or something said of it cannot be read. */
export function usageOf(db: ReadModelDatabase, production: string, id: string): UsageState | null {
  const stream = usageStream(production, id);
  const row = db.q('SELECT sid FROM stream WHERE name = ?').get(stream) as { sid: number } | undefined;
  if (row === undefined) return null;
  if (db.q('SELECT 1 FROM quarantine WHERE sid = ? LIMIT 1').get(row.sid) !== undefined) return null;
  try {
    const state = foldUsage(production, id, eventsOf(db, row.sid, stream));
    return state.proposed === null ? null : state;
  } catch (error) {
    // The event that is being applied, before it is set aside.
    if (error instanceof UnreadableEvent) return null;
    throw error;
  }
}

function confirmedDigests({ conformances }: UsageState): Map<string, ConformanceRecord[]> {
  const byDigest = new Map<string, ConformanceRecord[]>();
  for (const record of conformances) {
    if (record.revoked !== null) continue;
    for (const digest of record.data.digests) {
      const records = byDigest.get(digest);
      if (records === undefined) byDigest.set(digest, [record]);
      else records.push(record);
    }
  }
  return byDigest;
}
