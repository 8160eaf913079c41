import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './http.js';

/** How the ledger's process stood at one moment. */
export interface Sample {
  /** Seconds since the run began. */
  readonly at: number;
  readonly residentMiB: number;
  readonly heapMiB: number;
  readonly head: number;
  readonly lag: number;
  readonly stateLag: number;
  /** Of the event loop since the sample before, from Node's own monitor, in milliseconds. */
  readonly loopP99: number;
  readonly loopMax: number;
  readonly followers: number;
}

/** What /metrics said, by name and labels as written. */
export type Figures = ReadonlyMap<string, number>;

const EVERY_MS = 2_000;
const MIB = 1_048_576;

export async function figuresOf(client: Client): Promise<Figures> {
  const { status, text } = await client.get('/metrics');
  if (status !== 200) throw new Error(`/metrics was answered ${status}: ${text}`);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

/** Looks every two seconds until it is told to stop. */
export async function watch(client: Client, signal: AbortSignal): Promise<Sample[]> {
  const start = performance.now();
  const samples: Sample[] = [];
  while (!signal.aborted) {
    const figures = await figuresOf(client);
    const value = (name: string): number => {
      const figure = figures.get(name);
      if (figure === undefined) throw new Error(`/metrics has no ${name}`);
      return figure;
    };
    samples.push({
      at: (performance.now() - start) / 1_000,
      residentMiB: value('process_resident_memory_bytes') / MIB,
      heapMiB: value('nodejs_heap_size_used_bytes') / MIB,
      head: value('clearance_log_head'),
      lag: value('clearance_projection_lag_events'),
      stateLag: value('clearance_state_lag_events'),
      loopP99: value('nodejs_eventloop_lag_p99_seconds') * 1_000,
      loopMax: value('nodejs_eventloop_lag_max_seconds') * 1_000,
      followers: value('clearance_live_clients'),
    });
    await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return samples;
}

/** Least squares: how much a value grows a minute. Of fewer than two samples: 0. */
export function slopeAMinute(samples: readonly Sample[], value: (sample: Sample) => number): number {
  if (samples.length < 2) return 0;
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, each) => sum + of(each), 0) / samples.length;
  const at = mean((sample) => sample.at);
  const middle = mean(value);
  const above = samples.reduce((sum, sample) => sum + (sample.at - at) * (value(sample) - middle), 0);
  const below = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  return below === 0 ? 0 : (60 * above) / below;
}

/**
 * Percentile of a Prometheus histogram between two looks at it, in its own unit: linear within the bucket, as
 * `histogram_quantile` has it. Values above the last bound count as that bound.
 */
export function quantileBetween(before: Figures, after: Figures, name: string, share: number): number {
  const buckets = [...after]
    .flatMap(([key, count]) => {
      const bound = key.startsWith(`${name}_bucket{`) ? /le="([^"]+)"/.exec(key)?.[1] : undefined;
      if (bound === undefined) return [];
      return [
        { bound: bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), count: count - (before.get(key) ?? 0) },
      ];
    })
    .sort((a, b) => a.bound - b.bound);
  const wanted = share * (buckets.at(-1)?.count ?? 0);
  let lower = { bound: 0, count: 0 };
  for (const bucket of buckets) {
    if (bucket.count >= wanted) {
      if (bucket.bound === Number.POSITIVE_INFINITY) return lower.bound;
      const within = bucket.count === lower.count ? 0 : (wanted - lower.count) / (bucket.count - lower.count);
      return lower.bound + within * (bucket.bound - lower.bound);
    }
    lower = bucket;
  }
  return lower.bound;
}
