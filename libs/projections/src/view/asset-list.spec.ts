import { describe, expect, it } from 'vitest';
import {
  aliased,
  comp,
  declared,
  deliveryOpened,
  digestsOfBytes,
  EVERYWHERE,
  generated,
  marked,
  modelOf,
  plate,
  PRODUCTION,
  registered,
  released,
  type TestModel,
} from '../testing/index.js';
import { listAssets, type AssetFilter, type AssetListKey, type AssetListQuery } from './asset-list.js';
import { lookup } from './lookup.js';
import { everything } from './visibility.js';

const ids = (model: TestModel, filter: AssetFilter, query: Partial<AssetListQuery> = {}) =>
  listAssets(
    model.db,
    PRODUCTION,
    { filter, sort: 'id', use: null, after: null, limit: 100, ...query },
    everything,
  ).items.map(({ asset }) => asset);

const show = () =>
  modelOf(
    plate('plate', {}),
    registered('plate', { name: 'Clean 100%_plate', labels: { shot: '010', 'sub.name': 'x' }, vendor: 'acme' }),
    generated('sky'),
    marked('bg'),
    generated('bg'),
    comp('comp', ['plate', 'bg']),
    plate('copy_of_comp', { bytes: 'comp' }),
    comp('of_ghost', ['ghost']),
    aliased('sky', 'reel', 'A002'),
  );

describe('listAssets', () => {
  it('I2: gives one item a content, under its display id, and nothing that nobody registered', () => {
    expect(ids(show(), {})).toEqual(['bg', 'comp', 'of_ghost', 'plate', 'sky']);
  });

  it.each<[string, AssetFilter, string[]]>([
    ['state', { states: ['temporary', 'unknown'] }, ['bg', 'comp', 'of_ghost']],
    ['compliance', { compliant: true }, ['plate']],
    ['kind', { kind: 'video' }, []],
    ['vendor', { vendor: 'acme' }, ['plate']],
    ['tool', { tool: 'comfyui' }, ['bg', 'sky']],
    ['part of a tool id, which is none', { tool: 'comfy' }, []],
    ['rule', { rule: 'base-temporary-mark' }, ['bg', 'comp']],
    ['label', { labels: { shot: '010' } }, ['plate']],
    ['several labels', { labels: { shot: '010', 'sub.name': 'y' } }, []],
    ['digest', { digest: { algorithm: 'md5', value: digestsOfBytes('comp').md5 } }, ['comp']],
    ['alias', { alias: { scheme: 'reel', value: 'A002' } }, ['sky']],
    ['part of a name in any case', { q: 'CLEAN 100%_' }, ['plate']],
    ['a wildcard of the database, which is just a character', { q: 'c_mp' }, []],
    ['part of an id of any claim', { q: 'copy_of' }, ['comp']],
    ['part of an alias', { q: 'a00' }, ['sky']],
  ])('filters by %s', (_, filter, expected) => {
    expect(ids(show(), filter)).toEqual(expected);
  });

  it('filters by delivery: what its live release or last check lists', () => {
    const model = show();
    model.tell(deliveryOpened('ep101'), released('ep101', ['plate', 'comp']));
    expect([ids(model, { delivery: 'ep101' }), ids(model, { delivery: 'ep102' })]).toEqual([['comp', 'plate'], []]);
  });

  it('judges for the use asked for, and filters by what comes out', () => {
    const review = { ...EVERYWHERE, class: 'review' as const };
    expect(ids(show(), { compliant: true }, { use: review })).toEqual(['bg', 'comp', 'of_ghost', 'plate', 'sky']);
    expect(ids(show(), { states: ['temporary'] }, { use: EVERYWHERE })).toEqual(['bg', 'comp']);
    expect(ids(show(), { rule: 'base-generated' }, { use: EVERYWHERE })).toEqual(['bg', 'comp', 'sky']);
  });

  it('counts findings by outcome', () => {
    const model = show();
    const [item] = listAssets(
      model.db,
      PRODUCTION,
      { filter: { q: 'copy_of' }, sort: 'id', use: null, after: null, limit: 1 },
      everything,
    ).items;
    expect(item).toMatchObject({
      asset: 'comp',
      state: 'temporary',
      compliant: false,
      findings: { deny: 1, unknown: 0, approval: 1, escalate: 0, notice: 0 },
    });
  });

  it.each(['id', '-changed'] as const)('pages by %s without gaps or repeats', (sort) => {
    const model = show();
    const seen: string[] = [];
    let after: AssetListKey | null = null;
    do {
      const found = listAssets(model.db, PRODUCTION, { filter: {}, sort, use: null, after, limit: 2 }, everything);
      expect(found.items.length).toBeLessThanOrEqual(2);
      seen.push(...found.items.map(({ asset }) => asset));
      after = found.next;
    } while (after !== null);
    expect(seen.toSorted()).toEqual(['bg', 'comp', 'of_ghost', 'plate', 'sky']);
    expect(new Set(seen).size).toBe(5);
  });

  it('says what changed after a position, and what changed last first', () => {
    const model = show();
    const before = model.projector.factsAt;
    expect(ids(model, { changedAfter: before })).toEqual([]);
    model.tell(declared('plate', { 'asset.stage': 'deliverable' }));
    expect(ids(model, { changedAfter: before })).toEqual([]);
    model.tell(marked('plate'));
    expect(ids(model, { changedAfter: before })).toEqual(['comp', 'plate']);
    expect(ids(model, {}, { sort: '-changed' }).slice(0, 2)).toEqual(['comp', 'plate']);
  });

  it('shows a restricted caller of other assets only that they are there', () => {
    const model = show();
    const found = listAssets(
      model.db,
      PRODUCTION,
      { filter: {}, sort: 'id', use: null, after: null, limit: 3 },
      (asset) => asset.startsWith('copy_'),
    );
    expect(found.items.map((item) => Object.keys(item).length)).toEqual([3, 12, 3]);
    expect(found.items[0]).toEqual({ asset: 'bg', production: PRODUCTION, state: 'temporary' });
  });

  it('does not tell a restricted caller what others are called by listing them under it', () => {
    const model = show();
    const listed = (filter: AssetFilter) =>
      listAssets(
        model.db,
        PRODUCTION,
        { filter, sort: 'id', use: null, after: null, limit: 100 },
        (asset) => asset === 'sky',
      ).items.map(({ asset }) => asset);
    expect([listed({ vendor: 'acme' }), listed({ tool: 'comfyui' }), listed({ states: ['clear'] })]).toEqual([
      [],
      ['sky'],
      ['plate'],
    ]);
  });
});

