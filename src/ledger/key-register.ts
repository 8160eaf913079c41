import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
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

/**
 * E3, E5: which keys are taken. The read model's dedup table lags behind the log, so what this process acknowledged is
 * kept here until the table has it. What a command is about to append is reserved: two commands under one key that come
 * in together never both pass. (Facts wait for each other instead, see the fact recorder; no key is of both kinds.)
 */
@Injectable()
export class KeyRegister implements OnModuleDestroy {
  private readonly acknowledged = new Map<string, RecordedKey>();
  private readonly reserved = new Set<string>();
  private readonly pruning: Subscription;

  constructor(
    private readonly readModel: ReadModel,
    private readonly watermarks: Watermarks,
  ) {
    this.pruning = watermarks.changes.subscribe(() => this.prune());
  }

  recorded(dedup: string): RecordedKey | null {
    return this.acknowledged.get(dedup) ?? this.readModel.dedup(dedup);
  }

  /** `recorded` for many keys at once, in their order. */
  recordedAll(dedups: readonly string[]): (RecordedKey | null)[] {
    const rows = this.readModel.dedups(dedups.filter((dedup) => !this.acknowledged.has(dedup)));
    let next = 0;
    return dedups.map((dedup) => this.acknowledged.get(dedup) ?? rows[next++] ?? null);
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
