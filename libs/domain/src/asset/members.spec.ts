import { sha256Hex } from '@clearance/canonical';
import { describe, expect, it } from 'vitest';
import { bytes, givenPlate, member, members, OTHER_SHA, registered, SHA } from '../testing/asset.js';
import { said } from '../testing/given.js';
import { digestsOf, isRegistered, membersOf, membersRoot } from './members.js';

const HELLO = sha256Hex('hello\n');
const WORLD = sha256Hex('world\n');

describe('membersRoot', () => {
  it('is the sha256 of what sha256sum *.exr | LC_ALL=C sort -k2 prints', () => {
    const printed = `${HELLO}  a.1001.exr\n${WORLD}  a.1002.exr\n`;
    expect(membersRoot([member('a.1002.exr', WORLD), member('a.1001.exr', HELLO)])).toBe(sha256Hex(printed));
  });

  it('agrees with GNU coreutils on five real files', () => {
    const hi = sha256Hex('hi\n');
    const files = [
      member('a.1002.exr', WORLD),
      member('ä.exr', hi),
      member('a.1001.exr', HELLO),
      member('x\\y.exr', HELLO),
      member('B.exr', HELLO),
    ];
    expect(membersRoot(files)).toBe('2da8685690137aa9e9f2efd66f0e5bb1d98d8771b76e925b33d71f1ac73e8c80');
  });

  it('sorts names by bytes, not by UTF-16 units or by locale', () => {
    const names = ['b.exr', 'B.exr', 'a_1.exr', 'a.1.exr', '\uffee.exr', '\u{1f600}.exr', 'ä.exr'];
    const sorted = ['B.exr', 'a.1.exr', 'a_1.exr', 'b.exr', 'ä.exr', '\uffee.exr', '\u{1f600}.exr'];
    const printed = sorted.map((name) => `${HELLO}  ${name}\n`).join('');
    expect(membersRoot(names.map((name) => member(name, HELLO)))).toBe(sha256Hex(printed));
  });

  it('escapes names as sha256sum does', () => {
    expect(membersRoot([member('a\\b\n.exr', HELLO)])).toBe(sha256Hex(`\\${HELLO}  a\\\\b\\n.exr\n`));
    expect(membersRoot([member('a\rb', HELLO)])).toBe(sha256Hex(`\\${HELLO}  a\\rb\n`));
  });

  it('is unknown where a member has no sha256, and where there is none', () => {
    expect(membersRoot([member('a', HELLO), { name: 'b', size: 1, digests: { md5: 'a'.repeat(32) } }])).toBeNull();
    expect(membersRoot([])).toBeNull();
  });
});

describe('digestsOf', () => {
  it('joins what was said of the whole', () => {
    const md5 = '1'.repeat(32);
    expect(digestsOf(givenPlate(bytes({ sha256: SHA }), bytes({ md5 })).state)).toEqual({ sha256: SHA, md5 });
  });

  it('names no algorithm of which nothing is known', () => {
    expect(Object.keys(digestsOf(givenPlate(bytes({ sha256: SHA, md5: undefined })).state))).toEqual(['sha256']);
  });

  it('has the root of the members once all parts are there, whatever their order', () => {
    const [one, two] = [members([member('a', HELLO)], 1, 2), members([member('b', WORLD)], 2, 2)];
    const root = membersRoot([member('a', HELLO), member('b', WORLD)]);
    expect(digestsOf(givenPlate(two).state)).toEqual({});
    expect(digestsOf(givenPlate(two, one).state)).toEqual({ sha256: root });
    expect(digestsOf(givenPlate(one, two).state)).toEqual({ sha256: root });
  });

  it('L4: parts of one list come from one source', () => {
    const halves = [
      members([member('a', HELLO)], 1, 2),
      said(members([member('b', WORLD)], 2, 2), { source: '/other' }),
    ];
    expect(digestsOf(givenPlate(...halves).state)).toEqual({});
  });
});

describe('membersOf', () => {
  it('is null where no members were named', () => {
    expect(membersOf(givenPlate(bytes()).state)).toBeNull();
  });

  it('prefers a complete list to a longer one', () => {
    const long = said(members([member('a', HELLO), member('b', WORLD)], 1, 2), { source: '/other' });
    const whole = members([member('a', HELLO)]);
    expect(membersOf(givenPlate(long, whole).state)).toEqual({ members: [member('a', HELLO)], complete: true });
    expect(membersOf(givenPlate(long).state)?.complete).toBe(false);
  });

  it('counts a part that was said twice once, as it was said first', () => {
    const part = members([member('a', HELLO, 3)]);
    expect(membersOf(givenPlate(part, members([member('a', HELLO, 4)])).state)?.members).toEqual([
      member('a', HELLO, 3),
    ]);
  });

  it('is the longest list while none is complete, in the order of its parts', () => {
    const short = said(members([member('x', HELLO)], 1, 9), { source: '/other' });
    const [third, first] = [
      members([member('c', HELLO)], 3, 4),
      members([member('a', HELLO), member('b', WORLD)], 1, 4),
    ];
    for (const facts of [
      [short, third, first],
      [third, first, short],
    ]) {
      expect(membersOf(givenPlate(...facts).state)).toEqual({
        members: [member('a', HELLO), member('b', WORLD), member('c', HELLO)],
        complete: false,
      });
    }
  });
});

describe('isRegistered', () => {
  it('I4: takes a fact of the asset itself, any', () => {
    expect(isRegistered(givenPlate().state)).toBe(false);
    expect(isRegistered(givenPlate(bytes()).state)).toBe(true);
    expect(isRegistered(givenPlate(registered()).state)).toBe(true);
  });

  it('I4: the record of a refusal registers nothing', () => {
    const conflict = { known: { sha256: SHA }, given: { sha256: OTHER_SHA }, refused: 'd9' };
    expect(isRegistered(givenPlate({ type: 'digest-conflict-reported', data: conflict }).state)).toBe(false);
  });
});
