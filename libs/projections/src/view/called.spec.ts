import { describe, expect, it } from 'vitest';
import {
  aliased,
  modelOf,
  plate,
  PRODUCTION,
  rebuilt,
  registered,
  retracted,
  retractionOf,
  type TestModel,
} from '../testing/index.js';
import type { ReadModelDatabase } from '../database.js';
import { contentsPerhapsCalled, likePattern } from './called.js';

/** Display ids of what may be called so; null where that is not looked up. */
const called = (db: ReadModelDatabase, part: string, most = 10) =>
  contentsPerhapsCalled(db, PRODUCTION, part, most)
    ?.map((cid) => (db.q('SELECT display FROM content WHERE cid = ?').get(cid) as { display: string }).display)
    .toSorted() ?? null;

const both = (model: TestModel, part: string) => [called(model.db, part), called(rebuilt(model.log), part)];

describe('contentsPerhapsCalled', () => {
  it('finds ids, names, labels and aliases by any part of three characters, in any case', () => {
    const model = modelOf(
      plate('sh010_plate'),
      registered('sh010_plate', { name: 'Näch"tliche Straße', labels: { shot: '010' } }),
      plate('other'),
      aliased('other', 'path', '/vol/Dailies/A002.exr'),
    );
    for (const part of ['010', 'H010_P', 'NÄCH"T', 'straße', '"shot":"010"'])
      expect(both(model, part)).toEqual([['sh010_plate'], ['sh010_plate']]);
    for (const part of ['dailies/a0', '.EXR']) expect(both(model, part)).toEqual([['other'], ['other']]);
    expect(both(model, 'zzz')).toEqual([[], []]);
  });

  it('follows names and aliases as they come and go', () => {
    const alias = aliased('b', 'reel', 'A002C017');
    const model = modelOf(plate('a'), plate('b'), alias);
    model.tell(registered('a', { name: 'first name' }));
    model.tell(registered('a', { name: 'second name' }));
    expect([called(model.db, 'first'), called(model.db, 'second'), called(model.db, 'c017')]).toEqual([
      [],
      ['a'],
      ['b'],
    ]);
    model.tell(retractionOf('b', [alias]), retracted('b', [alias]));
    expect(both(model, 'c017')).toEqual([[], []]);
  });

  it('finds a content once, by any of its claims, and nothing of other productions', () => {
    const model = modelOf(plate('plate_1'), plate('plate_2', { bytes: 'plate_1' }));
    expect(called(model.db, 'plate')).toEqual(['plate_1']);
    expect(contentsPerhapsCalled(model.db, 'daybreak', 'plate', 10)).toEqual([]);
  });

  it('knows of long texts by some of their places', () => {
    const long = 'x'.repeat(500) + 'needle' + 'y'.repeat(500);
    const model = modelOf(plate('a'), aliased('a', 'path', long));
    expect([called(model.db, long), called(model.db, `${long}z`)]).toEqual([['a'], []]);
  });

  it('looks up nothing shorter, and no more than it may', () => {
    const { db } = modelOf(plate('plate_1'), plate('plate_2'));
    expect([called(db, 'pl'), called(db, 'plate', 1), called(db, 'plate', 2)]).toEqual([
      null,
      null,
      ['plate_1', 'plate_2'],
    ]);
  });
});

describe('likePattern', () => {
  it('takes what stands for other characters as it is', () => {
    expect(likePattern('100%_a\\b')).toBe('%100\\%\\_a\\\\b%');
  });
});
