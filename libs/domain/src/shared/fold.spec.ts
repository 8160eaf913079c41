import { describe, expect, it } from 'vitest';
import { emptyToken } from '../access/fold.js';
import { emptyAsset } from '../asset/fold.js';
import { emptyCheck } from '../check/fold.js';
import { emptyDelivery } from '../delivery/fold.js';
import { emptyLedger } from '../ledger/fold.js';
import { emptyManifest } from '../manifest/fold.js';
import { emptyProduction } from '../production/fold.js';

describe('a stream without events', () => {
  it.each([
    ['access', () => emptyToken('tok_1')],
    ['asset', () => emptyAsset('nightfall', 'plate')],
    ['check', () => emptyCheck('nightfall', 'chk_1')],
    ['delivery', () => emptyDelivery('nightfall', 'ep101')],
    ['ledger', () => emptyLedger()],
    ['manifest', () => emptyManifest('nightfall', 'm1')],
    ['production', () => emptyProduction('nightfall')],
  ])('of %s is at revision -1 and knows no key', (_, empty) => {
    const state = empty();
    expect([state.revision, state.known.size]).toEqual([-1, 0]);
  });
});
