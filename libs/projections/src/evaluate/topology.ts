import type { ReadModelDatabase } from '../database.js';
import { stronglyConnected } from './strongly-connected.js';
import type { WorkingContent, WorkingContents } from './working-contents.js';

/** A content as a place in the graph. */
type Node = Pick<WorkingContent, 'cid' | 'rank' | 'cycle'>;

const NONE: ReadonlySet<number> = new Set();

/**
 * The lineage graph of contents: edges, ranks and cycles, kept up to date edge by edge.
 *
 * Invariant: for an edge from u to v (u was made from v) outside a cycle, rank(u) > rank(v). States are evaluated in
 * rank order, so each content is evaluated once a change, after everything it was made from; and an edge that respects
 * the ranks cannot close a cycle, so most edges cost nothing. Ranks may be negative; only their order means anything. Members of one cycle share a rank and carry its number,
 * the smallest cid among them (L1).
 */
export class Topology {
  constructor(
    private readonly db: ReadModelDatabase,
    private readonly contents: WorkingContents,
  ) {}

  /**
   * Makes `targets` the contents that `from` was made from.
   * @returns contents whose cycle membership changed: they have to be distilled again.
   */
  setEdges(from: number, targets: ReadonlySet<number>): ReadonlySet<number> {
    const known = this.targets(from);
    if (targets.size === 0 && known.size === 0) return NONE;
    const touched = new Set<number>();
    for (const to of known) if (!targets.has(to)) this.removeEdge(from, to, touched);
    for (const to of targets) if (!known.has(to)) this.addEdge(from, to, touched);
    return touched;
  }

  /** Takes a content out of the graph, before its claims join another. */
  detach(cid: number): ReadonlySet<number> {
    const touched = new Set<number>();
    for (const to of this.targetsOf(cid)) this.removeEdge(cid, to, touched);
    for (const from of this.dependentsOf(cid)) {
      this.removeEdge(from, cid, touched);
      touched.add(from);
    }
    touched.delete(cid);
    return touched;
  }

  targetsOf(cid: number): number[] {
    return [...this.targets(cid)];
  }

  dependentsOf(cid: number): number[] {
    return (this.db.q('SELECT from_cid AS cid FROM edge WHERE to_cid = ?').all(cid) as { cid: number }[]).map(
      (row) => row.cid,
    );
  }

  private addEdge(from: number, to: number, touched: Set<number>): void {
    if (from === to) return;
    this.db.q('INSERT INTO edge (from_cid, to_cid) VALUES (?, ?)').run(from, to);
    this.targets(from).add(to);
    const lower = this.contents.at(from);
    const upper = this.contents.at(to);
    upper.hasDependents = true;
    if (inOneCycle(lower, upper) || upper.rank < lower.rank) return;
    if (this.sink(upper, lower.rank - 1) || this.rise(lower, upper.rank + 1)) return;
    const members = this.cycleThrough(lower, upper);
    if (members === null) this.part(lower, upper);
    else this.close(members, touched);
  }

  /**
   * Puts `lower` above `upper`, by raising the one and everything made from it or by lowering the other and everything it
   * was made from: whichever is less. A long chain costs one step a link, whether it is told forwards or backwards.
   */
  private part(lower: Node, upper: Node): void {
    const raising = this.shift(lower.cid, upper.rank + 1, 1);
    const lowering = this.shift(upper.cid, lower.rank - 1, -1);
    for (;;) {
      for (const way of [raising, lowering]) {
        const step = way.next();
        if (step.done !== true) continue;
        for (const [cid, rank] of step.value) this.write(cid, rank, this.node(cid).cycle);
        return;
      }
    }
  }

  /** The ranks that follow from giving `start` at least (1) or at most (-1) a rank; one content or cycle a step. */
  private *shift(
    start: number,
    rank: number,
    direction: 1 | -1,
  ): Generator<undefined, ReadonlyMap<number, number>, undefined> {
    const moved = new Map<number, number>();
    const open: [cid: number, rank: number][] = [[start, rank]];
    for (let head = 0; head < open.length; head += 1) {
      const [cid, wanted] = open[head]!;
      const node = this.node(cid);
      if (direction * ((moved.get(cid) ?? node.rank) - wanted) >= 0) continue;
      const members = node.cycle === null ? [cid] : this.membersOf(node.cycle);
      const inside = new Set(members);
      for (const member of members) moved.set(member, wanted);
      for (const member of members) {
        for (const next of direction === 1 ? this.dependentsOf(member) : this.targetsOf(member))
          if (!inside.has(next)) open.push([next, wanted + direction]);
      }
      yield undefined;
    }
    return moved;
  }

  private removeEdge(from: number, to: number, touched: Set<number>): void {
    this.db.q('DELETE FROM edge WHERE from_cid = ? AND to_cid = ?').run(from, to);
    this.targets(from).delete(to);
    this.contents.at(to).hasDependents = null;
    const cycle = this.node(from).cycle;
    if (cycle === null || cycle !== this.node(to).cycle) return;
    this.reopen(this.membersOf(cycle), touched);
  }

