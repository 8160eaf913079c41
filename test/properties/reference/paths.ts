import { approvalsOf, isConfirmed, reachesOver } from './acts.js';
import type { Content } from './contents.js';
import type { Entry } from './entries.js';
import { CONTENT_EDGES, VERSION_LINKS, type Lineage } from './lineage.js';
import { ownFindings, type Finding } from './own.js';

/** A finding that came to a content along one path, with the approvals that came with it, each with where it was given. */
export interface Arrival extends Finding {
  readonly met: ReadonlyMap<Entry, Content>;
}

/** F5 without classes: every path from where a finding arises is walked by itself. */
export class Paths {
  private readonly known = new Map<Content, readonly Arrival[]>();
  private readonly own = new Map<Content, readonly Finding[]>();

  constructor(
    private readonly contents: ReadonlyMap<string, Content>,
    readonly lineage: Lineage,
  ) {}

  ownOf(content: Content): readonly Finding[] {
    const known = this.own.get(content) ?? ownFindings(content, this.lineage);
    this.own.set(content, known);
    return known;
  }

  arrivals(content: Content): readonly Arrival[] {
    const known = this.known.get(content);
    if (known !== undefined) return known;
    const all = [...this.arising(content), ...this.overContentEdges(content), ...this.overVersionLinks(content)];
    const approved = all.map((arrival): Arrival => {
      const given = approvalsOf(content, arrival, this.contents).map((entry) => [entry, content] as const);
      return { ...arrival, met: new Map([...arrival.met, ...given]) };
    });
    const arrivals = each(approved);
    this.known.set(content, arrivals);
    return arrivals;
  }

  private arising(content: Content): Arrival[] {
    return this.ownOf(content).map((finding) => ({ ...finding, met: new Map() }));
  }

  /** L1: inside a cycle nothing is passed. */
  private edges(content: Content, kinds: readonly string[]) {
    return this.lineage
      .inputs(content)
      .flatMap(({ to, kind }) =>
        to !== null && kinds.includes(kind) && !this.lineage.sameCycle(content, to) ? [{ to, kind }] : [],
      );
  }

  /** L2, F4. */
  private overContentEdges(content: Content): Arrival[] {
    return this.edges(content, CONTENT_EDGES).flatMap(({ to, kind }) =>
      this.arrivals(to).map((arrival) => ({
        ...arrival,
        met: new Map([...arrival.met].filter(([approval]) => reachesOver(approval, kind))),
      })),
    );
  }

  /** L3. */
  private overVersionLinks(content: Content): Arrival[] {
    const contentEdges = this.edges(content, CONTENT_EDGES);
    const replaces = contentEdges.length > 0 && this.lineage.completeness(content) === 'yes';
    const reached = this.reached(content);
    return this.edges(content, VERSION_LINKS).flatMap(({ to }) =>
      this.arrivals(to).flatMap((arrival): Arrival[] => {
        if (!replaces) return [{ ...arrival, met: new Map() }];
        if (reached.has(arrival.root) || isConfirmed(content, to, arrival.root, this.contents)) return [];
        return [{ rule: 'base-replacement-unconfirmed', root: arrival.root, outcome: 'approval', met: new Map() }];
      }),
    );
  }

  /** L3: roots that the content edges reach, by a finding or directly, registered or not. */
  private reached(content: Content): Set<string> {
    return new Set([
      ...this.edges(content, CONTENT_EDGES).map(({ to }) => to.display),
      ...this.overContentEdges(content).map(({ root }) => root),
      ...this.lineage.inputs(content).flatMap(({ to, root }) => (to === null ? [root] : [])),
    ]);
  }
}

/** Paths that bring the same are as good as one. */
function each(arrivals: readonly Arrival[]): Arrival[] {
  const text = ({ rule, root, met }: Arrival) =>
    [rule, root, ...[...met.keys()].map(({ n }) => n).sort((a, b) => a - b)].join(' ');
  return [...new Map(arrivals.map((arrival) => [text(arrival), arrival])).values()];
}
