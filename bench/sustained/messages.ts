/** Where the helpers of one run send their requests. */
export interface Target {
  readonly url: string;
  readonly token: string;
  readonly production: string;
}

export type ToHelper = { readonly kind: 'start'; readonly target: Target } | { readonly kind: 'stop' };

/** What the emitters saw. */
export interface IntakeReport {
  readonly kind: 'intake';
  /** For every lane the position that each of its events was acknowledged at, in order; 0: refused for good. */
  readonly acknowledged: readonly (readonly number[])[];
  readonly requests: number;
  /** Answers by status, and results of several events by theirs. */
  readonly statuses: Readonly<Record<string, number>>;
  /** First refusal that was no "come back later", in words. */
  readonly firstRefusal: string | null;
}

/** What the followers saw. */
export interface LiveReport {
  readonly kind: 'live';
  readonly clients: number;
  readonly messages: number;
  readonly bytes: number;
  readonly resets: number;
  readonly reconnects: number;
  /** Log events that each follower of all of them got; one that is out of order or doubled is in `disorder`. */
  readonly logEvents: readonly number[];
  readonly disorder: number;
}

export type FromHelper = { readonly kind: 'ready' } | IntakeReport | LiveReport;
