/** What a ledger says of itself at rest, in a form that a read model and the reference can both give. */
export interface LedgerAccount {
  /** By `production display`. */
  readonly contents: Readonly<Record<string, ContentAccount>>;
  /** By `production delivery`. */
  readonly deliveries: Readonly<Record<string, DeliveryAccount>>;
  /** By the decision of each live release: the keys that make it fail. */
  readonly breaches: Readonly<Record<string, readonly string[]>>;
  /** What has not come to its end. */
  readonly open: Readonly<Record<string, readonly string[]>>;
}
export interface ContentAccount {
  readonly claims: readonly string[];
  readonly digests: readonly string[];
  readonly makers: readonly string[];
  readonly completeness: string;
  readonly edges: readonly string[];
  /** `rule root outcome`. */
  readonly own: readonly string[];
  readonly state: string;
  readonly compliant: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly inCycle: boolean;
  readonly uses: Readonly<Record<string, UseAccount>>;
}
export interface UseAccount {
  readonly state: string;
  readonly open: readonly string[];
  readonly cleared: readonly string[];
}
export interface DeliveryAccount {
  readonly status: string;
  readonly lastCheck: string | null;
  readonly live: readonly string[];
  readonly promoted: readonly string[];
}
