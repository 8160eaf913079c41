import { describe, expect, it } from 'vitest';
import {
  approvalId,
  approved,
  comp,
  declared,
  deliveryOpened,
  derived,
  generated,
  ITO,
  keyOf,
  marked,
  modelOf,
  plate,
  PRODUCTION,
  released,
  requested,
  retractionOf,
  type TestModel,
} from '../testing/index.js';
import { everything, type Visible } from './visibility.js';
import { worklist, type WorklistFilter, type WorklistKey } from './worklist.js';

const NONE: WorklistFilter = { kinds: null, owner: null, rule: null, before: null };
const items = (model: TestModel, filter: Partial<WorklistFilter> = {}, visible: Visible = everything) =>
  worklist(model.db, PRODUCTION, { ...NONE, ...filter }, null, 100, visible).items;
const brief = (model: TestModel, filter: Partial<WorklistFilter> = {}) =>
  items(model, filter).map(({ kind, asset, rule }) => `${kind} ${asset} ${rule}`);

const key = (root: string) => keyOf('base-generated', root);
const wrong = declared('plate', { 'asset.stage': 'temporary' });
const busy = () =>
  modelOf(
    plate('plate'),
    wrong,
    generated('sky'),
    comp('v1', ['plate', 'sky']),
    comp('v2', ['plate']),
    derived('v2', [{ asset: 'v1', kind: 'revision' }]),
    comp('of_ghosts', ['ghost_b', 'ghost_a']),
    generated('approved'),
    approved('approved', [key('approved')], { expiresAt: '2026-03-10T00:00:00.000Z' }),
    requested('sky', [key('sky')], { assignees: [ITO], note: 'for E101', dueAt: '2026-03-05T00:00:00.000Z' }),
    retractionOf('plate', [wrong]),
  );

describe('worklist', () => {
  it('lists what was asked for, what runs out, and findings at the roots where they arise', () => {
    expect(brief(busy())).toEqual([
      'approval sky base-generated',
      'retraction plate null',
      'expiring approved base-generated',
      'unknown of_ghosts base-input-unregistered',
      'replacement plate base-temporary-mark',
      'approval sky base-generated',
      'replacement v2 base-replacement-unconfirmed',
    ]);
  });

  it('says what it is about, since when, and what would clear it', () => {
    const [request, , expiring, ghosts] = items(busy());
    expect(request).toMatchObject({ owner: ITO, dueAt: '2026-03-05T00:00:00.000Z', delivery: null });
    expect(request?.clears?.anyOf.flat()[0]?.body).toMatchObject({ kind: 'written', reach: 'exact' });
    expect(expiring).toMatchObject({
      dueAt: '2026-03-10T00:00:00.000Z',
      message: `the approval ${approvalId('approved')} of approved ends at 2026-03-10T00:00:00.000Z`,
    });
    expect(ghosts?.message).toBe('of_ghosts was made from ghost_a, which is not registered; and 1 more of this kind');
    expect(ghosts?.clears?.anyOf.flat().map((step) => step.kind)).toContain('register');
    expect(ghosts?.since).toBe('2026-03-01T10:00:17.000Z');
  });

  it('gives an item the same id whenever it is listed, and no two items one id', () => {
    const ids = (model: TestModel) => items(model).map(({ id }) => id);
    const model = busy();
    const before = ids(model);
    model.tell(plate('another'));
    expect(ids(model)).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
  });

  it.each<[string, Partial<WorklistFilter>, string[]]>([
    [
      'kind',
      { kinds: ['retraction', 'unknown'] },
      ['retraction plate null', 'unknown of_ghosts base-input-unregistered'],
    ],
    ['owner', { owner: ITO }, ['approval sky base-generated']],
    ['rule', { rule: 'base-temporary-mark' }, ['replacement plate base-temporary-mark']],
    ['age', { before: '2026-03-01T10:00:05.000Z' }, ['replacement plate base-temporary-mark']],
  ])('filters by %s', (_, filter, expected) => {
    expect(brief(busy(), filter)).toEqual(expected);
  });

  it('pages through all of it without gaps or repeats', () => {
    const model = busy();
    const seen: string[] = [];
    let after: WorklistKey | null = null;
    do {
      const found = worklist(model.db, PRODUCTION, NONE, after, 2, everything);
      seen.push(...found.items.map(({ id }) => id));
      after = found.next;
    } while (after !== null);
    expect(seen).toEqual(items(model).map(({ id }) => id));
  });

  it('pages between rules of one asset', () => {
    const model = modelOf(generated('a'), marked('a'), declared('a', { 'asset.genai': 'unknown' }), generated('b'));
    const first = worklist(model.db, PRODUCTION, NONE, null, 2, everything);
    const second = worklist(model.db, PRODUCTION, NONE, first.next, 2, everything);
    expect([...first.items, ...second.items].map(({ asset, rule }) => `${asset} ${rule}`)).toEqual([
      'a base-generated',
      'a base-origin-unknown',
      'a base-temporary-mark',
      'b base-generated',
    ]);
  });

  it('lists what makes a live release fail, until the release is no longer live', () => {
    const model = modelOf(
      plate('plate'),
      plate('clean'),
      deliveryOpened('ep101'),
      released('ep101', ['plate']),
      marked('plate'),
    );
    expect(items(model, { kinds: ['concern'] })).toMatchObject([
      {
        kind: 'concern',
        asset: 'plate',
        delivery: 'ep101',
        rule: 'base-temporary-mark',
        message: 'ep101 was released and is now compromised: plate is marked temporary: AI placeholder',
      },
    ]);
    model.tell(released('ep101', ['clean']));
    expect(items(model, { kinds: ['concern'] })).toEqual([]);
  });

  it('lists an approval from two weeks before its end until its end', () => {
    const model = modelOf(generated('sky'), approved('sky', [key('sky')], { expiresAt: '2026-06-15T00:00:00.000Z' }));
    const at = (recordedAt: string) => {
      model.tell(plate(`at ${recordedAt}`.replaceAll(/\W/g, '_'), {}, { recordedAt }));
      return items(model, { kinds: ['expiring'] }).map(({ since }) => since);
    };
    expect(at('2026-05-31T23:59:59.999Z')).toEqual([]);
    expect(at('2026-06-01T00:00:00.000Z')).toEqual(['2026-06-01T00:00:00.000Z']);
    expect(at('2026-06-15T00:00:00.000Z')).toEqual([]);
  });

  it('leaves out what a request has been answered for, and what a restricted caller may not read', () => {
    const model = busy();
    expect(items(model, {}, (asset) => asset === 'sky').map(({ asset }) => asset)).toEqual(['sky', 'sky']);
    model.tell(
      approved('sky', [key('sky')], {
        request: (model.db.q('SELECT id FROM approval_request').get() as { id: string }).id,
      }),
    );
    expect(brief(model).filter((text) => text.startsWith('approval'))).toEqual([]);
  });
});
