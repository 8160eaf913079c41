import type { StateChange } from '@clearance/projections';

/** What the projector's thread is started with. */
export interface ProjectorOptions {
  /** Where the log lies. */
  readonly folder: string;
  readonly readModel: string;
  readonly engine: number;
}

export type ToProjector = { readonly kind: 'wake' } | { readonly kind: 'stop' };

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
    }
  | {
      readonly kind: 'fault';
      readonly message: string;
      /** The log is another one: never retried. */ readonly fatal: boolean;
    }
  | { readonly kind: 'stopped' };
