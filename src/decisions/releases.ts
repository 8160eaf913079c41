import { Injectable } from '@nestjs/common';
import {
  decideRecordRelease,
  decideRequestRelease,
  deliveryStream,
  foldDelivery,
  type CheckData,
  type ManifestRefData,
  type ReleaseRecord,
  type Use,
} from '@clearance/domain';
import { releaseDecision, type DecisionView } from '@clearance/projections';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { CommandRunner, Problem, Watermarks, type CommandContext } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { basisOf } from './basis.js';
import { JudgeHost } from './judge-host.js';
import { Sentinel } from './sentinel.js';
import { undecidedOn } from './undecided.js';

export interface ReleaseTarget {
  readonly production: string;
  readonly delivery: string;
  readonly use: Use;
  readonly productionClosed: boolean;
}
export interface ReleaseAnswer {
  readonly decision: DecisionView;
  readonly released: boolean;
  readonly replayed: boolean;
  /** Ordinal of the outcome. */
  readonly position: number;
}

/** Releases: judged anew at a point not before the request, never taken over from the check (D1, D2). */
@Injectable()
export class Releases {
  constructor(
    private readonly runner: CommandRunner,
    private readonly writer: LedgerWriter,
    private readonly watermarks: Watermarks,
    private readonly judge: JudgeHost,
    private readonly sentinel: Sentinel,
    private readonly connection: ReadModelConnection,
  ) {}

  async release(
    context: CommandContext,
    target: ReleaseTarget,
    command: { readonly check: string; readonly validUntil: string | null; readonly expectedRevision?: number | null },
    waitMs: number,
  ): Promise<ReleaseAnswer> {
    const { production, delivery } = target;
    const request = await this.runner.run(context, {
      stream: deliveryStream(production, delivery),
      fold: (events) => foldDelivery(production, delivery, events),
      decide: (state, decision) =>
        decideRequestRelease(state, command, this.situation(target, command.check), decision),
    });
    const requested = request.events.find((event) => event.type === 'release-requested');
    if (requested === undefined) throw new Error('a release was accepted without its request');
    const id = (requested.data as { decision: string }).decision;
    let record = request.state.releases.find((release) => release.decision === id);
    if (record?.outcome == null)
      record = await this.decide(target, command.check, id, requested.id, requested.n, waitMs);
    const { outcome } = record;
    if (outcome === null) throw new Problem('undecided', 'This release has no outcome yet. Ask again.');
    await this.watermarks.waitForFacts(outcome.act.n, waitMs);
    // D4: facts that landed between S and the outcome are found now, and the answer says so.
    if (outcome.kind === 'released') await this.sentinel.settle(production, outcome.act.n, waitMs);
    const decision = this.connection.db.snapshot(() => releaseDecision(this.connection.db, production, delivery, id));
    if (decision === null || decision.decision === 'undecided') {
      throw new Problem(
        'undecided',
        'This release was interrupted before it came to an outcome. Release again under a new Idempotency-Key.',
      );
    }
    return { decision, released: outcome.kind === 'released', replayed: request.replayed, position: outcome.act.n };
  }

  /** D2: the request had no outcome in time. */
  async interrupt(production: string, delivery: string): Promise<void> {
    const stream = deliveryStream(production, delivery);
    await this.writer.record({
      stream,
      followed: `${stream}#interrupted`,
      fold: (events) => foldDelivery(production, delivery, events),
      decide: (state) => {
        const open = state.releases.find((release) => release.outcome === null);
        return open === undefined
          ? { kind: 'accepted', events: [] }
          : decideRecordRelease(state, open.decision, {
              interrupted: basisOf(this.connection.db, production, delivery),
            });
      },
    });
  }

  private async decide(
    target: ReleaseTarget,
    check: string,
    decision: string,
    requestEvent: string,
    n: number,
    waitMs: number,
  ): Promise<ReleaseRecord> {
    const { production, delivery, use } = target;
    try {
      await this.watermarks.waitForFacts(n, waitMs);
      const { held, problems: _problems, ...verdict } = await this.judge.ask('check', { production, check, use });
      const manifests = this.manifests(production, check);
      const recorded = await this.writer.record({
        stream: deliveryStream(production, delivery),
        followed: requestEvent,
        fold: (events) => foldDelivery(production, delivery, events),
        decide: (state) => decideRecordRelease(state, decision, { verdict, held, manifests }),
      });
      return recorded.state.releases.find((release) => release.decision === decision)!;
    } catch (error) {
      throw undecidedOn(error);
    }
  }

  private situation({ production, delivery, productionClosed }: ReleaseTarget, check: string) {
    const { db } = this.connection;
    const named = db
      .q('SELECT 1 FROM check_run WHERE production = ? AND id = ? AND delivery = ? AND decision IS NOT NULL')
      .get(production, check, delivery);
    const newest = db
      .q(
        'SELECT id FROM check_run WHERE production = ? AND delivery = ? AND decision IS NOT NULL ORDER BY requested_n DESC LIMIT 1',
      )
      .get(production, delivery) as { id: string } | undefined;
    return { checked: named !== undefined, newestCheck: newest?.id ?? null, productionClosed };
  }

  private manifests(production: string, check: string): readonly ManifestRefData[] {
    const row = this.connection.db
      .q(
        'SELECT e.data AS data FROM check_run c JOIN event e ON e.n = c.requested_n WHERE c.production = ? AND c.id = ?',
      )
      .get(production, check) as { data: string };
    return (JSON.parse(row.data) as CheckData['check-requested']).manifests;
  }
}
