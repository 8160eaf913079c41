import { expect, it } from 'vitest';
import type { Recorded } from '@clearance/domain';
import { placeOf } from './resume-token.js';
import { TailEvent } from './tail-event.js';

const event = {
  id: '1',
  type: 'marked-temporary',
  stream: 'asset-nightfall/a',
  data: {},
  meta: {},
  revision: 0,
  n: 7,
} as Recorded;

it('is told to each follower with the place that one resumes from', () => {
  const each = new TailEvent(event);
  const [seven, six, again] = [7, 6, 7].map((states) => each.textAt(states).split('\n', 2));
  expect([seven, six, again].map((lines) => placeOf(lines![0]!.slice('id: '.length)))).toEqual([
    { log: 7, states: 7 },
    { log: 7, states: 6 },
    { log: 7, states: 7 },
  ]);
  expect(six![1]).toBe('event: asset-marked-temporary');
});