  /** Gives a content from which nothing was made `rank`: lineage that is told in the order it came about costs one row an edge. */
  private rise(node: WorkingContent, rank: number): boolean {
    if (node.cycle !== null) return false;
    node.hasDependents ??= this.db.q('SELECT 1 FROM edge WHERE to_cid = ? LIMIT 1').get(node.cid) !== undefined;
    if (node.hasDependents) return false;
    this.write(node.cid, rank, null);
    return true;
  }

  /**
   * Puts a content below `rank` by lowering it, where nothing it was made from is in the way: lineage that is told
   * backwards then costs one row an edge, instead of lifting everything told before.
   */
  private sink(node: Node, rank: number): boolean {
    if (node.cycle !== null || this.targetsOf(node.cid).some((target) => this.node(target).rank >= rank)) return false;
    this.write(node.cid, rank, null);
    return true;
  }

  /** Everything on a path from `to` back to `from`, both included; null where there is none. */
  private cycleThrough(from: Node, to: Node): Set<number> | null {
    const upstream = this.reach(
      to.cid,
      (cid) => this.targetsOf(cid),
      (node) => node.rank >= from.rank,
    );
    if (!upstream.has(from.cid)) return null;
    return this.reach(
      from.cid,
      (cid) => this.dependentsOf(cid),
      (node) => upstream.has(node.cid),
    );
  }

  private reach(start: number, next: (cid: number) => number[], follow: (node: Node) => boolean): Set<number> {
    const seen = new Set([start]);
    const open = [start];
    for (let cid = open.pop(); cid !== undefined; cid = open.pop()) {
      for (const other of next(cid)) {
        if (seen.has(other) || !follow(this.node(other))) continue;
        seen.add(other);
        open.push(other);
      }
    }
    return seen;
  }

  private close(members: ReadonlySet<number>, touched: Set<number>): void {
    const cycle = Math.min(...members);
    let rank = 0;
    for (const cid of members) {
      rank = Math.max(rank, this.node(cid).rank);
      for (const target of this.targetsOf(cid))
        if (!members.has(target)) rank = Math.max(rank, this.node(target).rank + 1);
    }
    for (const cid of members) {
      // Also who was in the cycle before: its edges to those who joined pass nothing from now on.
      touched.add(cid);
      this.write(cid, rank, cycle);
    }
    for (const cid of members) this.lift(cid, rank);
  }

  /** A cycle lost an edge: what is left of it is found anew among its members. */
  private reopen(members: readonly number[], touched: Set<number>): void {
    const components = stronglyConnected(members, (cid) => this.targetsOf(cid));
    // First who belongs to which cycle, then the ranks: a rank that is handed on must never take the old cycle for one.
    for (const component of components) {
      const cycle = component.length > 1 ? Math.min(...component) : null;
      for (const cid of component) {
        touched.add(cid);
        this.write(cid, this.node(cid).rank, cycle);
      }
    }
    for (const component of components) {
      const cycle = component.length > 1 ? Math.min(...component) : null;
      const inside = new Set(component);
      let rank = this.node(component[0]!).rank;
      for (const cid of component) {
        for (const target of this.targetsOf(cid))
          if (!inside.has(target)) rank = Math.max(rank, this.node(target).rank + 1);
      }
      for (const cid of component) this.write(cid, rank, cycle);
      for (const cid of component) this.lift(cid, rank);
    }
  }

  /** Gives `start` at least `rank`, and everything made from it one more. */
  private raise(start: number, rank: number): void {
    const raising = this.shift(start, rank, 1);
    let step = raising.next();
    while (step.done !== true) step = raising.next();
    for (const [cid, wanted] of step.value) this.write(cid, wanted, this.node(cid).cycle);
  }

  private lift(cid: number, rank: number): void {
    for (const dependent of this.dependentsOf(cid)) {
      if (!inOneCycle(this.node(cid), this.node(dependent))) this.raise(dependent, rank + 1);
    }
  }

  private membersOf(cycle: number): number[] {
    // Cycles are rare; who is in one is asked of the table, which has to know it then.
    this.contents.flush();
    return (this.db.q('SELECT cid FROM content WHERE cycle = ? ORDER BY cid').all(cycle) as { cid: number }[]).map(
      (row) => row.cid,
    );
  }

  private targets(cid: number): Set<number> {
    const content = this.contents.at(cid);
    if (content.targets === null) {
      const rows = this.db.q('SELECT to_cid AS cid FROM edge WHERE from_cid = ?').all(cid) as { cid: number }[];
      content.targets = new Set(rows.map((row) => row.cid));
      this.contents.remember(content);
    }
    return content.targets;
  }

  private node(cid: number): Node {
    return this.contents.at(cid);
  }

  private write(cid: number, rank: number, cycle: number | null): void {
    this.contents.place(this.contents.at(cid), rank, cycle);
  }
}

function inOneCycle(a: Node, b: Node): boolean {
  return a.cycle !== null && a.cycle === b.cycle;
}
