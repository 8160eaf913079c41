import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { Admission } from '../intake/index.js';
import { watchEventLoop } from '../ledger/event-loop.js';
import { LiveService } from '../live/index.js';
import { Watermarks } from '../ledger/ports.js';
import { ReadModel } from '../ledger/read-model.js';
import { metersOf, type Meters } from './metrics.js';

/** Emits once for every commit to the log. */
export const COMMITS = Symbol('COMMITS');

/** Streams without an end say nothing by how long they last. */
const ENDLESS = ['/v1/live'];

/** Counts what the process does, for /metrics. Kept in memory: a restart begins anew. */
@Injectable()
export class MetricsService implements OnModuleDestroy {
  private readonly meters: Meters;
  private readonly endings: (() => void)[];
  private server: FastifyInstance['server'] | null = null;

  constructor(
    @Inject(COMMITS) commits: Observable<unknown>,
    private readonly watermarks: Watermarks,
    private readonly readModel: ReadModel,
    live: LiveService,
    admission: Admission,
  ) {
    this.meters = metersOf({
      logHead: () => this.watermarks.factsAt + this.watermarks.lag,
      factsAt: () => this.watermarks.factsAt,
      stateLag: () => this.stateLag(),
      projectionStopped: () => this.watermarks.fault !== null,
      followers: () => live.followers,
      connections: () => this.connections(),
      intake: () => admission.figures,
    });
    const counting = commits.subscribe(() => this.meters.appends.inc());
    this.endings = [
      watchEventLoop((seconds) => this.meters.eventLoopSeconds.observe(seconds)),
      () => counting.unsubscribe(),
    ];
  }

  /** Counts the requests of a server. Call it before its routes are there: hooks do not reach those that are. */
  watch(instance: FastifyInstance): void {
    this.server = instance.server;
    const { requests, requestSeconds } = this.meters;
    instance.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      const { method } = request;
      // The route as it was declared: paths as they were asked for would make figures without end.
      const route = request.routeOptions.url ?? 'none';
      requests.inc({ method, route, status: String(reply.statusCode) });
      if (!ENDLESS.includes(route)) requestSeconds.observe({ method, route }, reply.elapsedTime / 1_000);
      done();
    });
  }

  onModuleDestroy(): void {
    for (const end of this.endings) end();
  }

  /** In the Prometheus text format. */
  text(): Promise<string> {
    return this.meters.registry.metrics();
  }

  get contentType(): string {
    return this.meters.registry.contentType;
  }

  private stateLag(): number {
    const { factsAt } = this.watermarks;
    const lags = this.readModel.productions().map(({ id }) => factsAt - this.watermarks.stateAt(id));
    return Math.max(0, ...lags);
  }

  private connections(): Promise<number> {
    const { server } = this;
    if (server === null) return Promise.resolve(0);
    return new Promise((resolve, reject) => {
      server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  }
}
