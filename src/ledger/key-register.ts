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

/** Something is being recorded under a key; `settled` resolves when it is known what became of it, and never rejects. */
export interface InFlight {
  readonly contentDigest: string;
  readonly settled: Promise<void>;
}

/**
 * E3, E5: which keys are taken. The read model's dedup table lags behind the log, so what this process acknowledged is
 * kept here until the table has it, and what it is about to append is reserved: two requests under one key that come in
 * together never both pass.
 */
@Injectable()
export class KeyRegister implements OnModuleDestroy {
  private readonly acknowledged = new Map<string, RecordedKey>();
  private readonly underWay = new Map<string, InFlight>();
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

  inFlight(dedup: string): InFlight | null {
    return this.underWay.get(dedup) ?? null;
  }

  /** Takes a key that is not in flight. Call what it returns once it is known what became of it. */
  reserve(dedup: string, contentDigest: string): () => void {
    if (this.underWay.has(dedup)) throw new Error(`the key ${dedup} is already reserved`);
    let settle!: () => void;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    this.underWay.set(dedup, { contentDigest, settled });
    return () => {
      this.underWay.delete(dedup);
      settle();
    };
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
