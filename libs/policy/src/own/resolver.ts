import type { Digests } from '@clearance/domain';
import type { ContentRef } from '../types.js';

/** What distilling one content has to ask about others. Answers come from one snapshot of the read model. */
export interface Resolver {
  /**
   * The content an asset id stands for; `production` only where it is another one (L6). null where nothing of that name
   * is known, or nothing that this production may see.
   */
  asset(id: string, production?: string): { readonly content: ContentRef; readonly registered: boolean } | null;
  digest(digests: Digests): ContentRef | null;
  /** L1: whether this content is part of a cycle, and whether another one is part of the same. */
  readonly inCycle: boolean;
  sameCycle(content: ContentRef): boolean;
  /** F6: folded and complete; empty for what is not known. */
  submittersOf(content: ContentRef): readonly string[];
  /** F1: the content an id of this production stands for, or the text itself where it stands for none. */
  displayOf(assetId: string): ContentRef;
}
