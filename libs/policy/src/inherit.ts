import { BREAK_GLASS } from '@clearance/domain';
import { FindingClasses } from './inherit/classes.js';
import { passing } from './inherit/reach.js';
import { isContentEdge, isVersionLink } from './own/inputs.js';
import { clearingKinds, isOverridable, ruleFor, ruleOf, type Pack, type Travels } from './pack.js';
import { tokenOf } from './tokens.js';
import type { ClassOfTool, ContentState, FindingClass, Look, OwnFinding, OwnState, ResolvedEdge } from './types.js';

/**
 * F5: what a content carries: what it says itself, what its inputs carry (L2, L3), and after that the approvals given here.
 * @param look what the inputs carry. One that is not known counts as an input that is not registered: it blocks.
 * @param classOfTool of derivations that do not say it themselves. F4: where no class is known, `processed` stops there.
 */
export function inherit(own: OwnState, look: Look, pack: Pack, classOfTool: ClassOfTool = () => null): ContentState {
  const classes = new FindingClasses();
  for (const finding of own.findings) classes.add(classOf(finding, [], null));
  const edges = own.edges.filter((edge) => edge.passes);
  const content = edges.filter((edge) => isContentEdge(edge.kind));
  const links = edges.filter((edge) => isVersionLink(edge.kind));
  const carriedOver = (edge: ResolvedEdge) => look(edge.to)?.state.classes ?? [unknownInput(edge, pack)];
  // Only a version link asks what the content edges reach.
  const reached = links.length > 0 ? reachedAlready(own, content, pack) : null;
  for (const edge of content) {
    for (const cls of carriedOver(edge)) {
      reached?.add(cls.root);
      classes.add(arriving(cls, edge, passing(cls.approvals, edge, classOfTool)));
    }
  }
  for (const edge of edges) {
    if (edge.generative !== true) continue;
    for (const cls of look(edge.to)?.state.classes ?? [])
      if (travelsOf(cls, pack) === 'rights') classes.add(arriving(cls, edge, []));
  }
  const replaces = content.length > 0 && own.completeness === 'yes';
  for (const edge of links) {
    for (const cls of carriedOver(edge)) {
      if (!replaces || reached === null) classes.add(arriving(cls, edge, []));
      else if (reached.has(cls.root)) continue;
      // What was done was done: no newer version takes it away, and nobody confirms that it is gone.
      else if (travelsOf(cls, pack) === 'act') classes.add(arriving(cls, edge, []));
      // A notice asks for nothing, gone or not.
      else if (cls.outcome !== 'notice' && !isConfirmed(own, edge, cls)) classes.add(replaced(cls, edge, pack));
    }
  }
  approve(own, classes, pack);
  return { classes: classes.sorted() };
}

/** Roots that the content edges reach although no finding of them arrives: direct targets, and inputs not registered yet. */
function reachedAlready(own: OwnState, content: readonly ResolvedEdge[], pack: Pack): Set<string> {
  const reached = new Set(content.map((edge) => edge.to));
  const unregistered = ruleFor(pack, 'input-unregistered')?.id;
  for (const { rule, root } of own.findings) if (rule === unregistered) reached.add(root);
  return reached;
}

function arriving(cls: FindingClass, edge: ResolvedEdge, approvals: readonly string[]): FindingClass {
  return classOf(cls, approvals, { from: edge.to, edge: edge.kind });
}

/** For which uses it is there and what clears it goes along; the rules of the base pack say neither. */
function classOf(
  { rule, root, element, outcome, code, guard, clearing }: OwnFinding | FindingClass,
  approvals: readonly string[],
  via: FindingClass['via'],
): FindingClass {
  const cls = { rule, root, element, outcome, code, approvals, via };
  if (guard === undefined && clearing === undefined) return cls;
  return { ...cls, ...(guard === undefined ? {} : { guard }), ...(clearing === undefined ? {} : { clearing }) };
}

function travelsOf(cls: FindingClass, pack: Pack): Travels {
  return ruleOf(pack, cls.rule)?.travels ?? 'content';
}

/** L3: the newer version declares complete inputs that no longer reach the root; a second person has to confirm that. */
function replaced(cls: FindingClass, edge: ResolvedEdge, pack: Pack): FindingClass {
  const rule = ruleFor(pack, 'replacement');
  // Without the rule there is nobody to ask: the finding stays what it was.
  if (rule === null) return arriving(cls, edge, []);
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

function isConfirmed(own: OwnState, edge: ResolvedEdge, cls: FindingClass): boolean {
  return own.confirmations.some(({ of, roots }) => of === edge.to && roots.includes(cls.root));
}

function unknownInput(edge: ResolvedEdge, pack: Pack): FindingClass {
  const rule = ruleFor(pack, 'input-unregistered');
  return {
    rule: rule?.id ?? 'base-input-unregistered',
    root: edge.to,
    element: null,
    outcome: 'unknown',
    code: rule?.code ?? 'input-unregistered',
    approvals: [],
    via: null,
  };
}

/** F3: what an approval does not clear, and a broken glass does not override, it leaves alone. */
function mayStandAt(found: FindingClass | OwnFinding, kind: string, pack: Pack): boolean {
  return kind === BREAK_GLASS ? isOverridable(found, pack) : clearingKinds(found, pack).includes(kind);
}

/** F3, F5: approvals given here are added after the edges, to the findings they name and may clear or override. */
function approve(own: OwnState, classes: FindingClasses, pack: Pack): void {
  const given = new Map<FindingClass, string[]>();
  for (const approval of own.approvals) {
    for (const key of approval.keys) {
      const found = classes.find(key);
      if (found === null || !mayStandAt(found, approval.kind, pack)) continue;
      const tokens = given.get(found);
      if (tokens === undefined) given.set(found, [tokenOf(approval)]);
      else tokens.push(tokenOf(approval));
    }
  }
  for (const [found, tokens] of given) classes.approve(found, tokens);
}
