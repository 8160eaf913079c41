import type { HashedFile } from './hash-file.js';

/** Between the pool and its workers. */
export interface HashRequest {
  readonly id: number;
  readonly path: string;
}

export type HashReply =
  | { readonly kind: 'progress'; readonly id: number; readonly bytes: number }
  | { readonly kind: 'hashed'; readonly id: number; readonly hashed: HashedFile }
  | { readonly kind: 'failed'; readonly id: number; readonly changed: boolean; readonly message: string };
