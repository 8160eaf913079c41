import type { Recorded, Role } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import type { Caller } from '../ledger/ports.js';
import { Audience } from './audience.js';
import { placeOf, tokenOf } from './resume-token.js';
import { TailEvent } from './tail-event.js';

const caller: Caller = {
  token: 'tok_1',
  subject: 's',
  kind: 'service',
  rolesIn: (production): readonly Role[] => (production === 'nightfall' ? ['emitter'] : []),
  hasEverywhere: () => false,
  restrict: null,
};

describe('what a follower asks the log for', () => {
  it.each([
    [null, ['asset-*'], ['asset-']],
    ['nightfall', ['asset-marked-temporary', 'delivery-*'], ['asset-nightfall', 'delivery-nightfall']],
    [
      'nightfall',
      ['*'],
      [
        'asset-nightfall',
        'delivery-nightfall',
        'check-nightfall',
        'consent-nightfall',
        'group-nightfall',
        'usage-nightfall',
        'production-nightfall',
      ],
    ],
    [null, ['a*'], ['asset-', 'access-']],
    ['nightfall', ['manifest-*'], ['manifest-nightfall']],
    ['nightfall', ['asset-state-changed', 'delivery-*'], ['delivery-nightfall']],
    [null, ['consent-*', 'vendor-*'], ['vendor-', 'consent-']],
    ['nightfall', ['vendor-*'], []],
    [null, ['nothing-*'], []],
  ])('in %s for %j are the streams %j', (production, types, prefixes) => {
    expect(new Audience(caller, { production, types }).prefixes()).toEqual(prefixes);
  });
});

describe('an event of the log', () => {
  const named = (stream: string, type: string) => new TailEvent({ stream, type } as Recorded);

  it('is told where its name is asked for and its production is one of the caller, again and again', () => {
    const audience = new Audience(caller, { production: null, types: ['asset-marked-*', 'delivery-*'] });
    const asked = [
      named('asset-nightfall/a', 'marked-temporary'),
      named('asset-nightfall/b', 'marked-temporary'),
      named('asset-daybreak/a', 'marked-temporary'),
      named('asset-nightfall/a', 'registered'),
      named('delivery-nightfall/marked-temporary', 'opened'),
    ];
    for (let round = 0; round < 2; round += 1)
      expect(asked.map((event) => audience.wants(event))).toEqual([true, true, false, false, true]);
  });

  it('is looked at anew where the names are more than are remembered', () => {
    const audience = new Audience(caller, { production: null, types: ['asset-a1'] });
    const all = Array.from({ length: 2_500 }, (_, index) => audience.wants(named('asset-nightfall/a', `a${index}`)));
    expect(all.flatMap((wanted, index) => (wanted ? [index] : []))).toEqual([1]);
    expect(audience.wants(named('asset-nightfall/b', 'a1'))).toBe(true);
  });
});

describe('a resume token', () => {
  it('gives back its place and is nothing else', () => {
    for (const place of [
      { log: 18231, states: 18231 },
      { log: 9, states: 7 },
    ])
      expect(placeOf(tokenOf(place))).toEqual(place);
    expect(tokenOf({ log: 18231, states: 18231 })).toBe('MTgyMzE');
    for (const text of [
      '',
      'nonsense',
      Buffer.from('-1').toString('base64url'),
      Buffer.from('1.2.3').toString('base64url'),
    ]) {
      expect(placeOf(text)).toBeNull();
    }
  });
});
