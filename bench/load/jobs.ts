/** What the load generator is asked to do. Everything goes to one address on loopback. */
export interface LoadJob {
  readonly url: string;
  readonly token: string;
  /** Requests under way at once, each on a connection of its own. */
  readonly connections: number;
  readonly requests: Requests;
}

export type Requests =
  | {
      /** One CloudEvent a request, about assets `<prefix><index>`. */
      readonly kind: 'events';
      readonly production: string;
      readonly prefix: string;
      readonly count: number;
    }
  | {
      /** `size` CloudEvents a request, `count` requests. */
      readonly kind: 'batches';
      readonly production: string;
      readonly prefix: string;
      readonly count: number;
      readonly size: number;
    }
  | {
      readonly kind: 'promotions';
      readonly production: string;
      readonly delivery: string;
      readonly assets: readonly string[];
    };

export type ToLoad = { readonly kind: 'run'; readonly job: LoadJob } | { readonly kind: 'stop' };

export interface LoadResult {
  readonly seconds: number;
  /** Milliseconds of each answered request, in order of completion. */
  readonly latencies: readonly number[];
  /** Answers that were no success, by status, and the first of them in words. */
  readonly refused: Readonly<Record<string, number>>;
  readonly firstRefusal: string | null;
}

export type FromLoad =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly result: LoadResult }
  | { readonly kind: 'failed'; readonly message: string };
