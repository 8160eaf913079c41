import type { DerivedFromData, EdgeKind, GeneratedByToolData, InputRef } from '@clearance/domain';
import type { EventRef, OwnFinding } from '@clearance/policy';
import type { ReadModelDatabase } from '../database.js';
import { ownOf } from '../evaluate/resolver.js';
import { claimsOf, contentRow, findAsset, type ContentRow } from './content.js';
import { eventAt } from './evidence.js';
import { Judge } from './judged.js';
import { positionOf } from './point.js';
import { seesAny, type Visible } from './visibility.js';

export interface LineageQuery {
  readonly direction: 'upstream' | 'downstream' | 'both';
  /** Steps from the root. */
  readonly depth: number;
  /** Nodes at most, the root included. */
  readonly limit: number;
}
export interface LineageNode {
  readonly asset: string;
  readonly production: string;
  /** null also where a restriction hides it. */
  readonly name: string | null;
  /** false for an input that others only name. */
  readonly registered: boolean;
  readonly state: string;
  readonly depth: number;
}
/** `from` was made from `to`. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly evidence: EventRef;
}
export interface Lineage {
  readonly root: string;
  /** Nearest first. */
  readonly nodes: readonly LineageNode[];
  /** Those of the direction asked for whose both ends are among the nodes. */
  readonly edges: readonly LineageEdge[];
  /** Members of each cycle, as far as they are among the nodes. */
  readonly cycles: readonly (readonly string[])[];
  /** Whether depth or limit left something out. */
  readonly truncated: boolean;
  readonly position: string;
}

/** What an asset was made from and what was made from it. null for what nobody registered. */
export function lineage(
  db: ReadModelDatabase,
  production: string,
  asset: string,
  query: LineageQuery,
  visible: Visible,
): Lineage | null {
  const found = findAsset(db, production, asset);
  if (found === null) return null;
  const walk = new Walk(db, production, query);
  if (query.direction !== 'downstream') walk.from(found.content, 'upstream');
  if (query.direction !== 'upstream') walk.from(found.content, 'downstream');
  const judge = new Judge(db, production);
  const nodes = [...walk.nodes.values()].map((node) => nodeView(db, production, node, judge, visible));
  return {
    root: found.content.display,
    nodes: nodes.sort((a, b) => a.depth - b.depth || compareText(a.asset, b.asset)),
    edges: [...walk.edges.values()].sort(
      (a, b) => compareText(a.from, b.from) || compareText(a.to, b.to) || compareText(a.kind, b.kind),
    ),
    cycles: cyclesOf([...walk.nodes.values()]),
    truncated: walk.truncated,
    position: positionOf(db),
  };
}

interface Node {
  readonly asset: string;
  readonly depth: number;
  /** null for an input that nobody registered. */
  readonly content: ContentRow | null;
}

/** Breadth first, so that what is cut off is what is farthest away. */
class Walk {
  readonly nodes = new Map<string, Node>();
  readonly edges = new Map<string, LineageEdge>();
  truncated = false;

  constructor(
    private readonly db: ReadModelDatabase,
    private readonly production: string,
    private readonly query: LineageQuery,
  ) {}

  from(root: ContentRow, direction: 'upstream' | 'downstream'): void {
    const start: Node = { asset: root.display, depth: 0, content: root };
    this.nodes.set(start.asset, start);
    const reached = new Map([[start.asset, start]]);
    for (const node of reached.values()) {
      if (node.content === null) continue;
      const edges = direction === 'upstream' ? this.inputs(node.content) : this.uses(node.content);
      for (const edge of edges) {
        const next = direction === 'upstream' ? edge.to : edge.from;
        if (!reached.has(next)) {
          const added = this.add(next, node.depth + 1);
          if (added === null) continue;
          reached.set(next, added);
        }
        this.edges.set(`${edge.from}\n${edge.to}\n${edge.kind}`, edge);
      }
    }
  }

  private add(asset: string, depth: number): Node | null {
    const known = this.nodes.get(asset);
    if (known !== undefined) return known;
    if (depth > this.query.depth || this.nodes.size >= this.query.limit) {
      this.truncated = true;
      return null;
    }
    const node = { asset, depth, content: findAsset(this.db, this.production, asset)?.content ?? null };
    this.nodes.set(asset, node);
    return node;
  }

  private inputs(content: ContentRow): LineageEdge[] {
    const own = ownOf(this.db, content.cid);
    if (own === null) return [];
    const edges = own.edges.map(({ to, kind, evidence }) => ({ from: content.display, to, kind, evidence }));
    const missing = own.findings
      .filter((finding) => finding.rule === 'base-input-unregistered')
      .flatMap((finding) => this.unregistered(content, finding));
    return [...edges, ...missing];
  }

  /** An input that nobody registered has no edge of its own; the finding about it knows the events that name it. */
  private unregistered(content: ContentRow, finding: OwnFinding): LineageEdge[] {
    return finding.evidence.flatMap((evidence) => {
      const row = eventAt(this.db, evidence);
      if (row === null) return [];
      return kindsOf(JSON.parse(row.data) as DerivedFromData | GeneratedByToolData, finding.root).map((kind) => ({
        from: content.display,
        to: finding.root,
        kind,
        evidence,
      }));
    });
  }

  private uses(content: ContentRow): LineageEdge[] {
    const users = this.db.q('SELECT from_cid AS cid FROM edge WHERE to_cid = ? ORDER BY from_cid').all(content.cid) as {
      cid: number;
    }[];
    return users.flatMap(({ cid }) => {
      const user = contentRow(this.db, cid);
      return (ownOf(this.db, cid)?.edges ?? [])
        .filter((edge) => edge.to === content.display)
        .map(({ kind, evidence }) => ({ from: user.display, to: content.display, kind, evidence }));
    });
  }
}

function nodeView(db: ReadModelDatabase, production: string, node: Node, judge: Judge, visible: Visible): LineageNode {
  const { asset, depth, content } = node;
  if (content === null) return { asset, production, name: null, registered: false, state: 'unknown', depth };
  const claims = claimsOf(db, content.cid);
  const name = seesAny(visible, claims) ? (claims.find((claim) => claim.sid === content.cid)?.name ?? null) : null;
  return { asset, production, name, registered: true, state: judge.stateOf(asset).state, depth };
}

function cyclesOf(nodes: readonly Node[]): string[][] {
  const members = new Map<number, string[]>();
  for (const { asset, content } of nodes) {
    if (content?.cycle == null) continue;
    members.set(content.cycle, [...(members.get(content.cycle) ?? []), asset]);
  }
  return [...members.values()].map((cycle) => cycle.sort()).sort((a, b) => compareText(a[0] ?? '', b[0] ?? ''));
}

/** Under which kinds an event names an input, by the name that a finding gives it. */
function kindsOf(data: DerivedFromData | GeneratedByToolData, root: string): EdgeKind[] {
  const named = (input: InputRef) =>
    [
      input.asset,
      input.asset === undefined ? undefined : `${input.asset}@${input.production ?? ''}`,
      ...Object.entries(input.digest ?? {}).map(([algorithm, value]) => `${algorithm}:${value}`),
    ].includes(root);
  const references = 'references' in data ? (data.references ?? []) : [];
  return [
    ...new Set([
      ...(data.inputs ?? []).filter(named).map((input) => input.kind),
      ...(references.some(named) ? (['reference'] as const) : []),
    ]),
  ];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
