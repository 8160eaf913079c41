import { sha256Hex } from '@clearance/canonical';
import {
  foldAsset,
  type ActData,
  type AssetState,
  type DigestAlgorithm,
  type EdgeKind,
  type FactData,
  type Recorded,
} from '@clearance/domain';

export const PRODUCTION = 'nightfall';
/** Who says what in the specs, unless a test names somebody else. */
export const HOOK = 'hook@acme.example';
export const REVIEWER = 'rita@studio.example';
export const SECOND = 'sam@studio.example';

type Data = FactData & ActData;

export interface Circumstances {
  readonly by?: string;
  readonly behalf?: string | null;
  readonly source?: string;
  readonly occurredAt?: string;
  readonly id?: string;
}

/** What is said in a spec, in the order of saying. Event ids are `e1`, `e2` … unless given. */
export class Sayings {
  protected readonly streams = new Map<string, Recorded[]>();
  private n = 0;
  private approvals = 0;

  /** @returns the event id. */
  say<T extends keyof Data>(asset: string, type: T, data: Data[T], circumstances: Circumstances = {}): string {
    this.n += 1;
    const stream = `asset-${PRODUCTION}/${asset}`;
    const events = this.streams.get(asset) ?? [];
    const recordedAt = new Date(Date.UTC(2026, 2, 1, 0, 0, this.n)).toISOString();
    const id = circumstances.id ?? `e${this.n}`;
    events.push({
      id,
      type,
      data,
      stream,
      revision: events.length,
      n: this.n,
      meta: {
        schema: 1,
        dedup: `d${this.n}`,
        contentDigest: `c${this.n}`,
        actor: {
          subject: circumstances.by ?? HOOK,
          role: null,
          token: null,
          onBehalfOf: circumstances.behalf ?? null,
          via: null,
        },
        source: circumstances.source ?? '/acme/hook',
        sourceId: id,
        correlationId: null,
        causationId: null,
        occurredAt: circumstances.occurredAt ?? recordedAt,
        recordedAt,
      },
    });
    this.streams.set(asset, events);
    return id;
  }

  /** A registered asset with bytes of its own. */
  asset(id: string, circumstances: Circumstances = {}): string {
    this.say(id, 'registered', { name: id, kind: 'image' }, circumstances);
    this.say(id, 'bytes-identified', { digests: { sha256: sha(id) } }, circumstances);
    return id;
  }

  /** Shot with a camera: clear as it stands. */
  camera(id: string, circumstances: Circumstances = {}): string {
    this.asset(id, circumstances);
    this.declare(id, { 'asset.digitalSourceType': 'digitalCapture' }, circumstances);
    return id;
  }

  /** Made by a generating tool, from nothing. */
  generated(id: string, circumstances: Circumstances = {}): string {
    this.asset(id, circumstances);
    this.say(id, 'generated-by-tool', { tool: { id: 'comfyui', version: '0.3.44' } }, circumstances);
    return id;
  }

  /** Made from inputs, all of which are named. */
  made(id: string, inputs: Readonly<Record<string, EdgeKind>>, circumstances: Circumstances = {}): string {
    this.asset(id, circumstances);
    this.derive(id, inputs, 'yes', circumstances);
    return id;
  }

  derive(
    id: string,
    inputs: Readonly<Record<string, EdgeKind>>,
    inputsComplete: 'yes' | 'no' | 'unknown' = 'unknown',
    circumstances: Circumstances = {},
  ): string {
    const list = Object.entries(inputs).map(([asset, kind]) => ({ asset, kind }));
    return this.say(id, 'derived-from', { inputs: list, inputsComplete }, circumstances);
  }

  declare(id: string, facts: Readonly<Record<string, unknown>>, circumstances: Circumstances = {}): string {
    return this.say(id, 'facts-declared', { facts }, circumstances);
  }

  mark(id: string, reason = 'AI placeholder', circumstances: Circumstances = {}): string {
    return this.say(id, 'marked-temporary', { reason }, circumstances);
  }

  lift(id: string, marks: readonly string[], by = REVIEWER): string {
    const data = { marks, reason: 'replaced', digest: { sha256: sha(id) }, evidence: [] };
    return this.say(id, 'temporary-mark-lifted', data, { by });
  }

  /** Proposed by one, accepted by another. */
  retract(id: string, events: readonly string[], by = REVIEWER, proposer = SECOND): string {
    const retraction = `ret_${this.n}`;
    this.say(id, 'retraction-proposed', { retraction, events, reason: 'wrong', evidence: [] }, { by: proposer });
    return this.say(id, 'fact-retracted', { retraction, events, reason: 'wrong', evidence: [] }, { by });
  }

  confirm(id: string, of: string, roots: readonly string[], by = REVIEWER): string {
    const data = {
      of,
      roots,
      replacedBy: [],
      removed: true,
      digest: { sha256: sha(id) },
      reason: 'remade',
      evidence: [],
    };
    return this.say(id, 'replacement-confirmed', data, { by });
  }

  /** @returns the approval's id. */
  approve(
    id: string,
    keys: readonly (readonly [rule: string, root: string])[],
    given: Partial<Data['approved']> = {},
    by = REVIEWER,
  ): string {
    this.approvals += 1;
    const approval = `apr_${this.approvals}`;
    this.say(
      id,
      'approved',
      {
        approval,
        kind: 'written',
        digest: { sha256: sha(id) },
        reach: 'contained',
        findings: keys.map(([rule, root]) => ({ rule, root, element: null })),
        seenAt: null,
        scope: ANY_SCOPE,
        evidence: [{ ref: 'dms://legal/1' }],
        grantedBy: null,
        expiresAt: null,
        request: null,
        note: null,
        policy: { id: 'base', version: '1', digest: 'p' },
        ...given,
      },
      { by },
    );
    return approval;
  }

  evidence(id: string, approval: string, condition: string, by = REVIEWER): string {
    const data = {
      approval,
      condition,
      evidence: [{ ref: 'proof.pdf', digest: { sha256: sha('proof') } }],
      note: null,
    };
    return this.say(id, 'condition-evidenced', data, { by });
  }

  revoke(id: string, approval: string, effect: 'ab-initio' | 'from', effectiveAt: string | null = null): string {
    const data = { approval, reason: 'mistake', effect, effectiveAt, evidence: [] };
    return this.say(id, 'approval-revoked', data, { by: SECOND });
  }

  claim(id: string): AssetState {
    return foldAsset(PRODUCTION, id, this.streams.get(id) ?? []);
  }
}

export const ANY_SCOPE = {
  prominence: '*',
  classes: ['*'],
  territories: ['*'],
  languages: ['*'],
  mediums: ['*'],
} as const;

/** A digest of its own for every name. */
export const sha = (name: string): string => sha256Hex(name);

/** A digest of any algorithm in the ledger's form, one for every name. */
export function digest(algorithm: DigestAlgorithm, name: string): string {
  const hex = sha(name);
  if (algorithm === 'c4') return `c4${hex.replaceAll('0', 'z').repeat(2).slice(0, 88)}`;
  return hex.slice(0, { sha256: 64, sha1: 40, md5: 32, xxh128: 32, xxh64: 16 }[algorithm]);
}
