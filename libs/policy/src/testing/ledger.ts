import {
  BARE_USE,
  JOINING_ALGORITHMS,
  digestsOf,
  isRegistered,
  type ApprovalCondition,
  type ApprovalRecord,
  type AssetState,
  type Digests,
  type Use,
} from '@clearance/domain';
import {
  NO_REGISTRY,
  basePack,
  distill,
  failing,
  inherit,
  joinClaims,
  judge,
  toFinding,
  type ApprovalTerms,
  type ContentRef,
  type Evaluated,
  type Finding,
  type Judgement,
  type LedgerFault,
  type Pack,
  type Registry,
  type Resolver,
  type UseFacts,
} from '../index.js';
import { Sayings, sha } from './sayings.js';
import { SmallUsages } from './usages.js';

export { ANY_SCOPE, digest, HOOK, PRODUCTION, REVIEWER, SECOND, sha } from './sayings.js';

/**
 * A production small enough to be evaluated as the rules are written: everything is looked up and evaluated from scratch,
 * nothing is kept.
 */
export class SmallLedger extends Sayings {
  logTime = '2026-03-10T12:00:00.000Z';
  readonly faults = new Map<string, LedgerFault[]>();
  registry: Registry = NO_REGISTRY;
  readonly usages = new SmallUsages();
  /** Declared use in the delivery judged, by root. */
  readonly uses = new Map<ContentRef, UseFacts>();

  constructor(private readonly pack: Pack = basePack) {
    super();
  }

  /** I1, I2: claims that share a joining digest, by the id of any; the display id is that whose digest came first. */
  contentOf(id: string): { readonly display: ContentRef; readonly claims: readonly AssetState[] } {
    const group = new Map([[id, this.claim(id)]]);
    for (let grown = true; grown;) {
      grown = false;
      for (const other of this.streams.keys()) {
        if (group.has(other)) continue;
        const claim = this.claim(other);
        if (![...group.values()].some((member) => share(digestsOf(member), digestsOf(claim)))) continue;
        group.set(other, claim);
        grown = true;
      }
    }
    const claims = [...group.values()].sort((a, b) => bytesKnownAt(a) - bytesKnownAt(b));
    return { display: claims[0]!.id, claims };
  }

  dossier(id: string) {
    const { display, claims } = this.contentOf(id);
    return joinClaims(claims, display);
  }

  own(id: string) {
    const { display, claims } = this.contentOf(id);
    return distill({
      content: display,
      claims,
      resolver: this.resolver(display),
      logTime: this.logTime,
      faults: this.faults.get(display) ?? [],
      pack: this.pack,
      registry: this.registry,
      usages: this.usages,
    });
  }

  resolver(of: ContentRef): Resolver {
    const cycle = this.cycleOf(of);
    return {
      asset: (id, production) =>
        production === undefined && this.isKnown(id)
          ? { content: this.contentOf(id).display, registered: isRegistered(this.claim(id)) }
          : null,
      digest: (digests) => {
        const found = [...this.streams.keys()].find((id) => share(digestsOf(this.claim(id)), digests));
        return found === undefined ? null : this.contentOf(found).display;
      },
      inCycle: cycle.length > 0,
      sameCycle: (content) => cycle.includes(content),
      submittersOf: (content) => (this.isKnown(content) ? this.dossier(content).submitters : []),
      displayOf: (id) => (this.isKnown(id) ? this.contentOf(id).display : id),
    };
  }

  evaluate(id: string): Evaluated {
    const known = new Map<ContentRef, Evaluated>();
    const look = (content: ContentRef): Evaluated => {
      const done = known.get(content);
      if (done !== undefined) return done;
      const own = this.own(content);
      const evaluated = { own, state: inherit(own, look, this.pack) };
      known.set(content, evaluated);
      return evaluated;
    };
    return look(this.contentOf(id).display);
  }

  judge(id: string, use: Use = BARE_USE): Judgement {
    return judge(this.evaluate(id).state, use, this.context());
  }

  failing(id: string, releasedAt: string, use: Use = BARE_USE) {
    return failing(this.evaluate(id).state, use, { ...this.context(), releasedAt });
  }

  findings(id: string, use: Use = BARE_USE): Finding[] {
    const { open } = this.judge(id, use);
    const look = (content: ContentRef) => this.evaluate(content);
    const { display } = this.contentOf(id);
    return open.map((finding) =>
      toFinding(finding, { content: display, item: id, look, pack: this.pack, use, sha256Of: sha }),
    );
  }

  /** State and `rule root` of what is open: what most specs compare. */
  outcome(id: string, use: Use = BARE_USE): { readonly state: string; readonly open: readonly string[] } {
    const { state, open } = this.judge(id, use);
    return { state, open: open.map(({ rule, root }) => `${rule} ${root}`) };
  }

  private context() {
    const terms = new Map<string, ApprovalTerms>();
    for (const id of this.streams.keys()) {
      for (const { data, revoked, by, evidenced } of this.claim(id).approvals) {
        const ends = [data.expiresAt, revoked?.data.effectiveAt ?? null].filter((end) => end !== null).sort();
        const { approval, kind, scope } = data;
        const met = conditionTerms(data.conditions, evidenced);
        terms.set(approval, { id: approval, kind, scope, endsAt: ends[0] ?? null, by, ...met });
      }
    }
    for (const each of this.usages.terms()) terms.set(each.id, each);
    return {
      terms: (approval: string) => terms.get(approval) ?? null,
      logTime: this.logTime,
      pack: this.pack,
      declaredUse: (root: ContentRef) => this.uses.get(root) ?? null,
    };
  }

  private isKnown(id: string): boolean {
    return this.streams.has(id);
  }

  /** Members of the cycle a content is in, itself included; empty where it is in none. */
  private cycleOf(content: ContentRef): ContentRef[] {
    const forward = this.reachable(content);
    return [...forward].filter((other) => this.reachable(other).has(content) && forward.has(content));
  }

  private reachable(from: ContentRef): Set<ContentRef> {
    const seen = new Set<ContentRef>();
    const open = [from];
    while (open.length > 0) {
      for (const next of this.targetsOf(open.pop()!)) {
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    }
    return seen;
  }

  private targetsOf(content: ContentRef): ContentRef[] {
    const facts = this.dossier(content).facts;
    const named = facts.flatMap((fact) => ('inputs' in fact.data ? (fact.data.inputs ?? []) : []));
    return named
      .flatMap(({ asset }) => (asset !== undefined && this.isKnown(asset) ? [this.contentOf(asset).display] : []))
      .filter((target) => target !== content);
  }
}

function share(a: Digests, b: Digests): boolean {
  return JOINING_ALGORITHMS.some((algorithm) => a[algorithm] !== undefined && a[algorithm] === b[algorithm]);
}

function bytesKnownAt(claim: AssetState): number {
  const facts = claim.facts.filter(({ type }) => type === 'bytes-identified' || type === 'members-identified');
  return Math.min(Infinity, ...facts.map(({ n }) => n));
}

/** What the terms of an approval say of its conditions: those that nobody spoke of, and when the last was evidenced. */
function conditionTerms(
  conditions: readonly ApprovalCondition[] | undefined,
  evidenced: ApprovalRecord['evidenced'],
): Pick<ApprovalTerms, 'conditions' | 'since'> {
  if (conditions === undefined) return {};
  const open = conditions.map(({ id }) => id).filter((id) => evidenced.every(({ data }) => data.condition !== id));
  const last = evidenced.at(-1);
  return { conditions: open, ...(open.length === 0 && last !== undefined ? { since: last.recordedAt } : {}) };
}
