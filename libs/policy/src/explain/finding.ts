import type { Use } from '@clearance/domain';
import { ruleOf, type Pack } from '../pack.js';
import { fillIn } from '../text.js';
import type { ContentRef, EventRef, JudgedFinding, Look, Missing, OpenFinding } from '../types.js';
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
  /** Only where `overridden`: approvals of kind `break-glass` that let it through. */
  readonly overriddenBy?: readonly string[];
}

export interface FindingContext {
  readonly content: ContentRef;
  /** The asset as it was asked about. */
  readonly item: string;
  readonly look: Look;
  readonly pack: Pack;
  readonly use: Use;
  readonly status?: Finding['status'];
  /** For ready bodies: the sha256 of a content, null where it is not known. */
  readonly sha256Of?: (content: ContentRef) => string | null;
}

/** A judged finding in words, with the path to where it arises and what would clear it. */
export function toFinding(
  finding: JudgedFinding & Partial<Pick<OpenFinding, 'missing' | 'overriddenBy'>>,
  context: FindingContext,
): Finding {
  const trace = tracePath(context.content, finding.cls, context.look);
  const found = trace.ownFinding?.message ?? `${trace.replaced?.rule ?? finding.rule} at ${finding.root}`;
  const values = {
    root: finding.root,
    item: context.item,
    holder: (trace.ownFinding?.edge === undefined ? trace.path.at(-1) : trace.path.at(-2)) ?? context.content,
    at: trace.replaced?.at ?? context.content,
    of: trace.replaced?.of ?? finding.root,
    found,
  };
  return {
    rule: finding.rule,
    outcome: finding.outcome,
    status: finding.overriddenBy === undefined ? (context.status ?? 'open') : 'overridden',
    code: finding.code,
    message: messageOf(finding, trace, values, context.pack),
    root: finding.root,
    element: finding.element,
    path: trace.path,
    edges: trace.edges,
    evidence: trace.ownFinding?.evidence ?? [],
    missing: finding.missing ?? null,
    clears: clearsOf(finding, trace, values, context),
    ...(finding.overriddenBy === undefined ? {} : { overriddenBy: finding.overriddenBy }),
  };
}

function messageOf(
  finding: JudgedFinding,
  trace: Trace,
  values: Readonly<Record<string, string>> & { readonly found: string },
  pack: Pack,
): string {
  const template = trace.replaced === null ? undefined : ruleOf(pack, finding.rule)?.messages['link'];
  const said = template === undefined ? values.found : fillIn(template, values);
  const lost = trace.dropped.map(
    ({ approval, at }) => `; ${approval} approved it in ${at} and does not carry over to a new version`,
  );
  return said + [...new Set(lost)].join('');
}
