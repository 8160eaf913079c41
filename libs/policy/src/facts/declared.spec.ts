import { describe, expect, it } from 'vitest';
import { SmallLedger } from '../testing/ledger.js';
import { SMALL_FACTS } from '../testing/conditions.js';
import { readDeclared } from './declared.js';
import { factModel } from './model.js';

const model = factModel({ ...SMALL_FACTS, step: { fields: { chain: { values: ['no', 'yes'] } } } });
const list = model.listByName.get('part')!;

/** What was declared, by name: values, and entries of the list with those. */
function declared(...statements: readonly Readonly<Record<string, unknown>>[]) {
  const ledger = new SmallLedger();
  ledger.asset('plate');
  for (const facts of statements) ledger.declare('plate', facts);
  const { scalars, lists } = readDeclared(ledger.dossier('plate'), model, (_list, name) => name.toLowerCase());
  const { open, entries, facts } = lists[list.index]!;
  const named = (fields: typeof scalars, specs: readonly { readonly name: string; readonly index: number }[]) =>
    Object.fromEntries(
      specs.flatMap(({ name, index }) => (fields[index] === undefined ? [] : [[name, fields[index].value]])),
    );
  return {
    values: named(scalars, model.scalars),
    open,
    entries: Object.fromEntries([...entries].map(([key, { fields }]) => [key, named(fields, [...list.own.values()])])),
    said: facts.length,
  };
}
const NOTHING = { values: {}, open: true, entries: {}, said: 0 };

describe('what is declared of a content', () => {
  it('is nothing where nobody spoke: a list of which nobody spoke may hold anything', () => {
    expect(declared()).toEqual(NOTHING);
    expect(declared({ 'asset.unheard-of': 1 })).toEqual(NOTHING);
  });

  it('are single facts, the most adverse of several, and unknown where they cannot be read', () => {
    expect(declared({ 'asset.genai': 'none', 'asset.size': 3 }, { 'asset.genai': 'partial' }).values).toEqual({
      'asset.genai': 'partial',
      'asset.size': 3,
    });
    expect(declared({ 'asset.size': 'large' }).values).toEqual({ 'asset.size': null });
  });

  it('is not what a step answers by itself', () => {
    expect(declared({ 'step.chain': 'no' })).toEqual(NOTHING);
  });

  it('is not a fact of the use, nor one field of a list', () => {
    expect(declared({ 'use.prominence': 'none', 'part.state': 'good' })).toEqual(NOTHING);
  });
});

describe('a declared list', () => {
  it('is whole, also when it is empty', () => {
    expect(declared({ part: [] })).toEqual({ values: {}, open: false, entries: {}, said: 1 });
  });

  it('has its entries by what they stand for, each with the fields that were said', () => {
    const part = [{ name: 'Arm', state: 'good', where: ['DE'], other: 'x' }, { name: 'leg' }];
    expect(declared({ part })).toEqual({
      values: {},
      open: false,
      entries: { arm: { 'part.name': 'Arm', 'part.state': 'good', 'part.where': ['DE'] }, leg: { 'part.name': 'leg' } },
      said: 1,
    });
  });

  it('joins several declarations, and entries of one name in the most adverse value', () => {
    const said = declared(
      { part: [{ name: 'arm', state: 'good' }] },
      {
        part: [
          { name: 'ARM', state: 'bad' },
          { name: 'leg', state: 'good' },
        ],
      },
    );
    expect([said.open, said.said]).toEqual([false, 2]);
    expect(Object.entries(said.entries).map(([key, entry]) => [key, entry['part.state']])).toEqual([
      ['arm', 'bad'],
      ['leg', 'good'],
    ]);
  });

  it.each([
    ['no list', 'unknown'],
    ['no list', { name: 'arm' }],
    ['a list of words', ['arm']],
    ['a list of nothing', [null]],
    ['a list in a list', [[{ name: 'arm' }]]],
    ['an entry without a name', [{ state: 'good' }]],
    ['an entry with an empty name', [{ name: '' }]],
    ['an entry of an unknown name', [{ name: 'unknown' }]],
    ['an entry whose name is no text', [{ name: 7 }]],
  ])('that is %s is open: %j', (_what, part) => {
    expect(declared({ part })).toEqual({ values: {}, open: true, entries: {}, said: 1 });
  });

  it('stays open whatever is declared besides, and keeps what could be read', () => {
    const said = declared({ part: [null, { name: 'arm' }] }, { part: [{ name: 'leg' }] });
    expect([said.open, Object.keys(said.entries)]).toEqual([true, ['arm', 'leg']]);
  });
});
