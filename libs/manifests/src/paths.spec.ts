import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPath } from './paths.js';

describe('a listed path', () => {
  it.each([
    ['a/b.mov', 'a/b.mov'],
    ['./a//b/./c', 'a/b/c'],
    ['a\\b', 'a\\b'],
    ['...', '...'],
    ['a..b/..c', 'a..b/..c'],
    [' ', ' '],
    ['ab:c', 'ab:c'],
  ])('%j is %j in the ledger', (listed, path) => {
    expect(readPath(listed)).toEqual({ ok: true, path });
  });

  it.each([
    ['', 'the path is empty'],
    ['a\0', 'the path holds a NUL character'],
    ['\udc00', 'the path holds an unpaired surrogate'],
    ['/a', 'the path is absolute'],
    ['\\a', 'the path is absolute'],
    ['d:\\a', 'the path starts with a drive letter'],
    ['https://example.invalid/a', 'the path is a URL'],
    ['./\\a', 'the path is absolute'],
    ['.//c:a', 'the path starts with a drive letter'],
    ['a/..', 'the path holds a ".." segment'],
    ['a\\..\\b', 'the path holds a ".." segment'],
    ['a/', 'the path names a folder'],
    ['a/.', 'the path names a folder'],
    ['.', 'the path names a folder'],
  ])('%j is refused: %s', (listed, reason) => {
    expect(readPath(listed)).toEqual({ ok: false, reason });
  });

  it('never leaves the package, and is a fixed point, whatever is listed', () => {
    const segment = fc.constantFrom('..', '.', '', 'a', 'b c', 'é', '\\', '\\..', 'C:', '~');
    fc.assert(
      fc.property(
        fc.array(segment).map((segments) => segments.join('/')),
        (listed) => {
          const reading = readPath(listed);
          if (!reading.ok) return;
          expect(readPath(reading.path)).toEqual(reading);
          const segments = reading.path.split(/[/\\]/);
          expect(segments).not.toContain('..');
          expect(reading.path).not.toMatch(/^[/\\]|^[A-Za-z]:|\/\/|\/$/);
        },
      ),
    );
  });
});
