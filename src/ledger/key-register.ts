import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { KeyFilter } from './key-filter.js';
import { Watermarks } from './ports.js';
import { ReadModel } from './read-model.js';

/** What was recorded under a dedup key. `revision` and `n` are those of the last event, `events` how many there are. */
export interface RecordedKey {
  readonly contentDigest: string;
  readonly stream: string;
  readonly revision: number;
  readonly n: number;
  readonly events: number;
}

/** Keys that the filter takes from the read model in one go, and how long it then leaves the thread to others. */
const KEYS_AT_ONCE = 2_000;
const FILTER_PAUSE_MS = 20;

/**
 * E3, E5: which keys are taken. The read model's dedup table lags behind the log, so what this process acknowledged is
 * kept here until the table has it. What a command is about to append is reserved: two commands under one key that come
 * in together never both pass. (Facts wait for each other instead, see the fact recorder; no key is of both kinds.)
 *
 * Nearly every key of a fact is new, and to ask the table is dear while the projector writes to it. So a filter of the
 * keys in the table is kept beside it from the first fact on; what it denies is not asked for.
 */
@Injectable()
export class KeyRegister implements OnModuleDestroy {
  private readonly acknowledged = new Map<string, RecordedKey>();
  private readonly reserved = new Set<string>();
  private readonly filter = new KeyFilter();
  /** The filter has the keys of all events up to here; null before anybody asked. */
  private filteredTo: number | null = null;
  private filling: NodeJS.Timeout | null = null;
  private readonly pruning: Subscription;

  constructor(
    private readonly readModel: ReadModel,
    private readonly watermarks: Watermarks,
  ) {
    this.pruning = watermarks.changes.subscribe(() => {
      this.prune();
      if (this.filteredTo !== null && this.filling === null) this.fill(this.filteredTo);
    });
  }

  recorded(dedup: string): RecordedKey | null {
    return this.acknowledged.get(dedup) ?? this.readModel.dedup(dedup);
  }

  /** `recorded` for many keys at once, in their order. */
  recordedAll(dedups: readonly string[]): (RecordedKey | null)[] {
    if (this.filteredTo === null) this.fill(0);
    const asked = dedups.filter((dedup) => !this.acknowledged.has(dedup) && this.mayBeInTable(dedup));
    const rows = asked.length === 0 ? [] : this.readModel.dedups(asked);
    const found = new Map(asked.map((dedup, index) => [dedup, rows[index] ?? null]));
    return dedups.map((dedup) => this.acknowledged.get(dedup) ?? found.get(dedup) ?? null);
  }

  isReserved(dedup: string): boolean {
    return this.reserved.has(dedup);
  }

  /** Takes a key that is not reserved. Call what it returns once it is known what became of it. */
  reserve(dedup: string): () => void {
    if (this.reserved.has(dedup)) throw new Error(`the key ${dedup} is already reserved`);
    this.reserved.add(dedup);
    return () => void this.reserved.delete(dedup);
  }

  acknowledge(dedup: string, entry: RecordedKey): void {
    this.acknowledged.set(dedup, entry);
  }

  onModuleDestroy(): void {
    this.pruning.unsubscribe();
    if (this.filling !== null) clearTimeout(this.filling);
  }

  /** What the filter denies is not there; it is heard only while it knows as much as the table is known to hold. */
  private mayBeInTable(dedup: string): boolean {
    return this.filteredTo === null || this.filteredTo < this.watermarks.factsAt || this.filter.mayHold(dedup);
  }

  /** Adds the keys of the events after the n-th, a stretch at a time. */
  private fill(n: number): void {
    this.filling = null;
    let keys: readonly { readonly n: number; readonly dedup: string }[];
    try {
      keys = this.readModel.keysAfter(n, KEYS_AT_ONCE);
    } catch {
      // The filter stays behind and is not heard; the look-ups meet what is wrong, and there is somebody to tell there.
      return;
    }
    for (const { dedup } of keys) this.filter.add(dedup);
    const last = keys.at(-1)?.n ?? n;
    const all = keys.length < KEYS_AT_ONCE;
    this.filteredTo = all ? Math.max(last, this.watermarks.factsAt) : last;
    if (all) return;
    this.filling = setTimeout(() => this.fill(last), FILTER_PAUSE_MS);
    this.filling.unref();
  }

  /** Entries are in the order of their acknowledgement, which is nearly that of the log. */
  private prune(): void {
    const { factsAt } = this.watermarks;
    for (const [dedup, entry] of this.acknowledged) {
      if (entry.n > factsAt) return;
      this.acknowledged.delete(dedup);
    }
  }
}
