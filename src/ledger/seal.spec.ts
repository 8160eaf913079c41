import { expect, it } from 'vitest';
import { Seal } from './seal.js';

it('a read model that is to rest at a point reads up to there and no further', () => {
  const seal = new Seal();
  expect(seal.most(10, 1000)).toBe(1000);
  seal.ask(15);
  expect([seal.most(10, 1000), seal.most(10, 3), seal.most(15, 1000)]).toEqual([5, 3, 0]);
  seal.lift();
  expect(seal.most(15, 1000)).toBe(1000);
});

it('says once that it is there, and not before everything is evaluated', () => {
  const seal = new Seal();
  seal.ask(15);
  expect([seal.reached(14, true), seal.reached(15, false)]).toEqual([null, null]);
  expect([seal.reached(15, true), seal.reached(15, true)]).toEqual([15, null]);
  seal.ask(15);
  expect(seal.reached(15, true)).toBe(15);
});

it('is not waited for at a point that lies behind: that is said, and it goes on', () => {
  const seal = new Seal();
  seal.ask(9);
  expect(seal.most(10, 1000)).toBe(1000);
  expect(seal.reached(10, false)).toBe(9);
  expect(seal.most(11, 1000)).toBe(1000);
});
