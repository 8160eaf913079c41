import { describe, expect, it } from 'vitest';
import { PendingChanges } from './pending-changes.js';
import type { StateChange } from './state-changes.js';

const change = (position: number): StateChange => ({
  production: 'nightfall',
  asset: `a${position}`,
  from: null,
  to: { state: 'clear', compliant: true },
  rules: [],
  cause: null,
  deliveries: [],
  position,
  at: '2026-03-01T12:00:00.000Z',
});
const step = (...positions: number[]) => positions.map(change);

function all(pending: PendingChanges): string[] {
  const taken: string[] = [];
  for (let next = pending.take(); next !== undefined; next = pending.take()) taken.push(next.asset);
  return taken;
}

describe('PendingChanges', () => {
  it('gives what came in, oldest first, and knows up to where everything was told', () => {
    const pending = new PendingChanges(10);
    expect([pending.empty, pending.toldUpTo]).toEqual([true, null]);
    pending.add(step(4, 5));
    pending.add([]);
    pending.add(step(7));
    expect([pending.toldUpTo, pending.take()?.asset, pending.toldUpTo]).toEqual([3, 'a4', 4]);
    expect(all(pending)).toEqual(['a5', 'a7']);
    expect([pending.empty, pending.toldUpTo, pending.takeGap()]).toEqual([true, null, null]);
  });

  it('forgets everything past its bound, and asks for what changed since the oldest of it', () => {
    const pending = new PendingChanges(3);
    pending.add(step(4, 5, 6));
    pending.take();
    pending.add(step(8, 9));
    expect([pending.take(), pending.toldUpTo]).toEqual([undefined, 4]);
    pending.add(step(11));
    expect([pending.toldUpTo, pending.takeGap(), pending.toldUpTo]).toEqual([4, 4, 10]);
    expect(all(pending)).toEqual(['a11']);
    expect(pending.empty).toBe(true);
  });

  it('keeps the earlier of two gaps', () => {
    const pending = new PendingChanges(1);
    pending.forgetAfter(7);
    pending.add(step(9, 10));
    expect([pending.empty, pending.takeGap()]).toEqual([false, 7]);
  });
});
