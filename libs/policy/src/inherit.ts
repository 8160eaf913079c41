import { CONTENT_EDGES, VERSION_LINKS } from '@clearance/domain';
import { compareKeys, compareLists, compareText, keyText, sortedUnique } from './order.js';
import { ruleFor, type Pack, type RuleDefinition } from './pack.js';
import type { ClassOfTool, ContentState, FindingClass, Look, OwnApproval, OwnState, ResolvedEdge } from './types.js';

/**
 * F5: what a content carries, from what it says itself and what its inputs carry. Classes of one finding that differ in
 * the approvals met on the way are kept apart; of A within A' only A stays, for it is open wherever A' is.
 * @param classOfTool no class known: `processed` approvals stop there (F4).
 */
export function inherit(own: OwnState, look: Look, pack: Pack, classOfTool: ClassOfTool = () => null): ContentState {
  const arriving = new Classes();
  for (const finding of own.findings) {
    const { rule, root, element, outcome, code } = finding;
    arriving.add({ rule, root, element, outcome, code, approvals: [], via: null });
  }
  const edges = own.edges.filter((edge) => edge.passes);
  const content = edges.filter((edge) => CONTENT_EDGES.includes(edge.kind));
  const reached = new Set<string>(content.map((edge) => edge.to));
  for (const edge of content) {
    for (const cls of look(edge.to)?.state.classes ?? []) {
      reached.add(cls.root);
      arriving.add({
        ...plain(cls),
        approvals: passing(cls.approvals, edge, classOfTool),
        via: { from: edge.to, edge: edge.kind },
      });
    }
  }
  const replaced = content.length > 0 && own.completeness === 'yes';
  for (const edge of edges.filter((candidate) => VERSION_LINKS.includes(candidate.kind))) {
    for (const cls of look(edge.to)?.state.classes ?? []) {
      const arrived = replaced
        ? replacement(own, cls, edge, reached, pack)
        : { ...plain(cls), approvals: [], via: { from: edge.to, edge: edge.kind } };
      if (arrived !== null) arriving.add(arrived);
    }
  }
  return { classes: arriving.all(own.approvals) };
}

/** L3: a finding of the older version whose root the new one's complete content edges do not reach. */
function replacement(
  own: OwnState,
  cls: FindingClass,
  edge: ResolvedEdge,
  reached: ReadonlySet<string>,
  pack: Pack,
): FindingClass | null {
  if (reached.has(cls.root) || reached.has(edge.to)) return null;
  if (own.confirmations.some((confirmation) => confirmation.of === edge.to && confirmation.roots.includes(cls.root)))
    return null;
  const rule = replacementRule(pack);
  return {
    rule: rule.id,
    root: cls.root,
    element: null,
    outcome: rule.outcome,
    code: rule.code,
    approvals: [],
    via: { from: edge.to, edge: edge.kind },
    replaces: cls.rule,
  };
}

function replacementRule(pack: Pack): RuleDefinition {
  const rule = ruleFor(pack, 'replacement');
  if (rule === null)
    throw new TypeError(
      `pack ${pack.id} has no rule for replacements, so a version link could launder what it replaces`,
    );
  return rule;
}

/** F4: which approvals go over an edge. */
function passing(approvals: readonly string[], edge: ResolvedEdge, classOfTool: ClassOfTool): readonly string[] {
  if (approvals.length === 0) return approvals;
  const class_ = edge.tool === null ? null : classOfTool(edge.tool);
  const nonGenerative = class_ === 'assistive' || class_ === 'none';
  const reaches: readonly string[] =
    edge.kind === 'derivation' ? (nonGenerative ? ['processed'] : []) : ['contained', 'processed'];
  return approvals.filter((token) => reaches.includes(reachOf(token)));
}

/** Tokens carry their reach after a colon: `apr_…:contained`. */
function reachOf(token: string): string {
  return token.slice(token.lastIndexOf(':') + 1);
}

function plain(cls: FindingClass): FindingClass {
  const { rule, root, element, outcome, code } = cls;
  return { rule, root, element, outcome, code, approvals: [], via: null };
}

class Classes {
  private readonly byKey = new Map<string, FindingClass[]>();

  add(cls: FindingClass): void {
    const key = keyText(cls);
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, [cls]);
    else known.push(cls);
  }

  all(own: readonly OwnApproval[]): FindingClass[] {
    const all: FindingClass[] = [];
    for (const [key, classes] of this.byKey) {
      const given = own.filter((approval) => approval.keys.some((named) => keyText(named) === key)).map(tokenOf);
      for (const cls of worst(classes))
        all.push(given.length === 0 ? cls : { ...cls, approvals: sortedUnique([...cls.approvals, ...given]) });
    }
    return all.sort((a, b) => compareKeys(a, b) || compareLists(a.approvals, b.approvals));
  }
}

export function tokenOf(approval: Pick<OwnApproval, 'id' | 'ended' | 'reach'>): string {
  return `${approval.ended ? '~' : ''}${approval.id}:${approval.reach}`;
}

/** Of classes with equal approvals the one with the smallest witness; none whose approvals contain another's. */
function worst(classes: readonly FindingClass[]): FindingClass[] {
  const kept: FindingClass[] = [];
  const ordered = [...classes].sort(
    (a, b) => a.approvals.length - b.approvals.length || compareLists(a.approvals, b.approvals) || compareWitness(a, b),
  );
  for (const cls of ordered) {
    if (!kept.some((other) => other.approvals.every((token) => cls.approvals.includes(token)))) kept.push(cls);
  }
  return kept;
}

function compareWitness(a: FindingClass, b: FindingClass): number {
  if (a.via === null || b.via === null) return a.via === b.via ? 0 : a.via === null ? -1 : 1;
  return (
    compareText(a.via.from, b.via.from) ||
    compareText(a.via.edge, b.via.edge) ||
    compareText(a.replaces ?? '', b.replaces ?? '')
  );
}
