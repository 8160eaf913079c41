import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openReadModelWriter } from '../database.js';
import { Projector } from '../projector.js';
import {
  comp,
  deliveryOpened,
  marked,
  modelOf,
  plate,
  productionOpened,
  rebuilt,
  released,
  rowsOf,
  TestModel,
} from '../testing/index.js';
import { digestOf, NotAtRest } from './digest.js';
import { RowSum } from './row-sum.js';

const ep1 = () => [productionOpened(), plate('a'), comp('b', ['a']), deliveryOpened('ep1'), released('ep1', ['b'])];
const differing = (one: ReturnType<typeof digestOf>, two: ReturnType<typeof digestOf>) =>
  one.tables.filter(({ name, digest }) => two.tables.find((each) => each.name === name)?.digest !== digest);

describe('the digest of a read model', () => {
  it('P1: is the same however the log came in, and of a rebuild', () => {
    const model = modelOf(...ep1());
    const at = openReadModelWriter(':memory:');
    const projector = new Projector(at);
    projector.confirm('log', null);
    projector.apply(model.log);
    while (projector.settle().more);
    model.projector.confirm('log', null);
    const digest = digestOf(model.db);
    expect(digestOf(at)).toEqual(digest);
    expect(digestOf(rebuilt(model.log))).toEqual(digest);
    expect(digest).toMatchObject({ logId: 'log', position: model.log.length, engine: 1 });
  });

  it('counts and covers every row that is promised', () => {
    const model = modelOf(...ep1());
    const rows = rowsOf(model.db);
    const { tables } = digestOf(model.db);
    expect(tables.map(({ name, rows: count }) => [name, count])).toEqual(
      Object.entries(rows).map(([name, { length }]) => [name, length]),
    );
    expect(tables.find(({ name }) => name === 'content')?.rows).toBe(2);
  });

  it.each([
    ["UPDATE content SET state = 'clear ' WHERE display = 'a'", 'content'],
    ['DELETE FROM edge', 'edge'],
    ["UPDATE asset SET name = NULL WHERE id = 'a'", 'asset'],
    ["INSERT INTO assignment VALUES ('nightfall', 'item', 'owner')", 'assignment'],
  ])('tells which table differs: %s', (statement, table) => {
    const [one, two] = [modelOf(...ep1()), modelOf(...ep1())];
    expect(differing(digestOf(one.db), digestOf(two.db))).toEqual([]);
    two.db.raw.exec(statement);
    expect(differing(digestOf(one.db), digestOf(two.db)).map(({ name }) => name)).toEqual([table]);
  });

  it('is none while states are to be evaluated, or a concern is to be announced', () => {
    const model = new TestModel();
    model.tellUnsettled(...ep1());
    expect(() => digestOf(model.db)).toThrow(NotAtRest);
    model.settle();
    digestOf(model.db);
    model.tell(marked('a'));
    expect(() => digestOf(model.db)).toThrow('a concern is still to be announced');
  });
});

describe('a sum of digests', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest();

  it('is the sum modulo 2^256, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 40 }), (texts) => {
        const sum = new RowSum();
        for (const text of texts) sum.add(sha256(text));
        const other = new RowSum();
        for (const text of texts.toReversed()) other.add(sha256(text));
        const expected = texts.reduce((total, text) => total + BigInt(`0x${sha256(text).toString('hex')}`), 0n);
        expect(sum.toString()).toBe((expected % 2n ** 256n).toString(16).padStart(64, '0'));
        expect(other.toString()).toBe(sum.toString());
        expect(sum.rows).toBe(texts.length);
      }),
    );
  });

  it('carries before a number is too large to be exact', () => {
    const sum = new RowSum();
    const most = Buffer.alloc(32, 0xff);
    const times = 2 ** 20 + 3;
    for (let n = 0; n < times; n += 1) sum.add(most);
    const expected = (BigInt(times) * (2n ** 256n - 1n)) % 2n ** 256n;
    expect(sum.toString()).toBe(expected.toString(16).padStart(64, '0'));
  });
});
