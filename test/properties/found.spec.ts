import { describe, expect, it } from 'vitest';
import type { Deed } from './history/deeds.js';
import type { Moment } from './history/history.js';
import { Play } from './history/play.js';
import { VENDOR, type World } from './history/world.js';

/** What random histories brought to light, told by hand. What concerns one read model alone: libs/projections. */

const maker = { by: VENDOR, authid: null, source: '/hook', time: null } as const;
const nothing = { as: 'nothing', bytes: 'all', inputs: [] } as const;
const world = (size: number): World => ({
  size,
  begin: Array.from({ length: size }, () => ({ ...nothing, inputs: [] })),
  sha: Array.from({ length: size }, () => null),
  md5: Array.from({ length: size }, () => null),
  sha1: Array.from({ length: size }, () => null),
  clocks: [0, 0],
});
const quietly = (deed: Deed, replica: 0 | 1 = 0): Moment => ({
  deed,
  replica,
  production: 0,
  calm: true,
  steps: [],
  lost: null,
});
const plate = (at: number) => quietly({ say: 'plate', at, maker });
const madeOf = (at: number, to: number) =>
  quietly({
    say: 'derived',
    at,
    inputs: [{ to, kind: 'component', named: 'asset', back: false }],
    complete: 'yes',
    part: null,
    maker,
  });
const release = (at: number) =>
  quietly({ say: 'deliver', delivery: 'ep101', items: [{ at, by: 'all' }], clean: false, stubborn: true });

describe('found by random histories', () => {
  it('D4, D5: two sentinels of which one evaluates later do not contradict each other without end', async () => {
    const play = await Play.of({ world: world(2), moments: [plate(0), release(0), madeOf(0, 1)] });
    try {
      const announced = () =>
        play.store.log.map(({ type }) => type).filter((type) => /^(questioned|concern-)/.test(type));
      expect(announced()).toEqual(['questioned']);
      await play.tell(plate(1), 'the input');
      const [first, second] = play.replicas;
      for (let rounds = 0; rounds < 5; rounds += 1) {
        first.project(Infinity);
        while (first.unsettled) first.settle(10);
        await play.finish();
        // It takes in what is said, and has not evaluated the input yet.
        second.project(Infinity);
        await play.finish();
      }
      expect(announced()).toEqual(['questioned', 'concern-closed']);
    } finally {
      play.close();
    }
  });
});
