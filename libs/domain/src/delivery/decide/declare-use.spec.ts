/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { describe, expect, it } from 'vitest';
import { by, said } from '../../testing/given.js';
import { givenDelivery, LIVE, OPENED, requested } from '../../testing/delivery.js';
import type { DeliveryState } from '../state.js';
import { decideDeclareUse, type DeclareUseCommand } from './declare-use.js';

const USE = {
  asset: 'poster',
  prominence: 'incidental',
  onScreen: 'yes',
  humanInput: 'unknown',
} as const;
const DECLARED = { type: 'use-declared', data: { ...USE, note: null } };
const declare =
  (parts: Partial<DeclareUseCommand> = {}) =>
  (state: DeliveryState) =>
    decideDeclareUse(state, { ...USE, ...parts }, by('d.reyes'));

describe('F8: declaring how an asset is used in a delivery', () => {
  it('records the statement; the last one about an asset counts', () => {
    givenDelivery(OPENED).when(declare()).records(DECLARED);
    const later = { type: 'use-declared', data: { ...USE, prominence: 'story_relevant', note: 'read aloud' } };
    givenDelivery(OPENED, DECLARED)
      .when(declare({ prominence: 'story_relevant', note: 'read aloud' }))
      .records(later);
    const { state } = givenDelivery(OPENED, DECLARED, later);
    expect([...state.uses].map(([asset, { data }]) => [asset, data.prominence])).toEqual([
      ['poster', 'story_relevant'],
    ]);
  });

  it('goes through while a release is being decided, and on what is out', () => {
    givenDelivery(OPENED, requested('dec_1', 'chk_1')).when(declare()).records(DECLARED);
    givenDelivery(...LIVE)
      .when(declare())
      .records(DECLARED);
  });

  it('is refused for a delivery that is not known or has ended, and for what is no asset', () => {
    givenDelivery().when(declare()).refuses({ slug: 'not-found' });
    const recalled = { type: 'recalled', data: { release: 'dec_1', reason: 'r', cause: null, paths: [] } };
    givenDelivery(...LIVE, recalled)
      .when(declare())
      .refuses({ slug: 'wrong-state', members: { state: 'recalled' } });
    givenDelivery(OPENED)
      .when(declare({ asset: 'a b' }))
      .refuses({ slug: 'invalid-request', pointers: ['/asset'] });
    givenDelivery(OPENED)
      .when(declare({ expectedRevision: 3 }))
      .refuses({ slug: 'changed-meanwhile', members: { expected: 3, actual: 0 } });
    givenDelivery(OPENED, said(DECLARED, { dedup: 'new', contentDigest: 'content of new' }))
      .when(declare())
      .repeats({ contentDigest: 'content of new', revision: 1, n: 2, events: 1 });
  });
});
