import { describe, expect, it } from 'vitest';
import { NO_EVENT, StreamHeads } from './stream-heads.js';

describe('the revisions remembered of streams', () => {
  it('are known after they were set, also that there is no event', () => {
    const heads = new StreamHeads(2);
    heads.set('asset-a', 7);
    heads.set('asset-b', NO_EVENT);
    expect([heads.get('asset-a'), heads.get('asset-b'), heads.get('asset-c')]).toEqual([7, NO_EVENT, undefined]);
  });

  it('are forgotten beyond the capacity, the one used longest ago first', () => {
    const heads = new StreamHeads(2);
    heads.set('asset-a', 1);
    heads.set('asset-b', 2);
    heads.get('asset-a');
    heads.set('asset-c', 3);
    expect([heads.get('asset-a'), heads.get('asset-b'), heads.get('asset-c')]).toEqual([1, undefined, 3]);
  });
});
