import type { Use } from '@clearance/domain';
import { ruleOf, type Pack } from '../pack.js';
import { fillIn } from '../text.js';
import type { ContentRef, EventRef, JudgedFinding, Look, Missing } from '../types.js';
import { clearsOf, type Clears } from './clears.js';
import { tracePath, type Trace } from './trace.js';

/** Finding of bodies.md 4. */
export interface Finding {
  readonly rule: string;
  readonly outcome: string;
  readonly status: 'open' | 'cleared' | 'overridden';
  readonly code: string;
  readonly message: string;
  readonly root: string;
  readonly element: string | null;
  readonly path: readonly string[];
  readonly edges: readonly string[];
  readonly evidence: readonly EventRef[];
  readonly missing: Missing | null;
  readonly clears: Clears;
}

export interface FindingContext {
  readonly content: ContentRef;
  /** The asset as it was asked about. */
  readonly item: string;
  readonly look: Look;
  readonly pack: Pack;
  readonly use: Use;
  readonly status?: Finding['status'];
}

/** A judged finding in words, with the path to where it arises and what would clear it. */
export function toFinding(finding: JudgedFinding & { readonly missing?: Missing | null }, context: FindingContext): Finding {
  const { content, item, look, pack, use } = context;
  const trace = tracePath(content, finding.cls, look);
  const values = {
    root: finding.root,
    item,
    holder: trace.path.at(-1) ?? content,
    at: trace.replaced?.at ?? content,
    of: trace.replaced?.of ?? '',
    rule: trace.replaced?.rule ?? finding.rule,
  };
  return {
    rule: finding.rule,
    outcome: finding.outcome,
    status: context.status ?? 'open',
    code: finding.code,
    message: messageOf(finding, trace, values, pack),
    root: finding.root,
    element: finding.element,
    path: trace.path,
    edges: trace.edges,
    evidence: trace.ownFinding?.evidence ?? [],
    missing: finding.missing ?? null,
    clears: clearsOf(finding, values, use, pack),
  };
}

function messageOf(finding: JudgedFinding, trace: Trace, values: Readonly<Record<string, string>>, pack: Pack): string {
  const template = ruleOf(pack, finding.rule)?.messages['link'];
  if (trace.replaced !== null && template !== undefined) return fillIn(template, values);
  return trace.ownFinding?.message ?? `${finding.rule} at ${finding.root}`;
}
