import { Injectable } from '@nestjs/common';
import {
  assetStream,
  decideRecordPromotion,
  decideRequestPromotion,
  foldAsset,
  interruptedVerdict,
  ledgerIdentity,
  type PromotionOutcome,
  type VerdictBasis,
  type PromotionRecord,
  type Use,
} from '@clearance/domain';
import { promotionDecision, type DecisionView, type Verdict } from '@clearance/projections';
import { LedgerWriter } from '../ledger/ledger-writer.js';
import { CommandRunner, Problem, Watermarks, type CommandContext } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { basisOf } from './basis.js';
import { JudgeHost } from './judge-host.js';
import { undecidedOn } from './undecided.js';

export interface PromotionTarget {
  readonly production: string;
  readonly asset: string;
  readonly delivery: string;
  readonly use: Use;
  readonly status: string;
  readonly productionClosed: boolean;
}
export interface PromotionAnswer {
  readonly decision: DecisionView;
  readonly promoted: boolean;
  readonly replayed: boolean;
  readonly position: number;
}

/** Promotions: request, verdict from a snapshot not before it, outcome (D1, D2). */
@Injectable()
export class Promotions {
  constructor(
    private readonly runner: CommandRunner,
    private readonly writer: LedgerWriter,
    private readonly watermarks: Watermarks,
    private readonly judge: JudgeHost,
    private readonly connection: ReadModelConnection,
  ) {}

  async promote(
    context: CommandContext,
    target: PromotionTarget,
    command: { readonly expectedRevision?: number | null },
    waitMs: number,
  ): Promise<PromotionAnswer> {
    const { production, asset, delivery } = target;
    const stream = assetStream(production, asset);
    const request = await this.runner.run(context, {
      stream,
      fold: (events) => foldAsset(production, asset, events),
      decide: (state, decision) =>
        decideRequestPromotion(
          state,
          { delivery, expectedRevision: command.expectedRevision },
          { delivery: target.status, productionClosed: target.productionClosed },
          decision,
        ),
    });
    const requested = request.events.find((event) => event.type === 'promotion-requested');
    if (requested === undefined) throw new Error('a promotion was accepted without its request');
    const id = (requested.data as { decision: string }).decision;
    let record = request.state.promotions.find((promotion) => promotion.decision === id);
    if (record?.outcome == null) record = await this.decide(target, id, requested.id, requested.n, waitMs);
    const { outcome } = record;
    if (outcome === null || !('causes' in outcome.data))
      throw new Problem('undecided', 'This promotion has no outcome yet. Ask again.');
    await this.watermarks.waitForFacts(outcome.n, waitMs);
    const decision = this.connection.db.snapshot(() =>
      promotionDecision(this.connection.db, production, asset, {
        type: record.promoted ? 'promoted-to-deliverable' : 'promotion-refused',
        data: outcome.data,
        recordedAt: outcome.recordedAt,
      }),
    );
    return { decision, promoted: record.promoted, replayed: request.replayed, position: outcome.n };
  }

  /** D2: the request had no outcome in time. */
  async interrupt(production: string, asset: string): Promise<void> {
    const stream = assetStream(production, asset);
    await this.writer.record({
      stream,
      followed: `${stream}#interrupted`,
      fold: (events) => foldAsset(production, asset, events),
      decide: (state) => {
        const open = state.promotions.find((promotion) => promotion.outcome === null);
        if (open === undefined) return { kind: 'accepted', events: [] };
        const outcome = interrupted(open, basisOf(this.connection.db, production, open.delivery));
        return decideRecordPromotion(state, outcome, ledgerIdentity(open.requested.event, outcome.type, outcome.data));
      },
    });
  }

  /** The sha256 of the content, whichever of its claims stated it. */
  private digest(production: string, asset: string): string | null {
    const row = this.connection.db
      .q(
        `SELECT g.value AS sha256 FROM asset a JOIN asset b ON b.cid = a.cid JOIN digest g ON g.sid = b.sid
         WHERE a.production = ? AND a.id = ? AND g.algorithm = 'sha256' AND g.member = 0 ORDER BY g.value LIMIT 1`,
      )
      .get(production, asset) as { sha256: string } | undefined;
    return row?.sha256 ?? null;
  }

  private async decide(
    target: PromotionTarget,
    decision: string,
    requestEvent: string,
    n: number,
    waitMs: number,
  ): Promise<PromotionRecord> {
    const { production, asset, delivery, use } = target;
    try {
      await this.watermarks.waitForFacts(n, waitMs);
      const verdict = await this.judge.ask('promotion', { production, asset, delivery, use });
      const outcome = outcomeOf(verdict, decision, delivery, this.digest(production, asset));
      const recorded = await this.writer.record({
        stream: assetStream(production, asset),
        followed: requestEvent,
        fold: (events) => foldAsset(production, asset, events),
        decide: (state) =>
          state.promotions.some((promotion) => promotion.decision === decision && promotion.outcome !== null)
            ? { kind: 'accepted', events: [] }
            : decideRecordPromotion(state, outcome, ledgerIdentity(requestEvent, outcome.type, outcome.data)),
      });
      return recorded.state.promotions.find((promotion) => promotion.decision === decision)!;
    } catch (error) {
      throw undecidedOn(error);
    }
  }
}

function outcomeOf(full: Verdict, decision: string, delivery: string, sha256: string | null): PromotionOutcome {
  const { held, problems: _problems, verdictDigest: _digest, ...verdict } = full;
  if (verdict.verdict === 'release') {
    return {
      type: 'promoted-to-deliverable',
      data: { ...verdict, decision, delivery, digest: sha256 === null ? null : { sha256 } },
    };
  }
  const paths = verdict.causes.map((_, index) => {
    const entry = held.flatMap((item) => item.causes).find((cause) => cause.cause === index);
    return { path: entry?.path ?? [], edges: entry?.edges ?? [] };
  });
  return { type: 'promotion-refused', data: { ...verdict, decision, delivery, code: 'held', paths } };
}

function interrupted({ decision, delivery }: PromotionRecord, basis: VerdictBasis): PromotionOutcome {
  const verdict = interruptedVerdict(decision, basis);
  return { type: 'promotion-refused', data: { ...verdict, delivery, code: 'interrupted', paths: [] } };
}
