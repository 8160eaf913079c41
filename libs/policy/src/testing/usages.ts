import {
  foldUsage,
  type ConformanceRecord,
  type Recorded,
  type UsageApprovedData,
  type UsageData,
  type UsageProposedData,
  type UsageRevokedData,
  type UsageState,
} from '@clearance/domain';
import type { UsageBook } from '../own/usages.js';
import type { ApprovalTerms } from '../types.js';
import { ANY_SCOPE, PRODUCTION, REVIEWER, SECOND, sha } from './sayings.js';

const DIRECTOR = 'dana@studio.example';

/** Usages as a test tells of them, each event a second after the one before, from noon on 1 March 2026. */
export class SmallUsages implements UsageBook {
  private readonly events = new Map<string, Recorded[]>();
  private n = 0;

  usage(id: string): UsageState | null {
    const events = this.events.get(id);
    return events === undefined ? null : foldUsage(PRODUCTION, id, events);
  }

  confirmations(id: string, digests: readonly string[]): readonly ConformanceRecord[] {
    return (this.usage(id)?.conformances ?? []).filter(
      ({ revoked, data }) => revoked === null && data.digests.some((digest) => digests.includes(digest)),
    );
  }

  /** comfyui 0.3 painting skies without performers; proposed by somebody who does nothing else in the specs. */
  propose(id: string, data: Partial<UsageProposedData> = {}, by = DIRECTOR): this {
    return this.say(
      id,
      'proposed',
      {
        purpose: 'painted skies',
        tools: [{ id: 'comfyui', version: '0.3.*', modes: ['*'] }],
        performers: [],
        kind: 'written',
        rules: ['base-generated'],
        reach: 'contained',
        scope: ANY_SCOPE,
        note: null,
        ...data,
      },
      by,
    );
  }

  approve(id: string, by = REVIEWER, data: Partial<UsageApprovedData> = {}): this {
    const policy = { id: 'base', version: '1', digest: 'p' };
    const evidence = [{ ref: 'dms://1' }];
    const approval = `upr_${this.n + 1}`;
    return this.say(
      id,
      'approved',
      { approval, evidence, grantedBy: null, expiresAt: null, note: null, policy, ...data },
      by,
    );
  }

  /** @param assets whose bytes they are, as `sha` has them */
  confirm(id: string, assets: readonly string[], by = SECOND): this {
    const data = {
      conformance: `cfm_${this.n + 1}`,
      digests: assets.map(sha),
      evidence: [{ ref: 'dms://2' }],
      note: null,
    };
    return this.say(id, 'conformance-confirmed', data, by);
  }

  unconfirm(id: string, conformance: string): this {
    return this.say(id, 'conformance-revoked', { conformance, reason: 'another sky', evidence: [] }, REVIEWER);
  }

  reject(id: string): this {
    return this.say(id, 'rejected', { reason: 'no', evidence: [] }, REVIEWER);
  }

  revoke(id: string, data: Partial<UsageRevokedData> = {}): this {
    const whole: UsageRevokedData = { reason: 'r', effect: 'ab-initio', effectiveAt: null, evidence: [], ...data };
    return this.say(id, 'revoked', whole, REVIEWER);
  }

  terms(): ApprovalTerms[] {
    return [...this.events.keys()].flatMap((id) => {
      const state = this.usage(id);
      if (state?.proposed == null) return [];
      const { kind, scope } = state.proposed.data;
      return state.approvals.map(({ data, by }) => {
        const ends = [data.expiresAt, state.revoked?.data.effectiveAt ?? null].filter((end) => end !== null).sort();
        return { id: data.approval, kind, scope, endsAt: ends[0] ?? null, by };
      });
    });
  }

  private say<T extends keyof UsageData>(id: string, type: T, data: UsageData[T], by: string): this {
    this.n += 1;
    const events = this.events.get(id) ?? [];
    const recordedAt = new Date(Date.UTC(2026, 2, 1, 12, 0, this.n)).toISOString();
    events.push({
      id: `u${this.n}`,
      type,
      data,
      stream: `usage-${PRODUCTION}/${id}`,
      revision: events.length,
      n: 1_000 + this.n,
      meta: {
        schema: 1,
        dedup: `ud${this.n}`,
        contentDigest: `uc${this.n}`,
        actor: { subject: by, role: null, token: null, onBehalfOf: null, via: null },
        source: null,
        sourceId: null,
        correlationId: null,
        causationId: null,
        occurredAt: recordedAt,
        recordedAt,
      },
    });
    this.events.set(id, events);
    return this;
  }
}
