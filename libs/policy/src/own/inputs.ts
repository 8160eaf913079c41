import {
  CONTENT_EDGES,
  JOINING_ALGORITHMS,
  VERSION_LINKS,
  foreignAssetName,
  type AnyFact,
  type DigestAlgorithm,
  type EdgeKind,
  type FactRecord,
  type InputRef,
  type ToolRef,
} from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import { compareText } from '../order.js';
import type { ContentRef, ResolvedEdge } from '../types.js';
import type { Resolver } from './resolver.js';

export type EdgeFact = FactRecord<'derived-from'> | FactRecord<'generated-by-tool'>;

/** An input as some fact names it, looked up. */
export interface NamedInput {
  readonly fact: EdgeFact;
  readonly kind: EdgeKind;
  readonly tool: ToolRef | null;
  /** Where it leads; null = not registered, then `root` is the name it was given. */
  readonly to: ContentRef | null;
  readonly root: ContentRef;
  /** Whose answer that is where it may become another one: `foreign:<production>/<asset>`, `digest:<algorithm>:<value>` (L6). */
  readonly asks: readonly string[];
}

export function isEdgeFact(fact: AnyFact): fact is EdgeFact {
  return fact.type === 'derived-from' || fact.type === 'generated-by-tool';
}

/** L1: inputs of all claims, in log order; those that lead to the content itself are left out. */
export function namedInputs(dossier: Dossier, resolver: Resolver): NamedInput[] {
  const production = dossier.claims[0]?.production ?? '';
  const named: NamedInput[] = [];
  for (const fact of dossier.facts) {
    if (!isEdgeFact(fact)) continue;
    for (const input of inputsOf(fact)) {
      const { to, root, asks } = resolve(input, production, resolver);
      if (to === dossier.content || root === dossier.content) continue;
      named.push({ fact, kind: input.kind, tool: fact.data.tool ?? null, to, root, asks });
    }
  }
  return named;
}

/** How many inputs and references a fact names. */
export function inputCount(fact: EdgeFact): number {
  return inputsOf(fact).length;
}

/**
 * Each (target, kind, tool) once, with the first event that states it; sorted. L1: those inside a cycle pass nothing.
 * @param inputs in log order
 */
export function resolvedEdges(inputs: readonly NamedInput[], resolver: Resolver): ResolvedEdge[] {
  if (inputs.length === 0) return [];
  const first = new Map<string, ResolvedEdge>();
  for (const { to, kind, tool, fact } of inputs) {
    if (to === null) continue;
    const key = [to, kind, toolText(tool)].join('\n');
    if (first.has(key)) continue;
    const passes = !(resolver.inCycle && resolver.sameCycle(to));
    first.set(key, { to, kind, tool, passes, evidence: { stream: fact.stream, revision: fact.revision } });
  }
  return [...first].sort(([a], [b]) => compareText(a, b)).map(([, edge]) => edge);
}

export const isContentEdge = (kind: EdgeKind): boolean => CONTENT_EDGES.includes(kind);
export const isVersionLink = (kind: EdgeKind): boolean => VERSION_LINKS.includes(kind);

interface KindedInput extends InputRef {
  readonly kind: EdgeKind;
}

function inputsOf(fact: EdgeFact): readonly KindedInput[] {
  const inputs = fact.data.inputs ?? [];
  if (!('references' in fact.data) || fact.data.references === undefined) return inputs;
  return [...inputs, ...fact.data.references.map((reference) => ({ ...reference, kind: 'reference' as const }))];
}

function resolve(input: InputRef, production: string, resolver: Resolver): Pick<NamedInput, 'to' | 'root' | 'asks'> {
  if (input.asset !== undefined) {
    const foreign = input.production !== undefined && input.production !== production ? input.production : undefined;
    const name = foreign === undefined ? input.asset : foreignAssetName(input.asset, foreign);
    const asks = foreign === undefined ? NOBODY : [`foreign:${foreign}/${input.asset}`];
    const found = foreign === undefined ? resolver.asset(input.asset) : resolver.asset(input.asset, foreign);
    if (found === null) return { to: null, root: name, asks };
    return { to: found.registered ? found.content : null, root: found.content, asks };
  }
  const digest = input.digest ?? {};
  const content = resolver.digest(digest);
  // A name of this production: whoever gets or loses the digest here is told of otherwise.
  if (content !== null && !content.includes('@')) return { to: content, root: content, asks: NOBODY };
  const asks = JOINING_ALGORITHMS.flatMap((algorithm) =>
    digest[algorithm] === undefined ? [] : [`digest:${algorithm}:${digest[algorithm]}`],
  );
  return { to: content, root: content ?? strongest(input), asks };
}
const NOBODY: readonly string[] = [];

const BY_STRENGTH: readonly DigestAlgorithm[] = ['sha256', 'c4', 'sha1', 'md5', 'xxh128', 'xxh64'];

/** The name of bytes that nobody registered. */
function strongest(input: InputRef): ContentRef {
  const algorithm = BY_STRENGTH.find((name) => input.digest?.[name] !== undefined);
  return algorithm === undefined ? 'an input without a name' : `${algorithm}:${input.digest?.[algorithm]}`;
}

function toolText(tool: ToolRef | null): string {
  return tool === null ? '' : [tool.id, tool.version, tool.mode ?? ''].join('\n');
}
