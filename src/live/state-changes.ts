import type { Observable } from 'rxjs';

export interface StateOf {
  readonly state: string;
  readonly compliant: boolean;
}

/** An asset came to stand otherwise (for class final, everywhere: rule F8). */
export interface StateChange {
  readonly production: string;
  readonly asset: string;
  /** null where only the present state is told, after a gap. */
  readonly from: StateOf | null;
  readonly to: StateOf;
  /** Rules of the open findings. */
  readonly rules: readonly string[];
  /** The event that brought it about; null where none did by itself (something fell due). */
  readonly cause: { readonly stream: string; readonly revision: number; readonly type: string } | null;
  /** Deliveries the asset was promoted for or released in. */
  readonly deliveries: readonly string[];
  /** How far the facts had come when it was written, as an ordinal. */
  readonly position: number;
  /** RFC 3339. */
  readonly at: string;
}

/**
 * State changes as the projector writes them. A change is emitted in the same turn in which `Watermarks` comes to show that
 * it was written, so that a follower who notes down the watermark has seen everything up to it.
 */
export abstract class StateChanges {
  /** What changed in one step. The lists are shared between all followers, who keep them as they are. */
  abstract readonly changes: Observable<readonly StateChange[]>;

  /**
   * The present state of every asset of a production that changed after n, `from: null`; in the order of their changes. Read
   * on as it is asked for: what changes meanwhile comes last.
   */
  abstract changedSince(production: string, n: number): Iterable<StateChange>;
}
