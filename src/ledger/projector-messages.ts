import type { Halt, StateChange } from '@clearance/projections';

/** What the projector's thread is started with. */
export interface ProjectorOptions {
  /** Where the log lies. */
  readonly folder: string;
  readonly readModel: string;
}

export type ToProjector =
  | { readonly kind: 'wake' }
  | { readonly kind: 'stop' }
  /** Come to rest at exactly n, say so, and stand there until told to go on. */
  | { readonly kind: 'seal'; readonly n: number }
  | { readonly kind: 'go on' };

/** One step of the projector, or why it stands still. */
export type FromProjector =
  | {
      readonly kind: 'progress';
      readonly factsAt: number;
      /** Productions whose states lag behind factsAt. */
      readonly behind: readonly string[];
      readonly changes: readonly StateChange[];
      /** When something falls due by itself (RFC 3339), null where nothing will. */
      readonly nextDue: string | null;
      readonly logTime: string;
      /** Nothing left to do: a wake is needed to go on. */
      readonly idle: boolean;
      /** The engine that is active at factsAt. */
      readonly engine: number;
      /** Why the read model ends here; null as long as it goes on. */
      readonly halted: Halt | null;
      /** Tokens that what follows in the log has ended, while the read model does not go on. */
      readonly ended: readonly string[];
    }
  | {
      readonly kind: 'fault';
      readonly message: string;
      /** The log is another one: never retried. */ readonly fatal: boolean;
    }
  /** At rest at n, or beyond it already. */
  | { readonly kind: 'sealed'; readonly n: number; readonly at: number }
  | { readonly kind: 'stopped' };
