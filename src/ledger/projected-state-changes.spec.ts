import { openReadModelWriter, type StateChange as Projected } from '@clearance/projections';
import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { StateChange } from '../live/state-changes.js';
import { ProjectedStateChanges } from './projected-state-changes.js';

/** A read model whose contents changed at these ordinals, one claim each. */
function changedAt(...ordinals: readonly number[]) {
  const db = openReadModelWriter(':memory:');
  db.write(() => {
    for (const [index, n] of ordinals.entries()) {
      const cid = index + 1;
      db.q(
        "INSERT INTO asset (sid, production, id, cid, registered, digests) VALUES (?, 'nightfall', ?, ?, 1, '{}')",
      ).run(cid, `a${cid}`, cid);
      db.q(
        `INSERT INTO content (cid, production, display, rank, cycle, classes, state, compliant, counts, rules, changed_n)
         VALUES (?, 'nightfall', ?, 0, NULL, NULL, 'unknown', 0, '{}', '|base-origin-unknown|', ?)`,
      ).run(cid, `a${cid}`, n);
    }
  });
  return db;
}

describe('ProjectedStateChanges', () => {
  it('gives what changed since, in the order of the changes, however many of them came at once', () => {
    const ordinals = [...Array.from({ length: 1_200 }, () => 7), 5, 9, 6];
    const changes = new ProjectedStateChanges(changedAt(...ordinals), new Subject());
    const since = [...changes.changedSince('nightfall', 5)];
    expect(since.map(({ position }) => position)).toEqual([6, ...Array.from({ length: 1_200 }, () => 7), 9]);
    expect(new Set(since.map(({ asset }) => asset)).size).toBe(1_202);
    expect(since[0]).toMatchObject({ asset: 'a1203', from: null, to: { state: 'unknown', compliant: false } });
    expect([...changes.changedSince('daybreak', 0)]).toEqual([]);
  });

  it('tells each claim of a content with its own deliveries, and nothing to nobody', () => {
    const projected = new Subject<readonly Projected[]>();
    const changes = new ProjectedStateChanges(changedAt(), projected);
    const change: Projected = {
      production: 'nightfall',
      assets: ['a', 'b'],
      deliveries: [['ep101'], []],
      from: { state: 'clear', compliant: true },
      to: { state: 'temporary', compliant: false },
      rules: ['base-temporary-mark'],
      cause: null,
      n: 3,
      at: '2026-03-01T12:00:00.000Z',
    };
    projected.next([change]);
    const told: (readonly StateChange[])[] = [];
    changes.changes.subscribe((each) => told.push(each));
    projected.next([change]);
    expect(told.map((each) => each.map(({ asset, deliveries }) => [asset, deliveries]))).toEqual([
      [
        ['a', ['ep101']],
        ['b', []],
      ],
    ]);
  });
});
