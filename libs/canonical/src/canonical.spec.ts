import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { canonicalJson, CLEARANCE_NAMESPACE, contentDigestOf, sha256Hex, uuidFrom } from './index.js';

/** Any character there may be: no half of a surrogate pair. */
const character = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));

describe('name-based UUIDs', () => {
  it('are those that RFC 9562 gives for the namespace and the parts with their lengths', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: character }), { minLength: 1, maxLength: 5 }), (parts) => {
        const name = parts.map((part) => `${part.length}:${part}`).join('|');
        expect(uuidFrom(...parts)).toBe(v5(name, CLEARANCE_NAMESPACE));
      }),
      { numRuns: 300 },
    );
  });

  it('never change: stored events are known by them', () => {
    expect(uuidFrom('fact', 'nightfall', '/hooks/nuke', 'sh020@1')).toBe('8bde8a50-d276-5708-8bad-a6fb53fa14c0');
  });

  it('tell parts apart whose texts join to the same', () => {
    expect(uuidFrom('ab', 'c')).not.toBe(uuidFrom('a', 'bc'));
  });

  it('are not made of half a surrogate pair, which UTF-8 cannot say', () => {
    expect(() => uuidFrom('fact', '\ud83d')).toThrow(RangeError);
  });
});

describe('digests', () => {
  it('are SHA-256 in lower-case hex over UTF-8 or bytes', () => {
    const sum = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('Übergröße 🎬')).toBe(sum('Übergröße 🎬'));
    expect(sha256Hex(new Uint8Array([0, 255, 128]))).toBe(sum(new Uint8Array([0, 255, 128])));
  });

  it('E1: of a value are those of its one canonical text', () => {
    const value = { b: [1, 2.5, null], a: { é: 'x', e: undefined }, 'a b': true };
    expect(canonicalJson(value)).toBe('{"a":{"é":"x"},"a b":true,"b":[1,2.5,null]}');
    expect(contentDigestOf(value)).toBe(sha256Hex(canonicalJson(value)));
  });
});
