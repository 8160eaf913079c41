import { describe, expect, it } from 'vitest';
import {
  comp,
  derived,
  marked,
  modelOf,
  plate,
  retracted,
  retractionOf,
  stateOfText,
  type TestModel,
} from '../testing/index.js';

const cyclic = (model: TestModel) =>
  (
    model.db.q('SELECT display FROM content WHERE cycle IS NOT NULL ORDER BY display').all() as { display: string }[]
  ).map((row) => row.display);
const edge = (asset: string, input: string) => derived(asset, [{ asset: input, kind: 'component' }]);

describe('cycles (L1)', () => {
  it('make each member unknown, and what is made from one, and nothing else', () => {
    const model = modelOf(comp('a', ['b']), comp('b', ['c']), comp('c', ['a']), comp('cut', ['a']), plate('bystander'));
    expect(cyclic(model)).toEqual(['a', 'b', 'c']);
    expect(model.states()).toEqual({ a: 'unknown', b: 'unknown', c: 'unknown', cut: 'unknown', bystander: 'clear' });
  });

  it('pass nothing on inside, so that a mark on one member is not on the others', () => {
    const model = modelOf(comp('a', ['b']), comp('b', ['a']), marked('a'));
    const classes = (asset: string) => {
      const row = model.db.q('SELECT classes FROM content WHERE display = ?').get(asset) as { classes: string };
      return stateOfText(row.classes).classes.map(({ rule, root }) => `${rule} ${root}`);
    };
    expect(classes('b')).toEqual(['base-cycle b']);
    expect(classes('a')).toEqual(['base-cycle a', 'base-temporary-mark a']);
  });

  it('disappear when the edge that closed them is retracted, and what is left of them is found anew', () => {
    const closing = edge('c', 'a');
    const model = modelOf(
      plate('plate'),
      comp('a', ['b']),
      comp('b', ['c']),
      comp('c', ['plate']),
      edge('b', 'a'),
      closing,
    );
    expect(cyclic(model)).toEqual(['a', 'b', 'c']);
    model.tell(retractionOf('c', [closing]), retracted('c', [closing]));
    expect(cyclic(model)).toEqual(['a', 'b']);
    expect(model.states()).toMatchObject({ a: 'unknown', b: 'unknown', c: 'unknown' });
    model.tell(derived('c', [{ asset: 'plate', kind: 'component' }], 'yes', { id: 'anew' }));
    expect(model.state('c')).toBe('clear');
  });

  it('grow where two of them meet', () => {
    const model = modelOf(comp('a', ['b']), comp('b', ['a']), comp('c', ['d']), comp('d', ['c']));
    expect(cyclic(model)).toEqual(['a', 'b', 'c', 'd']);
    model.tell(edge('a', 'c'), edge('d', 'b'));
    const numbers = model.db.q('SELECT DISTINCT cycle FROM content').all();
    expect(numbers).toHaveLength(1);
  });

  it('keep ranks in order below them, so that everything is evaluated after what it was made from', () => {
    const model = modelOf(
      comp('top', ['middle']),
      comp('middle', ['a']),
      comp('a', ['b']),
      comp('b', ['a']),
      comp('b', ['deep'], { bytes: 'b2' }),
      plate('deep'),
    );
    const ranks = Object.fromEntries(
      (model.db.q('SELECT display, rank FROM content').all() as { display: string; rank: number }[]).map(
        ({ display, rank }) => [display, rank],
      ),
    );
    expect(ranks['top']!).toBeGreaterThan(ranks['middle']!);
    expect(ranks['middle']!).toBeGreaterThan(ranks['a']!);
    expect(ranks['a']).toBe(ranks['b']);
    expect(ranks['a']!).toBeGreaterThan(ranks['deep']!);
  });
});
