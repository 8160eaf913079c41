import type { RebuildProgress } from '@clearance/projections';

/** What the thread that builds a read model is started with. */
export interface RebuildOptions {
  /** Where the log lies. */
  readonly folder: string;
  readonly readModel: string;
}

export type FromRebuild =
  | { readonly kind: 'progress'; readonly progress: RebuildProgress }
  | { readonly kind: 'built'; readonly events: number };
