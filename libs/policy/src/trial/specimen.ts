import {
  DELIVERY_CLASSES,
  foldAsset,
  type ActData,
  type Evidence,
  type FactData,
  type Input,
  type Recorded,
  type Scope,
  type ToolRef,
  type Use,
} from '@clearance/domain';
import { distill, inherit, judge } from '../engine/index.js';
import type { Resolver } from '../own/resolver.js';
import type { Policy } from '../policy.js';
import { timeText } from '../time.js';
import type { ApprovalTerms, Judgement } from '../types.js';
import type { GivenStep, Stage } from './format.js';
import { withoutNull, type Registers } from './given.js';
import { GivenRegistry } from './registers.js';

/** Id of the asset that a test is about. */
const ASSET = 'asset';
/** Productions of a fact are told apart by these words. */
const PRODUCTION = 'this';
const MAKER = 'maker';
const SHA256 = '0'.repeat(64);
const EVIDENCE: readonly Evidence[] = [{ ref: 'test:evidence' }];
const ANYWHERE: Scope = { prominence: '*', classes: ['*'], territories: ['*'], languages: ['*'], mediums: ['*'] };
const BEGINNING = Date.UTC(2026, 2, 1, 12);

/**
 * The one asset of a test, with bytes of its own and alone in its production: what is said of it goes the way of every other
 * asset, from events to a judgement.
 */
export class Specimen {
  private readonly events: Recorded[] = [];
  private readonly terms = new Map<string, ApprovalTerms>();
  private readonly registry = new GivenRegistry();
  private use: Readonly<Record<string, string | readonly string[]>> = {};
  private now = BEGINNING;

  constructor(private readonly policy: Policy) {
    this.say('registered', { name: ASSET, kind: 'other' });
    this.say('bytes-identified', { digests: { sha256: SHA256 } });
  }

  /** @param milliseconds since what was given before */
  give(stage: Stage, registers: Registers, milliseconds: number): void {
    this.now += milliseconds;
    this.registry.put(registers, this.now);
    for (const step of stage.steps ?? []) this.take(step);
    if (stage.facts !== undefined) {
      const evidence = stage.evidence === false ? [] : EVIDENCE;
      const data = { facts: withoutNull(stage.facts), evidence };
      this.say('facts-declared', stage.basis === undefined ? data : { ...data, basis: stage.basis as 'tracker' });
    }
    for (const [finding, kinds] of Object.entries(stage.approvals ?? {}))
      for (const kind of [kinds].flat()) this.approve(finding, kind);
    this.use = withoutNull<string | readonly string[]>({ ...this.use, ...stage.use });
  }

  judged(): Judgement {
    const { policy: pack, registry } = this;
    const logTime = timeText(this.now);
    const claims = [foldAsset(PRODUCTION, ASSET, this.events)];
    const own = distill({ content: ASSET, claims, resolver: ALONE, logTime, faults: [], pack, registry });
    const { class: cls, territories, languages, medium, ...declared } = this.use;
    const use: Use = {
      class: DELIVERY_CLASSES.find((word) => word === cls) ?? 'final',
      territories: wordsOf(territories),
      languages: wordsOf(languages),
      medium: wordsOf(medium)[0] ?? '*',
    };
    const terms = (approval: string) => this.terms.get(approval) ?? null;
    const state = inherit(own, () => null, pack);
    return judge(state, use, { terms, logTime, pack, declaredUse: () => declared });
  }

  private take({ made, tool, version = '1', mode, model, vendor, name, inputs = {} }: GivenStep): void {
    const ref: ToolRef | null =
      tool === undefined ? null : { id: tool, version, ...(mode === undefined ? {} : { mode }) };
    const common = {
      inputs: Object.entries(inputs).map(([asset, kind]): Input => ({ asset, kind })),
      inputsComplete: 'yes' as const,
      ...(vendor === undefined ? {} : { vendor }),
      ...(name === undefined ? {} : { step: name }),
    };
    if (ref !== null && made !== 'derived')
      this.say('generated-by-tool', { ...common, tool: ref, ...(model === undefined ? {} : { model }) });
    else this.say('derived-from', { ...common, ...(ref === null ? {} : { tool: ref }) });
  }

  /** Every approval is given by somebody else. */
  private approve(finding: string, kind: string): void {
    const approval = `apr_${this.terms.size + 1}`;
    const by = `approver-${this.terms.size + 1}`;
    const [rule = '', ...element] = finding.split('/');
    const key = { rule, root: ASSET, element: element.length === 0 ? null : element.join('/') };
    this.terms.set(approval, { id: approval, kind, scope: ANYWHERE, endsAt: null, by });
    const { id, version, digest } = this.policy;
    const data: ActData['approved'] = {
      approval,
      kind,
      digest: { sha256: SHA256 },
      reach: 'exact',
      findings: [key],
      seenAt: null,
      scope: ANYWHERE,
      evidence: EVIDENCE,
      grantedBy: null,
      expiresAt: null,
      request: null,
      note: null,
      policy: { id, version, digest },
    };
    this.say('approved', data, by);
  }

  private say<T extends keyof (FactData & ActData)>(type: T, data: (FactData & ActData)[T], by = MAKER): void {
    const revision = this.events.length;
    const time = timeText(this.now);
    this.events.push({
      id: `event-${String(revision).padStart(6, '0')}`,
      type,
      data,
      stream: `asset-${PRODUCTION}/${ASSET}`,
      revision,
      n: revision + 1,
      meta: {
        schema: 1,
        dedup: `dedup-${revision}`,
        contentDigest: `content-${revision}`,
        actor: { subject: by, role: null, token: null, onBehalfOf: null, via: null },
        source: null,
        sourceId: null,
        correlationId: null,
        causationId: null,
        occurredAt: time,
        recordedAt: time,
      },
    });
  }
}

/** Whatever a step was made from, nobody registered it. */
const ALONE: Resolver = {
  asset: () => null,
  digest: () => null,
  inCycle: false,
  sameCycle: () => false,
  submittersOf: () => [],
  displayOf: (id) => id,
};

function wordsOf(words: string | readonly string[] | undefined): readonly string[] {
  return words === undefined ? ['*'] : [words].flat();
}
