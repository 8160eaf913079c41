import { describe, expect, it } from 'vitest';
import { approvalIdOf, hasEnded, reachOf, tokenOf } from './tokens.js';

const approval = { id: 'apr_1', reach: 'contained', ended: false } as const;

describe('F5: how an approval stands in a class', () => {
  it('by its id and its reach, and with "~" while it is not in force', () => {
    expect(tokenOf(approval)).toBe('apr_1:contained');
    expect(tokenOf({ ...approval, ended: true })).toBe('~apr_1:contained');
    expect(tokenOf({ ...approval, beginsAt: '2026-04-01T00:00:00.000Z' })).toBe('~apr_1:contained');
  });

  it('comes apart as it was put together, whatever the id', () => {
    for (const id of ['apr_1', 'a:b', 'a~b']) {
      for (const ended of [false, true]) {
        const token = tokenOf({ ...approval, id, ended });
        expect([approvalIdOf(token), reachOf(token), hasEnded(token)]).toEqual([id, 'contained', ended]);
      }
    }
  });

  it('F4: has no reach where it states none, so that no edge lets it through', () => {
    expect([approvalIdOf('apr_1'), reachOf('apr_1')]).toEqual(['apr_1', '']);
    expect([approvalIdOf('~apr_1'), reachOf('~apr_1')]).toEqual(['apr_1', '']);
  });
});