describe('lookup', () => {
  it('answers every query in order, by id of any claim, digest and alias', () => {
    const model = show();
    const sha256 = digestsOfBytes('comp').sha256;
    const answers = lookup(
      model.db,
      PRODUCTION,
      [
        { text: 'copy_of_comp', id: 'copy_of_comp' },
        { text: 'ghost', id: 'ghost' },
        { text: `sha256:${sha256}`, digest: { algorithm: 'sha256', value: sha256 } },
        { text: 'md5:0', digest: { algorithm: 'md5', value: '0' } },
        { text: 'reel:A002', alias: { scheme: 'reel', value: 'A002' } },
      ],
      everything,
    );
    expect(answers.map(({ query, matches }) => [query, matches.map(({ asset }) => asset)])).toEqual([
      ['copy_of_comp', ['comp']],
      ['ghost', []],
      [`sha256:${sha256}`, ['comp']],
      ['md5:0', []],
      ['reel:A002', ['sky']],
    ]);
  });

  it('gives all contents that an alias stands for', () => {
    const model = modelOf(plate('b'), plate('a'), aliased('a', 'path', 'x.exr'), aliased('b', 'path', 'x.exr'));
    const [answer] = lookup(
      model.db,
      PRODUCTION,
      [{ text: 'path:x.exr', alias: { scheme: 'path', value: 'x.exr' } }],
      everything,
    );
    expect(answer?.matches.map(({ asset }) => asset)).toEqual(['a', 'b']);
  });
});
