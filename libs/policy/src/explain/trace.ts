import type { ContentRef, FindingClass, Look, OwnFinding } from '../types.js';

export interface Trace {
  /** Contents from the one asked about down to where the finding arises. */
  readonly path: readonly ContentRef[];
  /** Kinds of the edges between them; one fewer. */
  readonly edges: readonly string[];
  /** The finding where it arises, with its evidence; null where it can no longer be found. */
  readonly ownFinding: OwnFinding | null;
  /** Where an L3 link made it a replacement: the newer and the older version, and the rule it had there. */
  readonly replaced: { readonly at: ContentRef; readonly of: ContentRef; readonly rule: string } | null;
}

/** Follows the witnesses of a class to where it arises (F5). Iterative: lineage may be ten thousand deep. */
export function tracePath(content: ContentRef, cls: FindingClass, look: Look): Trace {
  const path: ContentRef[] = [content];
  const edges: string[] = [];
  const seen = new Set<string>([content]);
  let replaced: Trace['replaced'] = null;
  let current = cls;
  while (current.via !== null) {
    const { from, edge } = current.via;
    edges.push(edge);
    path.push(from);
    const rule = current.replaces ?? current.rule;
    if (current.replaces !== undefined) replaced ??= { at: path.at(-2)!, of: from, rule };
    const next = carried(from, rule, current, look);
    // A state that changes while it is looked at may break the chain; it can never make it endless.
    if (next === null || seen.has(from)) return { path, edges, ownFinding: null, replaced };
    seen.add(from);
    current = next;
  }
  const own = look(path.at(-1)!)?.own.findings ?? [];
  const found = own.find(
    (finding) => finding.rule === current.rule && finding.root === current.root && finding.element === current.element,
  );
  return { path, edges, ownFinding: found ?? null, replaced };
}

/** The class of the finding at the witness: the one with the fewest approvals, which is what makes it open below. */
function carried(at: ContentRef, rule: string, cls: FindingClass, look: Look): FindingClass | null {
  const element = cls.replaces === undefined ? cls.element : undefined;
  const candidates = (look(at)?.state.classes ?? []).filter(
    (candidate) =>
      candidate.rule === rule &&
      candidate.root === cls.root &&
      (element === undefined || candidate.element === element),
  );
  return candidates.sort((a, b) => a.approvals.length - b.approvals.length)[0] ?? null;
}
