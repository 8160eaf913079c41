import { describe, expect, it } from 'vitest';
import { useFieldsAsked } from './use-asked.js';

describe('what an open finding asks of the use of its root', () => {
  it('is what its guard and its alternatives name, and what an approval leaves open, each once', () => {
    const guard = { all: [{ use: 'prominence', in: ['key_element'] }, { any: [{ use: 'onScreen', in: ['yes'] }] }] };
    const clearing = [{ kinds: ['legal'] }, { kinds: ['legal'], when: { use: 'humanInput', in: ['meaningful'] } }];
    expect(useFieldsAsked({ cls: { guard, clearing }, missing: null })).toEqual([
      'humanInput',
      'onScreen',
      'prominence',
    ]);
    expect(useFieldsAsked({ cls: {}, missing: { prominence: ['key_element'], territories: ['DE'] } })).toEqual([
      'prominence',
    ]);
    expect(useFieldsAsked({ cls: { guard }, missing: { prominence: ['key_element'] } })).toEqual([
      'onScreen',
      'prominence',
    ]);
  });

  it('is nothing where the delivery says it all, and where nothing is asked', () => {
    const guard = {
      any: [
        { use: 'class', in: ['final'] },
        { use: 'territories', overlaps: ['DE'] },
      ],
    };
    expect(useFieldsAsked({ cls: { guard }, missing: { approvals: ['board'] } })).toEqual([]);
    expect(useFieldsAsked({ cls: {}, missing: null })).toEqual([]);
  });
});
