import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openReadModelWriter, type ReadModelDatabase } from '../database.js';
import { stronglyConnected } from './strongly-connected.js';
import { Topology } from './topology.js';
import { WorkingContents } from './working-contents.js';

/** A graph without edges, and its topology, of which each change is written at once. */
function graphOf(nodes: number): { db: ReadModelDatabase; topology: Pick<Topology, 'setEdges' | 'detach'> } {
  const db = openReadModelWriter(':memory:');
  for (let cid = 1; cid <= nodes; cid += 1) {
    db.q(
      "INSERT INTO content (cid, production, display, rank, state, compliant, counts, rules, changed_n) VALUES (?, 'p', ?, 0, 'unknown', 0, '{}', '', 0)",
    ).run(cid, `c${cid}`);
  }
  const contents = new WorkingContents(db);
  const topology = new Topology(db, contents);
  const written = <T>(touched: T): T => {
    contents.flush();
    return touched;
  };
  return {
    db,
    topology: {
      setEdges: (from, targets) => written(topology.setEdges(from, targets)),
      detach: (cid) => written(topology.detach(cid)),
    },
  };
}

const nodesOf = (db: ReadModelDatabase) =>
  db.q('SELECT cid, rank, cycle FROM content ORDER BY cid').all() as {
    cid: number;
    rank: number;
    cycle: number | null;
  }[];
const edgesOf = (db: ReadModelDatabase) =>
  db.q('SELECT from_cid AS f, to_cid AS t FROM edge').all() as { f: number; t: number }[];

/** What of the graph is not as it should be: members of a cycle share its number and rank, any other edge leads down. */
function faultsOf(db: ReadModelDatabase): string[] {
  const nodes = new Map(nodesOf(db).map((node) => [node.cid, node]));
  const edges = edgesOf(db);
  const targetsOf = (cid: number) => edges.filter(({ f }) => f === cid).map(({ t }) => t);
  const cycles = stronglyConnected([...nodes.keys()], targetsOf).flatMap((component) => {
    const expected = component.length > 1 ? Math.min(...component) : null;
    return component
      .filter((cid) => nodes.get(cid)?.cycle !== expected)
      .map((cid) => `${cid} is in cycle ${nodes.get(cid)?.cycle}, not ${expected}`);
  });
  const ranks = edges.flatMap(({ f, t }) => {
    const [from, to] = [nodes.get(f)!, nodes.get(t)!];
    const inside = from.cycle !== null && from.cycle === to.cycle;
    const right = inside ? from.rank === to.rank : from.rank > to.rank;
    return right ? [] : [`${f} has rank ${from.rank} and ${t} has ${to.rank}`];
  });
  return [...cycles, ...ranks];
}

describe('Topology', () => {
  it('L1: keeps cycles and ranks true to whatever edges come and go', () => {
    const change = fc.record({
      from: fc.integer({ min: 1, max: 9 }),
      targets: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const { db, topology } = graphOf(9);
        for (const { from, targets } of changes)
          topology.setEdges(from, new Set(targets.filter((target) => target !== from)));
        expect(faultsOf(db)).toEqual([]);
        db.close();
      }),
      { numRuns: 500 },
    );
  });

  it('L1: splits a cycle into two of which one leads to the other, without running in circles', () => {
    const { db, topology } = graphOf(5);
    const said: [number, number[]][] = [
      [1, [5]],
      [2, [4, 5]],
      [5, [2, 1]],
      [4, [5, 3]],
      [1, []],
      [3, [5, 1]],
      [2, [5]],
    ];
    for (const [from, targets] of said) topology.setEdges(from, new Set(targets));
    expect(faultsOf(db)).toEqual([]);
  });

  it('L1: names also those who were in a cycle before it grew: their edges to the new members pass nothing now', () => {
    const { topology } = graphOf(3);
    topology.setEdges(1, new Set([2, 3]));
    expect(topology.setEdges(2, new Set([1]))).toEqual(new Set([1, 2]));
    expect(topology.setEdges(3, new Set([1]))).toEqual(new Set([1, 2, 3]));
  });

  it('L1: names the contents whose cycle changed, and no others', () => {
    const { topology } = graphOf(4);
    expect(topology.setEdges(1, new Set([2]))).toEqual(new Set());
    expect(topology.setEdges(2, new Set([3]))).toEqual(new Set());
    expect(topology.setEdges(4, new Set([1]))).toEqual(new Set());
    expect(topology.setEdges(3, new Set([1]))).toEqual(new Set([1, 2, 3]));
    expect(topology.setEdges(2, new Set())).toEqual(new Set([1, 2, 3]));
  });

  it('moves one content a link of a chain that is told backwards, and of one that is told forwards', () => {
    const backwards = graphOf(200);
    for (let cid = 1; cid < 200; cid += 1) backwards.topology.setEdges(cid, new Set([cid + 1]));
    // Raised from the far end again and again, the first would have come to stand highest: here it never moved.
    expect(
      nodesOf(backwards.db)
        .map(({ rank }) => rank)
        .slice(0, 4),
    ).toEqual([0, -1, -2, -3]);
    expect(faultsOf(backwards.db)).toEqual([]);
    const forwards = graphOf(200);
    for (let cid = 2; cid <= 200; cid += 1) forwards.topology.setEdges(cid, new Set([cid - 1]));
    expect(
      nodesOf(forwards.db)
        .map(({ rank }) => rank)
        .slice(0, 4),
    ).toEqual([-1, 0, 1, 2]);
    expect(faultsOf(forwards.db)).toEqual([]);
  });

  it('takes a content out with all its edges, and says who was made from it', () => {
    const { db, topology } = graphOf(3);
    topology.setEdges(1, new Set([2]));
    topology.setEdges(2, new Set([3]));
    expect(topology.detach(2)).toEqual(new Set([1]));
    expect(edgesOf(db)).toEqual([]);
  });
});
