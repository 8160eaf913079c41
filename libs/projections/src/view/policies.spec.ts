import { contentDigestOf } from '@clearance/canonical';
import { policyStream, productionStream } from '@clearance/domain';
import { basePolicy, BUNDLED_PACKS, BUNDLED_TESTS, documentDigest, policyDigest } from '@clearance/policy';
import { describe, expect, it } from 'vitest';
import {
  adopted,
  deliveryOpened,
  modelOf,
  OKAFOR,
  pinned,
  plate,
  PRODUCTION,
  productionOpened,
  saying,
  toolRuled,
  toolRulingRevoked,
  useDeclared,
} from '../testing/index.js';
import { declaredUses } from './declared-uses.js';
import { shareById, sharesOf, toolRulingById, toolRulingsOf } from './grants.js';
import { adoptionOf, packVersion, packVersions } from './policies.js';
import { everything } from './visibility.js';

const eu = BUNDLED_PACKS.find(({ id }) => id === 'eu-ai-act-50')!;
const published = (id: string, version: string, parts: object = {}) => {
  const pack = { ...eu, id, version, ...parts };
  return saying(policyStream(id), 'pack-published', { id, version, digest: contentDigestOf(pack), pack });
};

describe('the versions of packs', () => {
  it('are those that come with the ledger and those published since, by id', () => {
    const { db } = modelOf(productionOpened(), published('house', '2'), published('house', '1'), published('aaa', '1'));
    expect(packVersions(db).map(({ id, version, builtIn }) => [id, version, builtIn])).toEqual([
      ['aaa', '1', false],
      ['base', '1', true],
      ['eu-ai-act-50', '2026.08', true],
      ['house', '2', false],
      ['house', '1', false],
      ['netflix-genai', '2025.11', true],
    ]);
    expect(packVersion(db, 'house', '3')).toBeNull();
    expect(packVersion(db, 'base', '1')).toMatchObject({ digest: basePolicy.digest, builtIn: true, tests: [] });
    expect(packVersion(db, 'eu-ai-act-50', '2026.08')).toMatchObject({
      digest: documentDigest(eu),
      pack: eu,
      tests: BUNDLED_TESTS[documentDigest(eu)],
    });
  });

  it('keep the name under which they were published, whatever comes with a later ledger', () => {
    const { db } = modelOf(published('eu-ai-act-50', '2026.08', { title: 'Ours' }));
    const versions = packVersions(db).filter(({ id }) => id === 'eu-ai-act-50');
    expect(versions).toMatchObject([{ title: 'Ours', builtIn: false, publishedAt: expect.stringMatching(/Z$/) }]);
    expect(packVersion(db, 'eu-ai-act-50', '2026.08')).toMatchObject({ ...versions[0], tests: [] });
  });
});

describe('the policy of a production', () => {
  it('is nothing but the base rules, or what was adopted last', () => {
    const model = modelOf(productionOpened());
    expect(adoptionOf(model.db, PRODUCTION)).toEqual({
      packs: [],
      digest: basePolicy.digest,
      base: { id: 'base', version: '1', digest: basePolicy.digest },
      reason: null,
      adoptedAt: null,
      adoptedBy: null,
      faults: [],
      revision: 0,
    });
    model.tell(adopted('netflix-genai'), adopted('eu-ai-act-50'));
    const packs = [pinned('eu-ai-act-50')];
    expect(adoptionOf(model.db, PRODUCTION)).toMatchObject({
      packs,
      digest: policyDigest(packs as Parameters<typeof policyDigest>[0]),
      reason: 'as agreed',
      adoptedAt: expect.stringMatching(/Z$/),
      revision: 2,
    });
    model.tell(adopted());
    expect(adoptionOf(model.db, PRODUCTION)).toMatchObject({ packs: [], reason: 'as agreed', revision: 3 });
  });

  it('says why nobody can tell what it means', () => {
    const { db } = modelOf(productionOpened(), adopted({ ...pinned('eu-ai-act-50'), version: '1999' }));
    expect(adoptionOf(db, PRODUCTION).faults).toEqual([
      'the policy cannot be read: pack eu-ai-act-50@1999 is not here',
    ]);
  });
});

