import type { Digests, EdgeKind, FactData, InputRef } from '@clearance/domain';
import { CRYPTOGRAPHIC, digestsOf } from './bytes.js';
import type { Content } from './contents.js';
import { dataOf, isFact, type Entry } from './entries.js';

/** An input as somebody named it. */
export interface Input {
  readonly kind: EdgeKind;
  /** null = not registered (I4). */
  readonly to: Content | null;
  readonly root: string;
}
export type Completeness = 'yes' | 'no' | 'unknown' | 'not-asked';

export const CONTENT_EDGES: readonly EdgeKind[] = ['component', 'representation', 'derivation'];
export const VERSION_LINKS: readonly EdgeKind[] = ['revision', 'variant'];

/** L1 to L6 for the contents of one production. */
export class Lineage {
  private readonly known = new Map<Content, readonly Input[]>();

  constructor(private readonly contents: ReadonlyMap<string, Content>) {}

  /** L1: what leads to the content itself is no input. */
  inputs(content: Content): readonly Input[] {
    const known = this.known.get(content);
    if (known !== undefined) return known;
    const inputs = content.facts
      .filter(isLineage)
      .flatMap(namedBy)
      .map(({ kind, ...ref }) => ({ kind, ...this.resolve(ref, content.production) }))
      .filter(({ to, root }) => to !== content && root !== content.display);
    this.known.set(content, inputs);
    return inputs;
  }

  /** L1: over edges of every kind. */
  inCycle(content: Content): boolean {
    return this.reachable(content).has(content);
  }

  sameCycle(a: Content, b: Content): boolean {
    return this.reachable(a).has(b) && this.reachable(b).has(a);
  }

  /** L4. */
  completeness({ facts, retracted, retractions }: Content): Completeness {
    const statements = facts.filter(isLineage);
    if (statements.some((fact) => said(fact).inputsComplete === 'no')) return 'no';
    if (![...statements, ...retracted.filter(isLineage)].some(isEdgeBearing)) return 'not-asked';
    const cuts = retractions.filter((act) => act.facts.some((fact) => isLineage(fact) && isEdgeBearing(fact)));
    const last = Math.max(0, ...cuts.map(({ n }) => n));
    const whole = statements.some(
      (fact) => said(fact).inputsComplete === 'yes' && fact.n > last && allPartsThere(fact, statements),
    );
    return whole ? 'yes' : 'unknown';
  }

  private resolve({ asset, production, digest }: InputRef, own: string): { to: Content | null; root: string } {
    if (asset === undefined) return this.byDigest(digest ?? {});
    // L6.
    if (production !== undefined && production !== own) return { to: null, root: `${asset}@${production}` };
    const content = this.contents.get(asset);
    const registered = content?.entries.some((entry) => entry.name === asset && isFact(entry)) === true;
    return { to: registered ? content : null, root: content?.display ?? asset };
  }

  private byDigest(digest: Digests): { to: Content | null; root: string } {
    for (const algorithm of CRYPTOGRAPHIC) {
      const wanted = `${algorithm}:${digest[algorithm]}`;
      const holder = [...new Set(this.contents.values())].find(({ claims, entries }) =>
        claims.some((claim) => digestsOf(entries.filter(({ name }) => name === claim)).includes(wanted)),
      );
      if (holder !== undefined) return { to: holder, root: holder.display };
    }
    const name = (['sha256', 'c4', 'sha1', 'md5', 'xxh128', 'xxh64'] as const).find(
      (each) => digest[each] !== undefined,
    )!;
    return { to: null, root: `${name}:${digest[name]}` };
  }

  private reachable(content: Content): Set<Content> {
    const seen = new Set<Content>();
    const open = [content];
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const { to } of this.inputs(next))
        if (to !== null && !seen.has(to)) {
          seen.add(to);
          open.push(to);
        }
    return seen;
  }
}

type Statement = Pick<FactData['derived-from'], 'inputsComplete' | 'list' | 'part' | 'parts'>;
const said = (fact: Entry): Statement => dataOf<Statement>(fact);
const isLineage = ({ type }: Entry): boolean => type === 'derived-from' || type === 'generated-by-tool';
/** L4: it names an input, or says that inputs are missing. */
const isEdgeBearing = (fact: Entry): boolean => namedBy(fact).length > 0 || said(fact).inputsComplete === 'no';

function namedBy(fact: Entry): (InputRef & { readonly kind: EdgeKind })[] {
  const { inputs = [], references = [] } = dataOf<FactData['generated-by-tool']>(fact);
  return [...inputs, ...references.map((reference) => ({ ...reference, kind: 'reference' as const }))];
}

/** L4: a list in parts is asset, event type, source and `list`. */
function allPartsThere(fact: Entry, statements: readonly Entry[]): boolean {
  const { list, part, parts } = said(fact);
  if (part === undefined && parts === undefined) return true;
  const there = new Set(
    statements
      .filter(
        (other) =>
          other.stream === fact.stream &&
          other.type === fact.type &&
          other.source === fact.source &&
          said(other).list === list,
      )
      .map((other) => said(other).part),
  );
  return Array.from({ length: parts! }, (_, index) => index + 1).every((number) => there.has(number));
}
