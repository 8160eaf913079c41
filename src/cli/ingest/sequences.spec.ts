import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rejection, type Candidate } from './candidates.js';
import { checksumText, gatherSequences } from './sequences.js';

const file = (path: string): Candidate => ({ kind: 'file', path, file: `/pkg/${path}`, size: 1, listed: null });

const hash = (content: string) => createHash('sha256').update(content).digest('hex');

describe('gathering image sequences', () => {
  it('puts frames together that differ in their number only', () => {
    const gathered = gatherSequences(['r/sh010.1001.exr', 'r/sh010.1002.exr', 'r/notes.txt'].map(file));
    expect(gathered).toMatchObject([
      {
        kind: 'sequence',
        path: 'r/sh010.####.exr',
        plainPath: 'r/sh010.exr',
        frames: [{ frame: 1001 }, { frame: 1002 }],
      },
      { kind: 'file', path: 'r/notes.txt' },
    ]);
  });

  it.each([
    ['a single frame', ['sh010.1001.exr']],
    ['frames of two folders', ['a/sh010.1001.exr', 'b/sh010.1002.exr']],
    ['numbers of two widths', ['sh010.999.exr', 'sh010.1000.exr']],
    ['two versions', ['sh010_v001.exr', 'sh020_v001.exr']],
    ['movies', ['A002C006.0001.mov', 'A002C006.0002.mov']],
  ])('%s stay files', (_what, paths) => {
    expect(gatherSequences(paths.map(file)).map((candidate) => candidate.kind)).toEqual(paths.map(() => 'file'));
  });

  it('frames named by their number alone take the name of their folder', () => {
    expect(gatherSequences(['sh010/1001.dpx', 'sh010/1002.dpx'].map(file))).toMatchObject([
      { path: 'sh010/####.dpx', plainPath: 'sh010/sh010.dpx' },
    ]);
  });

  it('what was rejected stays rejected', () => {
    const rejected = rejection('failed', 'sh010.1003.exr', 'unreadable-input', 'EACCES');
    expect(gatherSequences([file('sh010.1001.exr'), rejected])).toEqual([file('sh010.1001.exr'), rejected]);
  });

  it('the digest is that of what sha256sum prints, sorted by bytes', () => {
    const text = checksumText([
      { name: 'b.1002.exr', sha256: hash('two') },
      { name: 'B.1001.exr', sha256: hash('one') },
    ]);
    expect(text).toBe(`${hash('one')}  B.1001.exr\n${hash('two')}  b.1002.exr\n`);
  });
});
