import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Seconds; the bounds that are promised (50 ms of event loop, 100 ms of a question) are among them. */
const LOOP_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 2.5];
const REQUEST_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** Figures that are asked for when somebody looks, each as a function. */
export interface LiveFigures {
  readonly logHead: () => number;
  readonly factsAt: () => number;
  /** How far the production that is furthest behind is behind `factsAt`, in events. */
  readonly stateLag: () => number;
  readonly projectionStopped: () => boolean;
  readonly followers: () => number;
  readonly connections: () => Promise<number>;
  /** Weight of facts (an event counts 1, and 1 more for every 4 KiB), and requests sent away since the start. */
  readonly intake: () => {
    readonly limit: number;
    readonly underWay: number;
    readonly waiting: number;
    readonly refused: Readonly<Record<'single' | 'body', number>>;
  };
}

/** What is counted as it happens. */
export interface Meters {
  readonly registry: Registry;
  readonly appends: Counter;
  readonly requests: Counter<'method' | 'route' | 'status'>;
  readonly requestSeconds: Histogram<'method' | 'route'>;
  readonly eventLoopSeconds: Histogram;
}

/**
 * Every figure of /metrics. None is named after a production: any token may read them, and a production is nothing to
 * those who have no role in it (E6).
 */
export function metersOf(figures: LiveFigures): Meters {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, value: () => number | Promise<number>): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers,
      async collect() {
        made.set(await value());
      },
    });
  };
  gauge('clearance_log_head', 'Ordinal of the newest event of the log.', figures.logHead);
  gauge('clearance_facts_at', 'Ordinal up to which the read model holds the log.', figures.factsAt);
  gauge('clearance_projection_lag_events', 'Events that the read model is behind the log.', () =>
    Math.max(0, figures.logHead() - figures.factsAt()),
  );
  gauge(
    'clearance_state_lag_events',
    'Events that the states of the production furthest behind are behind the facts.',
    figures.stateLag,
  );
  gauge('clearance_projection_stopped', '1 while the read model cannot go on, else 0.', () =>
    Number(figures.projectionStopped()),
  );
  gauge('clearance_live_clients', 'Followers of /v1/live.', figures.followers);
  gauge('clearance_http_connections', 'Open connections.', figures.connections);
  gauge('clearance_intake_limit', 'Facts that may be under way at once.', () => figures.intake().limit);
  gauge('clearance_intake_under_way', 'Facts under way.', () => figures.intake().underWay);
  gauge('clearance_intake_waiting', 'Facts that wait until others are done.', () => figures.intake().waiting);
  const refused: Counter<'kind'> = new Counter({
    name: 'clearance_intake_refused_total',
    help: 'Requests with facts that were answered 429 because too many waited, since the start.',
    labelNames: ['kind'],
    registers,
    collect() {
      refused.reset();
      for (const [kind, count] of Object.entries(figures.intake().refused)) refused.inc({ kind }, count);
    },
  });
  return {
    registry,
    appends: new Counter({ name: 'clearance_appends_total', help: 'Commits to the log since the start.', registers }),
    requests: new Counter({
      name: 'clearance_http_requests_total',
      help: 'Answered requests since the start.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'clearance_http_request_duration_seconds',
      help: 'From the headers of a request to the end of its answer; without streams that have no end.',
      labelNames: ['method', 'route'],
      buckets: REQUEST_BUCKETS,
      registers,
    }),
    eventLoopSeconds: new Histogram({
      name: 'clearance_event_loop_delay_seconds',
      help: 'How much later than due the main thread came to a timer, looked at every 10 ms.',
      buckets: LOOP_BUCKETS,
      registers,
    }),
  };
}
