/* oxlint-disable vitest/expect-expect, unicorn/consistent-function-scoping --
   given().when().records() asserts (testing/given.ts); commands stand beside the tests that give them */
import { contentDigestOf } from '@clearance/canonical';
import { describe, expect, it } from 'vitest';
import { by, givenStream, recorded, said } from '../testing/given.js';
import { decidePublishPack, type PublishPackCommand } from './decide.js';
import { evolvePolicy, foldPolicy, type PolicyState } from './fold.js';

const givenPolicy = givenStream('policy-house', (events) => foldPolicy('house', events));
const PACK = { id: 'house', version: '1', rules: [] };
const published = (version: string, pack: Readonly<Record<string, unknown>> = PACK) => ({
  type: 'pack-published',
  data: { id: 'house', version, digest: contentDigestOf(pack), pack },
});
const publish =
  (parts: Partial<PublishPackCommand> = {}, builtIn = false) =>
  (state: PolicyState) =>
    decidePublishPack(state, { version: '1', pack: PACK, ...parts }, { builtIn }, by('admin'));

describe('publishing a pack', () => {
  it('records the whole pack with its digest', () => {
    givenPolicy().when(publish()).records(published('1'));
    givenPolicy(published('1'))
      .when(publish({ version: '2026.11-rc.1+b', pack: { id: 'house', rules: [1] } }))
      .records(published('2026.11-rc.1+b', { id: 'house', rules: [1] }));
  });

  it('keeps its tests beside it: the digest is that of the pack alone', () => {
    const tests = [{ id: 'a', expect: {} }];
    givenPolicy()
      .when(publish({ tests }))
      .records({ ...published('1'), data: { ...published('1').data, tests } });
    givenPolicy()
      .when(publish({ tests: [] }))
      .records(published('1'));
  });

  it('happens once a version, whatever the pack holds; the same request again repeats', () => {
    givenPolicy(published('1'))
      .when(publish({ pack: { other: true } }))
      .refuses({ slug: 'already-exists', members: { id: 'house@1' } });
    givenPolicy()
      .when(publish({}, true))
      .refuses({ slug: 'already-exists', members: { id: 'house@1' } });
    givenPolicy(said(published('1'), { dedup: 'new', contentDigest: 'content of new' }))
      .when(publish())
      .repeats({ contentDigest: 'content of new', revision: 0, n: 1, events: 1 });
  });

  it('takes an id and a version of the right form, and a pack that fits one event', () => {
    givenPolicy()
      .when((state) =>
        decidePublishPack({ ...state, id: 'a/b' }, { version: '1', pack: PACK }, { builtIn: false }, by('admin')),
      )
      .refuses({ slug: 'invalid-request', pointers: ['/id'] });
    for (const version of ['', '1 2', '.1', 'x'.repeat(65)]) {
      givenPolicy()
        .when(publish({ version }))
        .refuses({ slug: 'invalid-request', pointers: ['/version'] });
    }
    givenPolicy()
      .when(publish({ pack: { text: 'x'.repeat(520_180) } }))
      .refuses({ slug: 'invalid-request', pointers: [''] });
    const largest = { text: 'x'.repeat(520_179) };
    givenPolicy()
      .when(publish({ pack: largest }))
      .records(published('1', largest));
    givenPolicy()
      .when(publish({ pack: largest, tests: [1] }))
      .refuses({ slug: 'invalid-request', pointers: [''] });
  });
});

it('the first pack published under a version stays, and a policy evolves as it folds', () => {
  const events = recorded('policy-house', [published('1'), published('1', { other: true }), published('2')]);
  const state = foldPolicy('house', events);
  expect(events.reduce(evolvePolicy, foldPolicy('house', []))).toEqual(state);
  expect([...state.versions].map(([version, { data }]) => [version, data.pack])).toEqual([
    ['1', PACK],
    ['2', PACK],
  ]);
});