describe('what a production grants', () => {
  const shared = (share: string, to: string, assets: readonly string[]) =>
    saying(productionStream(PRODUCTION), 'share-granted', { share, to, assets, digests: [], reason: 'r' });
  const all = { after: null, limit: 10 };

  it('lists shares in their order, and by whom they are for', () => {
    const { db } = modelOf(productionOpened(), shared('shr_1', 'dawn', ['a']), shared('shr_2', 'dusk', ['b']));
    const ids = (to: string | null, query = all) => sharesOf(db, PRODUCTION, { to }, query).items.map(({ id }) => id);
    expect([ids(null), ids('dusk'), ids('noon')]).toEqual([['shr_1', 'shr_2'], ['shr_2'], []]);
    const { next } = sharesOf(db, PRODUCTION, { to: null }, { after: null, limit: 1 });
    expect(sharesOf(db, PRODUCTION, { to: null }, { after: next, limit: 1 })).toMatchObject({
      items: [{ id: 'shr_2', production: PRODUCTION, assets: ['b'] }],
      next: null,
    });
    expect([shareById(db, PRODUCTION, 'shr_1')?.to, shareById(db, 'other', 'shr_1')]).toEqual(['dawn', null]);
  });

  it('lists rulings on tools, and says which have ended', () => {
    const { db } = modelOf(
      productionOpened(),
      toolRuled('rx', 'denoise', ['R1'], '2026-03-01T00:00:00.001Z'),
      toolRuled('izotope', 'denoise', ['R1']),
      plate('late'),
    );
    const states = (tool: string | null, wanted: readonly string[] | null) =>
      toolRulingsOf(db, PRODUCTION, { tool, states: wanted }, all).items.map(({ id, state }) => `${id} ${state}`);
    expect(states(null, null)).toEqual(['rul_rx expired', 'rul_izotope active']);
    expect(states(null, ['active'])).toEqual(['rul_izotope active']);
    expect(states('rx', null)).toEqual(['rul_rx expired']);
    expect(toolRulingById(db, PRODUCTION, 'rul_izotope')).toMatchObject({ ruledBy: OKAFOR, mode: 'denoise' });
    expect(toolRulingById(db, PRODUCTION, 'rul_none')).toBeNull();
  });

  it('says of a ruling that it was revoked, by whom and from when', () => {
    const { db } = modelOf(
      productionOpened(),
      ...['rx', 'izotope', 'roto', 'upres'].map((tool) => toolRuled(tool, 'denoise', ['R1'])),
      toolRulingRevoked('rx'),
      toolRulingRevoked('izotope', '2026-03-01T00:00:00.001Z'),
      toolRulingRevoked('roto', '2030-01-01T00:00:00.000Z'),
      plate('late'),
    );
    const found = toolRulingsOf(db, PRODUCTION, { tool: null, states: null }, all).items;
    expect(found.map(({ id, state, revoked }) => [id, state, revoked?.effect, revoked?.effectiveAt])).toEqual([
      ['rul_rx', 'revoked', 'ab-initio', null],
      ['rul_izotope', 'revoked', 'from', '2026-03-01T00:00:00.001Z'],
      ['rul_roto', 'active', 'from', '2030-01-01T00:00:00.000Z'],
      ['rul_upres', 'active', undefined, undefined],
    ]);
    expect(found[0]?.revoked).toMatchObject({ reason: 'it does more', evidence: [], revokedBy: OKAFOR });
  });
});

it('F8: lists the last statement about each asset of a delivery, and only of those that may be seen', () => {
  const { db } = modelOf(
    productionOpened(),
    deliveryOpened('ep101'),
    useDeclared('ep101', 'b', { prominence: 'incidental' }),
    useDeclared('ep101', 'a', { onScreen: 'yes' }),
    useDeclared('ep101', 'b', { prominence: 'key_element' }),
  );
  const page = (after: string | null, limit: number, visible = everything) =>
    declaredUses(db, PRODUCTION, 'ep101', { after, limit }, visible);
  expect(page(null, 10).items.map(({ asset, prominence, onScreen }) => [asset, prominence, onScreen])).toEqual([
    ['a', 'unknown', 'yes'],
    ['b', 'key_element', 'unknown'],
  ]);
  expect([page(null, 1).next, page('a', 1).next]).toEqual(['a', null]);
  expect(page(null, 10, (asset) => asset === 'b').items.map(({ asset }) => asset)).toEqual(['b']);
});
