import { describe, expect, it } from 'vitest';
import { deliveryOpened, modelOf, plate, PRODUCTION, released } from '../../testing/index.js';
import { listAssets, type AssetFilter, type AssetListLimits, type AssetListQuery } from '../asset-list.js';
import { everything } from '../visibility.js';
import { worklist } from '../worklist.js';

const model = modelOf(plate('a'), plate('b'), deliveryOpened('ep101'), released('ep101', ['a']));

/** How SQLite goes about every statement that some work asks for. */
function plansOf(work: () => void): string[] {
  const asked = new Set<string>();
  const { db } = model;
  const statementOf = db.q.bind(db);
  db.q = ((sql: string) => {
    asked.add(sql);
    return statementOf(sql);
  }) as typeof db.q;
  try {
    work();
  } finally {
    db.q = statementOf;
  }
  return [...asked].flatMap((sql) => {
    const plan = db.raw.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll(/@\w+|\?/g, "'1'")}`).all() as {
      detail: string;
    }[];
    return plan.map(({ detail }) => detail);
  });
}

const list = (filter: AssetFilter, query: Partial<AssetListQuery> = {}, limits?: Partial<AssetListLimits>) =>
  plansOf(() => {
    const all: AssetListLimits = { few: 100, walk: 100, scan: 100, batch: 100, ...limits };
    const after = { asset: 'a', changed: 1 };
    listAssets(model.db, PRODUCTION, { filter, sort: 'id', use: null, after, limit: 10, ...query }, everything, all);
  });

/** Tables and indexes that are gone through from one end to the other. What is few by itself does not count. */
const scanned = (plans: readonly string[]) =>
  plans.filter((detail) => detail.startsWith('SCAN') && !/VIRTUAL TABLE|CONSTANT ROW|^SCAN counting$/.test(detail));
const sorted = (plans: readonly string[]) => plans.filter((detail) => detail.includes('TEMP B-TREE FOR ORDER BY'));

const FILTERS: readonly [string, AssetFilter][] = [
  ['nothing', {}],
  ['a state', { states: ['unknown'] }],
  ['states', { states: ['unknown', 'denied'] }],
  ['compliance', { compliant: false }],
  ['a rule', { rule: 'base-temporary-mark' }],
  ['a kind', { kind: 'audio' }],
  ['a vendor', { vendor: 'acme' }],
  ['a tool', { tool: 'comfyui' }],
  ['labels', { labels: { shot: '010' } }],
  ['a delivery', { delivery: 'ep101' }],
  ['a digest', { digest: { algorithm: 'md5', value: '0' } }],
  ['an alias', { alias: { scheme: 'reel', value: 'A002' } }],
  ['part of a name', { q: 'plate' }],
  ['what changed', { changedAfter: 3 }],
];

describe('what a list of assets reads', () => {
  it.each(FILTERS)('filtered by %s is found by indexes, in every order', (_, filter) => {
    for (const sort of ['id', '-changed'] as const) {
      expect(scanned(list(filter, { sort }))).toEqual([]);
      const walked = list(filter, { sort, after: null }, { few: -1 });
      expect([scanned(walked), sorted(walked)]).toEqual([[], []]);
      const goingOn = list(filter, { sort }, { few: -1 });
      expect([scanned(goingOn), sorted(goingOn)]).toEqual([[], []]);
    }
  });

  it('is the order of what changed last, from an index that has it', () => {
    expect(list({}, { sort: '-changed', after: null })).toContain(
      'SEARCH c USING INDEX content_changed (production=?)',
    );
    expect(list({ states: ['clear'] }, { sort: '-changed', after: null })).toContain(
      'SEARCH c USING INDEX content_state_changed (production=? AND state=?)',
    );
  });

  it('is few where a text is looked up, wherever it stands', () => {
    expect(list({ q: 'plate' }).find((detail) => detail.includes('VIRTUAL TABLE INDEX'))).toMatch(/^SCAN called /);
  });
});

describe('what a worklist reads', () => {
  it('is found by indexes, without going through contents that nothing is open of', () => {
    const filter = { kinds: null, owner: null, rule: null, before: null };
    const plans = plansOf(() => worklist(model.db, PRODUCTION, filter, null, 10, everything));
    expect(scanned(plans)).toEqual([]);
    expect(plans).toContain('SEARCH c USING INDEX content_open (production=? AND display>?)');
  });
});
