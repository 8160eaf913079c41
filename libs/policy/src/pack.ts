import { contentDigestOf } from '@clearance/canonical';
import type { DeliveryClass } from '@clearance/domain';
import type { FindingClass, Outcome } from './types.js';

/**
 * Rules as data. A pack is a plain JSON value: its digest is its identity, and it holds no code. What a rule asks for is
 * named in `when`; the evaluator knows how to look for it.
 */
export interface Pack {
  readonly id: string;
  readonly version: string;
  readonly rules: readonly RuleDefinition[];
}

export interface RuleDefinition {
  readonly id: string;
  readonly outcome: Outcome;
  /** Delivery classes in which it counts; elsewhere it is a notice. */
  readonly binds: readonly DeliveryClass[];
  /** `code` of the Finding (bodies.md 4). */
  readonly code: string;
  readonly when: Condition;
  /** One sentence for each way to match; `{name}` stands for a value found. */
  readonly messages: Readonly<Record<string, string>>;
  /** Kinds of approval that clear it while its outcome is `approval` (F3). */
  readonly kinds: readonly string[];
  readonly clears: ClearsTemplate;
  /** How a finding of the rule goes from content to content; `content` unless stated. */
  readonly travels?: Travels;
}

/**
 * `content`: over the edges that carry content (L2, L3). `rights`: also over references of a step that generates. `act`: like
 * content, and no replacement takes it away, because what was done was done.
 */
export type Travels = 'content' | 'rights' | 'act';

/** What the evaluator can look for at one content. `replacement` alone is found between contents (L3). */
export type Condition =
  | 'temporary-mark'
  | 'generated'
  | 'origin-unknown'
  | 'bytes-unknown'
  | 'inputs-incomplete'
  | 'input-unregistered'
  | 'cycle'
  | 'replacement'
  | 'ledger-fault'
  /** The condition of a published pack, compiled elsewhere (pack/evaluate.ts). */
  | 'facts';

/**
 * What would clear a finding: alternatives, each a list of steps that are all needed. Texts may name `{root}`, `{item}`
 * (the asset asked about), `{holder}` (where the finding arises) and, for a replacement, `{at}` and `{of}`.
 */
export interface ClearsTemplate {
  readonly message: string;
  readonly anyOf: readonly (readonly StepTemplate[])[];
}
export interface StepTemplate {
  readonly kind: StepKind;
  readonly asset: string;
  /** Key of the fact to declare. */
  readonly fact?: string;
  /** Reach of the approval to give. */
  readonly reach?: 'exact' | 'contained';
  /** Kind of the approval to give, where it is not the first that clears the finding. */
  readonly approval?: string;
}
export type StepKind =
  | 'register'
  | 'bytes'
  | 'lineage'
  | 'fact'
  | 'lift'
  | 'replace'
  | 'confirm'
  | 'retract'
  | 'approval'
  | 'ruling'
  | 'consent'
  | 'classification'
  | 'terms-review'
  | 'assessment';

/** The engine of ledgers that say nothing else. */
export const FIRST_ENGINE = 1;
/** The newest engine (engine/engines.ts): a new ledger begins with it, one that is there goes over to it when it is told to. */
export const ENGINE = 1;

/** SHA-256 over the canonical form of the pack, lower-case hex. */
export function packDigest(pack: Pack): string {
  return contentDigestOf(pack);
}

export function ruleOf(pack: Pack, id: string): RuleDefinition | null {
  return indexOf(pack).get(id) ?? null;
}

/** The rule of the pack that looks for a condition, or null where the pack has none. */
export function ruleFor(pack: Pack, condition: Condition): RuleDefinition | null {
  return pack.rules.find((rule) => rule.when === condition) ?? null;
}

/**
 * F3: kinds of approval that clear a finding; empty where none does. Deny, unknown and a replacement are never cleared by
 * approval, an escalation only by a ruling. A rule the pack does not know is cleared by nothing.
 */
export function clearingKinds(finding: Pick<FindingClass, 'rule' | 'outcome'>, pack: Pack): readonly string[] {
  if (finding.outcome === 'escalate') return RULING;
  const rule = ruleOf(pack, finding.rule);
  return finding.outcome === 'approval' && rule !== null && rule.when !== 'replacement' ? rule.kinds : NONE;
}

/**
 * Whether a broken glass may let a finding through: it stands in for a decision of people, where one would clear it (F3). Never for
 * a deny, an unknown or a replacement, which take facts, and never for a rule that the pack does not know.
 */
export function isOverridable(finding: Pick<FindingClass, 'rule' | 'outcome'>, pack: Pack): boolean {
  return ruleOf(pack, finding.rule) !== null && clearingKinds(finding, pack).length > 0;
}

const RULING: readonly string[] = ['ruling'];
const NONE: readonly string[] = [];

const indexes = new WeakMap<Pack, ReadonlyMap<string, RuleDefinition>>();
function indexOf(pack: Pack): ReadonlyMap<string, RuleDefinition> {
  let index = indexes.get(pack);
  if (index === undefined) {
    index = new Map(pack.rules.map((rule) => [rule.id, rule]));
    indexes.set(pack, index);
  }
  return index;
}
