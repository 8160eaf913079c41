import { VERSION_LINKS, type EdgeKind } from '@clearance/domain';
import { passing } from '../inherit/reach.js';
import { compareText } from '../order.js';
import { approvalIdOf, hasEnded } from '../tokens.js';
import type { ContentRef, FindingClass, Look, OwnFinding } from '../types.js';

export interface Trace {
  /** Contents from the one asked about down to where the finding arises. */
  readonly path: readonly ContentRef[];
  /** Kinds of the edges between them; one fewer. */
  readonly edges: readonly EdgeKind[];
  /** The finding where it arises, with its evidence; null where it can no longer be found. */
  readonly ownFinding: OwnFinding | null;
  /** Where an L3 link made it a replacement: the newer and the older version, and the rule it had there. */
  readonly replaced: { readonly at: ContentRef; readonly of: ContentRef; readonly rule: string } | null;
  /** Approvals in force at an older version that a version link does not carry over (F4). */
  readonly dropped: readonly { readonly approval: string; readonly at: ContentRef }[];
}

/** Follows the witnesses of a class to where it arises (F5). Iterative: lineage may be ten thousand deep. */
export function tracePath(content: ContentRef, cls: FindingClass, look: Look): Trace {
  const path: ContentRef[] = [content];
  const edges: EdgeKind[] = [];
  const seen = new Set<ContentRef>(path);
  const dropped: { approval: string; at: ContentRef }[] = [];
  let replaced: Trace['replaced'] = null;
  let at = content;
  let current: FindingClass | null = cls;
  while (current !== null && current.via !== null) {
    const { from, edge }: NonNullable<FindingClass['via']> = current.via;
    if (current.replaces !== undefined) replaced ??= { at, of: from, rule: current.replaces };
    path.push(from);
    edges.push(edge);
    // A state that changes while it is looked at may break the chain; it can never make it endless.
    current = seen.has(from) ? null : carried(from, current, look);
    if (VERSION_LINKS.includes(edge)) {
      const inForce = (current?.approvals ?? []).filter((token) => !hasEnded(token));
      for (const token of inForce) dropped.push({ approval: approvalIdOf(token), at: from });
    }
    seen.add(from);
    at = from;
  }
  const ownFinding = current === null ? null : arisen(at, current, look);
  if (ownFinding?.edge !== undefined) {
    // The cause is an input that nobody registered: it carries nothing itself, but the path leads to it.
    path.push(ownFinding.root);
    edges.push(ownFinding.edge);
  }
  return { path, edges, ownFinding, replaced, dropped };
}

function arisen(at: ContentRef, { rule, root, element }: FindingClass, look: Look): OwnFinding | null {
  const findings = look(at)?.own.findings ?? [];
  return findings.find((own) => own.rule === rule && own.root === root && own.element === element) ?? null;
}

/**
 * The class at the witness from which one came: nothing but what stands in it came over the edge, and it has the fewest
 * approvals. A replacement goes on under the rule that the finding had in the older version.
 */
function carried(at: ContentRef, cls: FindingClass, look: Look): FindingClass | null {
  const rule = cls.replaces ?? cls.rule;
  const kind = cls.via?.edge ?? 'reference';
  const classes = look(at)?.state.classes ?? [];
  let best: FindingClass | null = null;
  for (let i = firstOf(classes, rule, cls.root); i < classes.length; i++) {
    const candidate = classes[i]!;
    if (candidate.rule !== rule || candidate.root !== cls.root) break;
    if (cls.replaces === undefined && candidate.element !== cls.element) continue;
    const over = passing(candidate.approvals, { kind, tool: null }, () => null);
    if (!over.every((token) => cls.approvals.includes(token))) continue;
    if (best === null || candidate.approvals.length < best.approvals.length) best = candidate;
  }
  return best;
}

/** Index of the first class that is not before (rule, root); classes are sorted, and may be thousands at every step. */
function firstOf(classes: readonly FindingClass[], rule: string, root: string): number {
  let low = 0;
  let high = classes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const cls = classes[middle]!;
    if ((compareText(cls.rule, rule) || compareText(cls.root, root)) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
