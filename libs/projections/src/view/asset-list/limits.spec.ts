import { describe, expect, it } from 'vitest';
import {
  aliased,
  comp,
  deliveryOpened,
  generated,
  marked,
  modelOf,
  plate,
  PRODUCTION,
  registered,
  released,
} from '../../testing/index.js';
import {
  listAssets,
  type AssetFilter,
  type AssetListKey,
  type AssetListLimits,
  type AssetSort,
} from '../asset-list.js';
import { claimsOf, type ContentRow } from '../content.js';
import { everything } from '../visibility.js';

/** Forty shots of a plate and a comp, some generated, marked, twice there, or made from what nobody registered. */
function world() {
  const shots = Array.from({ length: 40 }, (_, index) => String(index).padStart(3, '0'));
  const model = modelOf(
    ...shots.flatMap((shot, index) => [
      plate(`p${shot}`, {}),
      registered(`p${shot}`, {
        name: index % 2 === 0 ? `Plate ${shot}` : `${shot} Dailies`,
        kind: index % 7 === 0 ? 'audio' : 'image',
        labels: { shot, 'a"b': 'x\\y', unit: index % 3 === 0 ? 'second' : 'main' },
        ...(index % 5 === 0 && { vendor: 'acme' }),
      }),
      ...(index % 4 === 0 ? [aliased(`p${shot}`, 'path', `/vol/Plates/${shot}.exr`)] : []),
      ...(index % 6 === 0 ? [plate(`a_twin_${shot}`, { bytes: `p${shot}` })] : []),
      ...(index % 8 === 0 ? [generated(`p${shot}`)] : []),
      comp(`c${shot}`, [`p${shot}`, ...(index % 9 === 0 ? ['ghost'] : [])]),
    ]),
    deliveryOpened('ep101'),
    released('ep101', ['c001', 'c003', 'p007']),
  );
  model.tell(...shots.slice(0, 12).map((shot) => marked(`p${shot}`)));
  return model;
}
const model = world();

const PLENTY: AssetListLimits = { few: 1_000, walk: 1_000, scan: 1_000, batch: 1_000 };
const WALKING: AssetListLimits = { ...PLENTY, few: -1 };

/** The same list by looking at everything, one thing after the other. */
function plainly(filter: AssetFilter, sort: AssetSort): string[] {
  const contents = model.db.q('SELECT * FROM content').all() as ContentRow[];
  const found = contents.filter((content) => {
    const claims = claimsOf(model.db, content.cid);
    if (!claims.some((claim) => claim.registered === 1)) return false;
    const aliases = claims.flatMap(
      ({ sid }) =>
        model.db.q('SELECT scheme, value FROM alias WHERE sid = ?').all(sid) as { scheme: string; value: string }[],
    );
    const labelled = ([name, value]: [string, string]) =>
      claims.some((claim) => (JSON.parse(claim.labels ?? '{}') as Record<string, string>)[name] === value);
    const texts = [...claims.flatMap(({ id, name }) => [id, name ?? '']), ...aliases.map(({ value }) => value)];
    const { states, compliant, rule, kind, vendor, tool, alias, labels, q } = filter;
    return (
      (states === undefined || states.includes(content.state)) &&
      (compliant === undefined || compliant === (content.compliant === 1)) &&
      (rule === undefined || content.rules.split('|').includes(rule)) &&
      (kind === undefined || claims.some((claim) => claim.kind === kind)) &&
      (vendor === undefined || claims.some((claim) => claim.vendor === vendor)) &&
      (tool === undefined || claims.some((claim) => (claim.tools ?? '').split('|').includes(tool))) &&
      (alias === undefined || aliases.some(({ scheme, value }) => scheme === alias.scheme && value === alias.value)) &&
      (q === undefined || texts.some((text) => text.toLowerCase().includes(q.toLowerCase()))) &&
      Object.entries(labels ?? {}).every(labelled) &&
      (filter.delivery === undefined || ['c001', 'c003', 'p007'].includes(content.display))
    );
  });
  const byId = (a: ContentRow, b: ContentRow) => (a.display < b.display ? -1 : 1);
  return found
    .sort((a, b) => (sort === 'id' ? 0 : b.changed_n - a.changed_n) || byId(a, b))
    .map(({ display }) => display);
}

/** All pages of a list: what is on it, and how many pages there were. */
function pages(filter: AssetFilter, sort: AssetSort, limits: AssetListLimits, limit = 7) {
  const ids: string[] = [];
  let after: AssetListKey | null = null;
  let count = 0;
  do {
    const query = { filter, sort, use: null, after, limit };
    const page = listAssets(model.db, PRODUCTION, query, everything, limits);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    ids.push(...page.items.map(({ asset }) => asset));
    after = page.next;
    count += 1;
  } while (after !== null);
  return { ids, count };
}

const FILTERS: readonly [string, AssetFilter, number][] = [
  ['nothing', {}, 80],
  ['one state', { states: ['clear'] }, 47],
  ['several states', { states: ['temporary', 'unknown', 'denied'] }, 27],
  ['compliance', { compliant: false }, 33],
  ['a state that cannot be compliant', { compliant: true, states: ['unknown'] }, 0],
  ['a rule', { rule: 'base-temporary-mark' }, 24],
  ['a rule and a state', { rule: 'base-temporary-mark', states: ['unknown'] }, 2],
  ['a kind', { kind: 'audio' }, 5],
  ['a vendor', { vendor: 'acme' }, 8],
  ['a tool', { tool: 'comfyui' }, 5],
  ['a label', { labels: { unit: 'second' } }, 14],
  ['labels with characters that JSON escapes', { labels: { 'a"b': 'x\\y', shot: '003' } }, 1],
  ['a delivery', { delivery: 'ep101' }, 3],
  ['an alias', { alias: { scheme: 'path', value: '/vol/Plates/004.exr' } }, 1],
  ['part of a name', { q: 'DAILIES' }, 20],
  ['part of an alias', { q: 'vol/plates' }, 10],
  ['part of the id of a twin', { q: 'twin' }, 7],
  ['two letters', { q: 'aI' }, 20],
  ['what has all the letters, but elsewhere', { q: '003 plate' }, 0],
];

describe('a list of assets', () => {
  it.each(FILTERS)('filtered by %s is the same whether it is gone through or looked up', (_, filter, length) => {
    for (const sort of ['id', '-changed'] as const) {
      const ids = plainly(filter, sort);
      expect(ids.length).toBe(length);
      for (const limits of [PLENTY, WALKING, { ...WALKING, walk: 5 }, { ...WALKING, walk: 1 }])
        expect(pages(filter, sort, limits).ids).toEqual(ids);
    }
  });

  it('gives a page short rather than look at more than it may, and goes on where it was', () => {
    const few = pages({ q: '03' }, 'id', { ...WALKING, walk: 10 }, 5);
    expect(few.ids).toEqual(plainly({ q: '03' }, 'id'));
    // 81 contents in stretches of ten, of which one was cut by a full page.
    expect(few.count).toBe(10);
  });
});
