/** How much is measured. `small` ends within two minutes; `full` is what the goals with a fixed bound were set for. */
export interface Scale {
  readonly name: 'small' | 'full';
  /** Times each comparison is made; the median counts. */
  readonly rounds: number;
  readonly appends: number;
  readonly requests: number;
  readonly batches: number;
  /** Assets of the large and the small world; three events each. */
  readonly assets: number;
  readonly fewerAssets: number;
  /** Items of the check that both worlds are asked about. */
  readonly items: number;
  readonly promotions: number;
  readonly descendants: number;
  /** Megabytes to hash, in files of 32. */
  readonly hashedMegabytes: number;
  /** Evaluations of a dossier by a policy pack. */
  readonly evaluations: number;
}

export const SCALES: Readonly<Record<Scale['name'], Scale>> = {
  small: {
    name: 'small',
    rounds: 3,
    appends: 6_000,
    requests: 2_000,
    batches: 6,
    assets: 6_000,
    fewerAssets: 600,
    items: 600,
    promotions: 100,
    descendants: 2_000,
    hashedMegabytes: 256,
    evaluations: 100_000,
  },
  full: {
    name: 'full',
    rounds: 3,
    appends: 60_000,
    requests: 20_000,
    batches: 40,
    assets: 1_000_000,
    fewerAssets: 100_000,
    items: 100_000,
    promotions: 1_000,
    descendants: 100_000,
    hashedMegabytes: 4_096,
    evaluations: 1_000_000,
  },
};
