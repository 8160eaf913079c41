import type { AssetState } from '@clearance/domain';
import { byLogOrder, joinClaims, type Dossier } from './dossier.js';
import { compareKeys, compareText, keyText, sortedUnique } from './order.js';
import type { Condition, Pack, RuleDefinition } from './pack.js';
import type { ContentRef, EventRef, OwnFinding, OwnState } from './types.js';
import { fillIn } from './text.js';
import { dueTimes, ownApprovals, ownConfirmations } from './own/approvals.js';
import { bytesUnknown } from './own/bytes.js';
import { readCompleteness } from './own/completeness.js';
import type { ConditionReader, LedgerFault, Match, Subject } from './own/condition.js';
import { namedInputs, resolvedEdges } from './own/inputs.js';
import { cycle, inputsIncomplete, inputUnregistered, ledgerFault } from './own/lineage.js';
import { generated, originUnknown } from './own/origin.js';
import type { Resolver } from './own/resolver.js';
import { temporaryMark } from './own/temporary.js';
import { classedEdges } from './own/edge-class.js';
import { ownRulings, type ToolRuling } from './own/rulings.js';
import { NO_USAGES, ownUsages, usagesNamed, type UsageBook } from './own/usages.js';
import { remembering } from './facts/asking.js';
import { NO_REGISTRY, type Registry } from './facts/registry.js';
import { evaluatePacks, markReferences } from './pack/evaluate-all.js';
import { maxAgeOf } from './policy.js';

export type { LedgerFault } from './own/condition.js';

export interface DistillInput {
  readonly content: ContentRef;
  /** All claims about the content, in any order. */
  readonly claims: readonly AssetState[];
  readonly resolver: Resolver;
  /** T(n), RFC 3339. */
  readonly logTime: string;
  readonly faults: readonly LedgerFault[];
  /** The base pack, or the policy of the production. */
  readonly pack: Pack;
  /** What is known of tools, vendors and consents. Nothing unless given. */
  readonly registry?: Registry;
  /** Rulings of the production on tools. */
  readonly rulings?: readonly ToolRuling[];
  /** Usages of the production. None unless given. */
  readonly usages?: UsageBook;
}

/** Everything about one content that does not depend on what its inputs inherit. Pure; the same input gives the same text. */
export function distill(input: DistillInput): OwnState {
  const { content, claims, resolver, logTime, pack } = input;
  const dossier = joinClaims(claims, content);
  const inputs = namedInputs(dossier, resolver);
  const completeness = readCompleteness(dossier);
  const context = { dossier, resolver, logTime, maxAgeOf: (kind: string) => maxAgeOf(pack, kind) };
  const subject = { dossier, inputs, completeness, resolver, faults: input.faults };
  const registry = remembering(input.registry ?? NO_REGISTRY);
  const packs = evaluatePacks(pack, subject, logTime, registry);
  const findings = [...findingsOf(subject, pack), ...packs.findings].sort(compareKeys);
  const edges = classedEdges(resolvedEdges(inputs, resolver), inputs, registry, logTime);
  const rulings = ownRulings(dossier, findings, input.rulings ?? [], registry, logTime);
  const given = ownApprovals(context);
  const others = [...rulings, ...ownUsages(context, findings, input.usages ?? NO_USAGES, pack)];
  const approvals = others.length === 0 ? given : [...given, ...others].sort((a, b) => compareText(a.id, b.id));
  const asked = sortedUnique([
    ...registry.asked(),
    ...inputs.flatMap(({ asks }) => asks),
    ...usagesNamed(dossier).map((id) => `usage:${id}`),
  ]);
  return {
    content,
    findings,
    edges: markReferences(edges.edges, packs),
    completeness: completeness.value,
    approvals,
    confirmations: ownConfirmations(context),
    submitters: dossier.submitters,
    dueAt: dueTimes(approvals, logTime, [...packs.until, ...edges.until]),
    ...(asked.length === 0 ? {} : { asked }),
  };
}

/** A replacement is a matter between two contents: `inherit` finds it. */
const READERS: Readonly<Record<Exclude<Condition, 'replacement' | 'facts'>, ConditionReader>> = {
  'temporary-mark': temporaryMark,
  generated,
  'origin-unknown': originUnknown,
  'bytes-unknown': bytesUnknown,
  'inputs-incomplete': inputsIncomplete,
  'input-unregistered': inputUnregistered,
  cycle,
  'ledger-fault': ledgerFault,
};

function findingsOf(subject: Subject, pack: Pack): OwnFinding[] {
  const findings: OwnFinding[] = [];
  for (const rule of pack.rules) {
    if (rule.when === 'replacement' || rule.when === 'facts') continue;
    const matches = READERS[rule.when](subject);
    if (matches.length > 0) findings.push(...findingsOfRule(rule, matches, subject.dossier));
  }
  return findings;
}

/** F1: one finding a key, whatever the number of matches. */
function findingsOfRule(rule: RuleDefinition, matches: readonly Match[], dossier: Dossier): OwnFinding[] {
  const byKey = new Map<string, Match[]>();
  for (const match of matches) {
    const key = keyText(keyOf(rule, match, dossier));
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [match]);
    else group.push(match);
  }
  return [...byKey.values()].map((group): OwnFinding => {
    const [first] = group;
    if (first === undefined) throw new TypeError(`rule ${rule.id} has a finding without a match`);
    return {
      ...keyOf(rule, first, dossier),
      outcome: rule.outcome,
      code: rule.code,
      message: messageOf(rule, group, dossier),
      evidence: evidenceOf(group),
      ...(first.edge === undefined ? {} : { edge: first.edge }),
    };
  });
}

function keyOf(rule: RuleDefinition, match: Match, dossier: Dossier) {
  return { rule: rule.id, root: match.root ?? dossier.content, element: null };
}

const SENTENCES = 3;

function messageOf(rule: RuleDefinition, matches: readonly Match[], dossier: Dossier): string {
  const sentences = [...new Set(matches.map((match) => sentenceOf(rule, match, dossier)))];
  const more = sentences.length - SENTENCES;
  return sentences.slice(0, SENTENCES).join('; ') + (more > 0 ? `; and ${more} more` : '');
}

function sentenceOf(rule: RuleDefinition, match: Match, { content }: Dossier): string {
  const template = rule.messages[match.message];
  if (template === undefined) throw new TypeError(`rule ${rule.id} has no message "${match.message}"`);
  return fillIn(template, { root: match.root ?? content, holder: content, ...match.values });
}

function evidenceOf(matches: readonly Match[]): EventRef[] {
  const facts = matches.flatMap((match) => match.facts ?? []).sort(byLogOrder);
  const refs = [...facts, ...matches.flatMap((match) => match.events ?? [])].map(({ stream, revision }) => ({
    stream,
    revision,
  }));
  const seen = new Set<string>();
  return refs.filter(({ stream, revision }) => {
    const key = `${stream}@${revision}`;
    return !seen.has(key) && seen.add(key);
  });
}
