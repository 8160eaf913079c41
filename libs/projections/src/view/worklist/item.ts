import type { Clears } from '@clearance/policy';
import type { ReadModelDatabase } from '../../database.js';
import type { Visible } from '../visibility.js';

export const WORKLIST_KINDS = [
  'approval',
  'ruling',
  'unknown',
  'concern',
  'retraction',
  'replacement',
  'expiring',
] as const;
export type WorklistKind = (typeof WORKLIST_KINDS)[number];

/** Something that waits for a person (bodies.md 5). */
export interface WorklistItem {
  readonly id: string;
  readonly kind: WorklistKind;
  readonly asset: string | null;
  readonly delivery: string | null;
  readonly rule: string | null;
  readonly message: string;
  /** Since when it waits. RFC 3339. */
  readonly since: string;
  readonly owner: string | null;
  readonly dueAt: string | null;
  readonly clears: Clears | null;
}
/** An item before it has an id and an owner, with the key that its source goes on after. */
export interface WorklistEntry {
  readonly key: readonly (string | number)[];
  /** What makes it the same item when it is listed again. */
  readonly identity: readonly string[];
  readonly item: Omit<WorklistItem, 'id'> | null;
}
export interface SourceContext {
  readonly db: ReadModelDatabase;
  readonly production: string;
  readonly visible: Visible;
  /** Contents whose findings are listed; null = of all. */
  readonly within: ReadonlySet<number> | null;
}
/** Items in the order of their keys, from after a key on. An entry without an item is one that was looked at and passed over. */
export type Source = (context: SourceContext, after: readonly (string | number)[] | null) => Iterable<WorklistEntry>;
