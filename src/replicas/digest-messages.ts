import type { ReadModelDigest } from '@clearance/projections';

export type FromDigest =
  /** The snapshot is open: the read model may go on. */
  | { readonly kind: 'open' }
  | { readonly kind: 'digest'; readonly digest: ReadModelDigest }
  /** The read model is not at rest in it. */
  | { readonly kind: 'unrest'; readonly message: string };
