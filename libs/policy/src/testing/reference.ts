import type { FindingKey } from '@clearance/domain';
import type { ClassOfTool, ContentRef, OwnApproval, OwnState, ResolvedEdge } from '../types.js';

/** What one path leaves of one finding: its key at the end of the path, and the approvals that came along. */
export interface Arrival {
  readonly key: FindingKey;
  readonly approvals: ReadonlySet<string>;
}

/**
 * The rules of lineage read off as they are written: every path from where a finding arises to the content asked about is
 * walked by itself (L1 to L3, F4, F5). Slow, and with nothing in common with `inherit` but the rules.
 */
export function everyArrival(
  content: ContentRef,
  all: ReadonlyMap<ContentRef, OwnState>,
  classOfTool: ClassOfTool,
): Arrival[] {
  return pathsFrom(content, all).flatMap((path) => walk(path, all, classOfTool));
}

/** F5: sets of approvals under one key of which none contains another. */
export function minimal(sets: readonly ReadonlySet<string>[]): string[] {
  const texts = sets
    .filter((set) => !sets.some((other) => other.size < set.size && [...other].every((token) => set.has(token))))
    .map((set) => [...set].sort().join(' '));
  return [...new Set(texts)].sort();
}

export const REPLACED = 'base-replacement-unconfirmed';

/** Edges from the content asked about upwards; the last one leads to where it arises. */
interface Path {
  readonly from: ContentRef;
  readonly edges: readonly ResolvedEdge[];
}

function pathsFrom(content: ContentRef, all: ReadonlyMap<ContentRef, OwnState>): Path[] {
  const onward = all
    .get(content)!
    .edges.flatMap((edge) => pathsFrom(edge.to, all).map(({ edges }) => [edge, ...edges]));
  return [{ from: content, edges: [] }, ...onward.map((edges) => ({ from: content, edges }))];
}

function walk(path: Path, all: ReadonlyMap<ContentRef, OwnState>, classOfTool: ClassOfTool): Arrival[] {
  const nodes = [path.from, ...path.edges.map(({ to }) => to)];
  const start = all.get(nodes.at(-1)!)!;
  return start.findings.flatMap((finding) => {
    let key: FindingKey | null = { rule: finding.rule, root: finding.root, element: finding.element };
    let met = approvalsAt(start, key);
    for (let i = path.edges.length - 1; i >= 0 && key !== null; i--) {
      const at = all.get(nodes[i]!)!;
      const edge = path.edges[i]!;
      key = keyAcross(key, edge, at, all, classOfTool);
      if (key === null) return [];
      met = [...met.filter((approval) => letsThrough(edge, approval, classOfTool)), ...approvalsAt(at, key)];
    }
    return key === null
      ? []
      : [{ key, approvals: new Set(met.map(({ id, reach, ended }) => `${ended ? '~' : ''}${id}:${reach}`)) }];
  });
}

function keyAcross(
  key: FindingKey,
  edge: ResolvedEdge,
  at: OwnState,
  all: ReadonlyMap<ContentRef, OwnState>,
  classOfTool: ClassOfTool,
): FindingKey | null {
  if (!edge.passes || edge.kind === 'reference') return null;
  if (edge.kind !== 'revision' && edge.kind !== 'variant') return key;
  const content = at.edges.filter(
    ({ kind, passes }) => passes && ['component', 'representation', 'derivation'].includes(kind),
  );
  if (content.length === 0 || at.completeness !== 'yes') return key;
  // L3: reached by the content edges, at their first step or further up.
  const targets = content.map(({ to }) => to);
  const further = content.flatMap(({ to }) => everyArrival(to, all, classOfTool).map((arrival) => arrival.key.root));
  if ([...targets, ...further].includes(key.root) || targets.includes(edge.to)) return null;
  if (at.confirmations.some(({ of, roots }) => of === edge.to && roots.includes(key.root))) return null;
  return { rule: REPLACED, root: key.root, element: null };
}

function approvalsAt(own: OwnState, key: FindingKey): OwnApproval[] {
  if (key.rule !== 'base-generated') return [];
  return own.approvals.filter(
    ({ kind, keys }) => kind === 'written' && keys.some(({ rule, root }) => rule === key.rule && root === key.root),
  );
}

function letsThrough(edge: ResolvedEdge, { reach }: OwnApproval, classOfTool: ClassOfTool): boolean {
  if (edge.kind === 'component' || edge.kind === 'representation') return reach !== 'exact';
  if (edge.kind !== 'derivation' || edge.tool === null) return false;
  return reach === 'processed' && ['assistive', 'none'].includes(classOfTool(edge.tool) ?? 'unclassed');
}
