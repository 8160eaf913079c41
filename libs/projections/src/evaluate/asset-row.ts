export interface AssetRow {
  readonly sid: number;
  readonly production: string;
  readonly id: string;
  readonly cid: number;
  readonly registered: number;
  readonly bytes_n: number | null;
  readonly name: string | null;
  readonly kind: string | null;
  readonly labels: string | null;
  readonly vendor: string | null;
  readonly tools: string | null;
  readonly size: number | null;
  readonly media_type: string | null;
  readonly digests: string;
}

/** What facts say of a claim, as it stands in its row. */
export type Described = Omit<AssetRow, 'sid' | 'production' | 'id' | 'cid'>;
