import type { Use } from '@clearance/domain';

/** What a list of assets asks for; absent members ask for all. */
export interface AssetFilter {
  readonly states?: readonly string[];
  readonly compliant?: boolean;
  readonly kind?: string;
  readonly vendor?: string;
  /** Tool id. */
  readonly tool?: string;
  /** Id of a rule of which a finding is open. */
  readonly rule?: string;
  readonly delivery?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly digest?: { readonly algorithm: string; readonly value: string };
  readonly alias?: { readonly scheme: string; readonly value: string };
  /** Part of an id, a name or an alias, in any case. */
  readonly q?: string;
  /** Ordinal n. */
  readonly changedAfter?: number;
}
export type AssetSort = 'id' | '-changed';
/** Where the page before ended: display id, and for `-changed` its changed_n as well. */
export interface AssetListKey {
  readonly asset: string;
  readonly changed: number;
}
export interface AssetListQuery {
  readonly filter: AssetFilter;
  readonly sort: AssetSort;
  /** null = the bare use, as stored; otherwise each content is judged for it. */
  readonly use: Use | null;
  /** The delivery whose use that is: what it declared of roots counts. */
  readonly usedIn?: string | null;
  readonly after: AssetListKey | null;
  readonly limit: number;
}
