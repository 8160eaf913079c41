import { emptyAsset, growAsset, UnreadableEvent, type AssetState, type Recorded } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import type { AssetRow } from './asset-row.js';
import { foldOfClaim } from './dossiers.js';

/** Text of the events whose folds are kept, in characters; past it everything is forgotten and begun anew. */
const MAX_TEXT = 8 * 1024 * 1024;

interface Kept {
  readonly state: AssetState;
  readonly text: number;
}

/**
 * Folds of the claims that events have come in for lately, so that an event is folded once and not once for each that
 * follows it. Only for the one writer of a read model; has to be cleared when a transaction is rolled back.
 */
export class AssetStates {
  private readonly kept = new Map<number, Kept>();
  private text = 0;

  constructor(private readonly db: ReadModelDatabase) {}

  of(row: Pick<AssetRow, 'sid' | 'production' | 'id'>): AssetState {
    const kept = this.kept.get(row.sid);
    if (kept !== undefined) return kept.state;
    const { state, text } = foldOfClaim(this.db, row);
    this.keep(row.sid, { state, text });
    return state;
  }

  /**
   * One event more, which stands in the event table already.
   * @param text length of its data and metadata as JSON
   * @returns why it cannot be read, or null where it can; then it is part of the claim's fold.
   */
  evolve(row: Pick<AssetRow, 'sid' | 'production' | 'id'>, event: Recorded, text: number): string | null {
    const kept = this.kept.get(row.sid);
    const begun = kept === undefined && event.revision === 0;
    // Whether an event can be read does not depend on what came before it.
    const state = kept?.state ?? emptyAsset(row.production, row.id);
    try {
      growAsset(state, event);
      if (kept !== undefined || begun) this.keep(row.sid, { state, text: (kept?.text ?? 0) + text });
      return null;
    } catch (error) {
      if (error instanceof UnreadableEvent) return error.message;
      throw error;
    }
  }

  forget(sid: number): void {
    this.text -= this.kept.get(sid)?.text ?? 0;
    this.kept.delete(sid);
  }

  clear(): void {
    this.kept.clear();
    this.text = 0;
  }

  private keep(sid: number, kept: Kept): void {
    this.forget(sid);
    if (this.text + kept.text > MAX_TEXT) this.clear();
    this.kept.set(sid, kept);
    this.text += kept.text;
  }
}
