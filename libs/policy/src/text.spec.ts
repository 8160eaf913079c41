import { describe, expect, it } from 'vitest';
import { fillIn } from './text.js';

describe('filling in a sentence', () => {
  it('puts each value in the place of its name, wherever that stands', () => {
    expect(fillIn('{a} and {b2}, {a}', { a: 'x', b2: 'y' })).toBe('x and y, x');
  });

  it('leaves a name without a value as it is', () => {
    expect(fillIn('{a} {toString} {} {a b}', { b: 'x' })).toBe('{a} {toString} {} {a b}');
  });

  it('never searches a value for names', () => {
    expect(fillIn('{a}{b}', { a: '{b}', b: '$&' })).toBe('{b}$&');
  });

  it('shortens a value of more than 240 characters to 239 and an ellipsis', () => {
    expect(fillIn('{a}', { a: 'x'.repeat(240) })).toBe('x'.repeat(240));
    expect(fillIn('{a}', { a: 'x'.repeat(241) })).toBe(`${'x'.repeat(239)}…`);
  });

  it('never cuts a character in half', () => {
    expect(fillIn('{a}', { a: `${'x'.repeat(238)}😀y` })).toBe(`${'x'.repeat(238)}…`);
    expect(fillIn('{a}', { a: `${'x'.repeat(237)}😀yz` })).toBe(`${'x'.repeat(237)}😀…`);
    expect(fillIn('{a}', { a: `😀${'x'.repeat(239)}` })).toBe(`😀${'x'.repeat(237)}…`);
  });
});
