import { contentDigestOf } from '@clearance/canonical';
import { ENGINE, packDigest, type Pack, type RuleDefinition } from './pack.js';
import { compilePack, type CompiledPack } from './pack/compile.js';
import { durationOf } from './pack/duration.js';
import type { ApprovalKind, PackDocument } from './pack/format.js';
import { compareText } from './order.js';
import { basePack } from './packs/base.js';

/**
 * What a production is judged by: the base pack and the packs it adopted with the settings of their switches, without the base
 * rules that one of them replaces. Compiled once, immutable.
 */
export interface Policy extends Pack {
  /** `base`, the id of the one pack adopted, or `combined`. */
  readonly id: string;
  readonly version: string;
  /** Over the digests of the packs and the switches; of the base pack alone its own. */
  readonly digest: string;
  /** The base pack first, then the others by id: the `policies` of a decision. */
  readonly packs: readonly PolicyPack[];
  readonly compiled: readonly CompiledPack[];
  /** Kinds of approval that the packs define. */
  readonly approvals: readonly ApprovalKind[];
  /** Number of the engine that it is evaluated by. */
  readonly engine: number;
}
export interface PolicyPack {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly switches: Readonly<Record<string, boolean>>;
}

export interface Adoption {
  readonly pack: PackDocument;
  /** Switches set otherwise than the pack has them. */
  readonly switches?: Readonly<Record<string, boolean>>;
}

export interface PolicyFault {
  /** `id@version`. */
  readonly pack: string;
  readonly code: 'duplicate-pack' | 'duplicate-rule' | 'unknown-switch';
  readonly message: string;
}
export type ComposedPolicy =
  { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly faults: readonly PolicyFault[] };

/** Puts packs together, to be evaluated by the newest engine; the order in which they are named changes nothing. */
export function composePolicy(adoptions: readonly Adoption[]): ComposedPolicy {
  const sorted = adoptions.toSorted((a, b) => compareText(a.pack.id, b.pack.id));
  const faults = faultsOf(sorted);
  if (faults.length > 0) return { ok: false, faults };
  const compiled = sorted.map(({ pack, switches }) => compilePack(pack, switches));
  const replaced = new Set(sorted.flatMap(({ pack }) => pack.replace));
  const rules: RuleDefinition[] = [
    ...basePack.rules.filter(({ id }) => !replaced.has(id)),
    ...compiled.flatMap((pack) => pack.rules.map(({ head }) => head)),
  ];
  const packs: PolicyPack[] = [
    { id: basePack.id, version: basePack.version, digest: packDigest(basePack), switches: {} },
    ...compiled.map(({ id, version, digest, switches }) => ({ id, version, digest, switches })),
  ];
  const named = packs.length === 1 ? packs[0]! : packs.length === 2 ? packs[1]! : null;
  return {
    ok: true,
    policy: {
      id: named?.id ?? 'combined',
      version: named?.version ?? packs.slice(1).map(nameOf).join(' '),
      digest: digestOf(packs),
      packs,
      compiled,
      approvals: sorted.flatMap(({ pack }) => pack.approvals),
      engine: ENGINE,
      rules,
    },
  };
}

/** The same policy, evaluated by another engine; one object for each. */
export function underEngine(policy: Policy, engine: number): Policy {
  if (policy.engine === engine) return policy;
  const others = byEngine.get(policy) ?? new Map<number, Policy>();
  byEngine.set(policy, others);
  const other = others.get(engine) ?? { ...policy, engine };
  others.set(engine, other);
  return other;
}
const byEngine = new WeakMap<Policy, Map<number, Policy>>();

/** What two policies have in common that yield the same: their packs and their engine. */
export function policyKey({ digest, engine }: Policy): string {
  return `${digest}/${engine}`;
}

/** The digest of the policy that packs make besides the base pack, in whatever order they are named. */
export function policyDigest(packs: readonly Pick<PolicyPack, 'id' | 'digest' | 'switches'>[]): string {
  const base = { digest: packDigest(basePack), switches: {} };
  return digestOf([base, ...packs.toSorted((a, b) => compareText(a.id, b.id))]);
}

function digestOf(packs: readonly Pick<PolicyPack, 'digest' | 'switches'>[]): string {
  if (packs.length === 1) return packs[0]!.digest;
  return contentDigestOf(packs.map(({ digest, switches }) => ({ digest, switches })));
}

/** The base pack alone: what every production has until it adopts another. */
export const basePolicy: Policy = basePolicyOf();

/** Packs whose rules are compiled; none where only the base pack is in force. */
export function compiledOf(pack: Pack): readonly CompiledPack[] {
  return isPolicy(pack) ? pack.compiled : NO_PACKS;
}
const NO_PACKS: readonly CompiledPack[] = [];

/** Milliseconds after which an approval of a kind has ended, whatever it says itself: the shortest time any pack gives it. */
export function maxAgeOf(pack: Pack, kind: string): number | null {
  if (!isPolicy(pack)) return null;
  const ages = pack.approvals.flatMap((defined) =>
    defined.kind === kind && defined.maxAge !== undefined ? [durationOf(defined.maxAge) ?? 0] : [],
  );
  return ages.length === 0 ? null : Math.min(...ages);
}

function isPolicy(pack: Pack): pack is Policy {
  return 'compiled' in pack;
}

function basePolicyOf(): Policy {
  const composed = composePolicy([]);
  if (!composed.ok) throw new TypeError('the base pack alone is a policy');
  return composed.policy;
}

const nameOf = ({ id, version }: { readonly id: string; readonly version: string }): string => `${id}@${version}`;

function faultsOf(adoptions: readonly Adoption[]): PolicyFault[] {
  const packs = new Set<string>();
  const rules = new Map<string, string>();
  return adoptions.flatMap(({ pack, switches = {} }): PolicyFault[] => {
    const name = nameOf(pack);
    const faults: PolicyFault[] = [];
    const fail = (code: PolicyFault['code'], message: string) => faults.push({ pack: name, code, message });
    if (packs.has(pack.id)) fail('duplicate-pack', `"${pack.id}" is adopted twice`);
    packs.add(pack.id);
    for (const { id } of pack.rules) {
      const other = rules.get(id);
      if (other !== undefined && other !== name) fail('duplicate-rule', `the rule "${id}" stands in ${other} too`);
      rules.set(id, name);
    }
    for (const setting of Object.keys(switches)) {
      if (!Object.hasOwn(pack.switches, setting)) fail('unknown-switch', `there is no switch "${setting}"`);
    }
    return faults;
  });
}
