import { describe, expect, it } from 'vitest';
import { holds, printsAs } from './expected.js';
import { readPage } from './page.js';

describe('what a page shows', () => {
  it('is compared line by line, with … for what differs', () => {
    expect(printsAs(['check chk_…  held', '2'], 'check chk_12ab  held\n2\n')).toBe(true);
    expect(printsAs(['check chk_…  held'], 'check chk_12ab  cleared\n')).toBe(false);
    expect(printsAs(['a'], 'a\nb\n')).toBe(false);
    expect(printsAs(['a', 'b'], 'a\n')).toBe(false);
    expect(printsAs([], 'something\n')).toBe(false);
  });

  it('leaves out lines where … stands alone', () => {
    expect(printsAs(['a', '…', 'z'], 'a\nb\nc\nz\n')).toBe(true);
    expect(printsAs(['a', '…', 'z'], 'a\nz\n')).toBe(true);
    expect(printsAs(['a', '…'], 'a\nb\n')).toBe(true);
    expect(printsAs(['a', '…', 'z'], 'a\nb\n')).toBe(false);
  });

  it('is a part of the JSON answered, in which lists are whole', () => {
    const answer = { state: 'clear', at: '2026-11-23', inputs: [{ asset: 'a', kind: 'component' }], more: 1 };
    expect(holds(answer, { state: 'clear', at: '…', inputs: [{ asset: 'a' }] })).toBe(true);
    expect(holds(answer, { state: 'temporary' })).toBe(false);
    expect(holds(answer, { inputs: [] })).toBe(false);
    expect(holds(answer, { absent: '…' })).toBe(false);
    expect(holds(answer, { more: null })).toBe(false);
  });
});

describe('the blocks of a page', () => {
  const fenced = (language: string, ...lines: string[]) => ['```' + language, ...lines, '```'].join('\n');

  it('are steps in their order', () => {
    const page = readPage(
      [fenced('sh', 'a=1'), fenced('console', '$ echo $a', '1', '$ false'), fenced('json', '{}')].join('\n\n'),
    );
    expect(page.faults).toEqual([]);
    expect(page.steps).toEqual([
      { kind: 'script', line: 1, script: 'a=1' },
      { kind: 'command', line: 6, command: 'echo $a', prints: ['1'] },
      { kind: 'command', line: 8, command: 'false', prints: [] },
      { kind: 'json', line: 11, shown: '{}' },
    ]);
  });

  it('are left out only with a marker that says why', () => {
    const page = readPage(`<!-- not run: it takes a network -->\n\n${fenced('sh', 'npm ci')}`);
    expect(page).toEqual({ steps: [], notRun: [{ line: 3, reason: 'it takes a network' }], faults: [] });
  });

  it('are faults where they name no language, a strange one, or a strange marker', () => {
    expect(readPage(fenced('')).faults).toHaveLength(1);
    expect(readPage(fenced('python', 'print(1)')).faults).toHaveLength(1);
    expect(readPage(`<!-- runs: away -->\n${fenced('sh', 'a')}`).faults).toHaveLength(1);
    expect(readPage('<!-- not run: nothing follows -->\n\ntext').faults).toHaveLength(1);
    expect(readPage(fenced('json', '{}')).faults).toHaveLength(1);
    expect(readPage('```sh\nnever ends').faults).toHaveLength(1);
  });

  it('may be started or stopped by other means', () => {
    const page = readPage(
      `<!-- runs: start -->\n${fenced('console', '$ npm start', 'listening')}\n\n<!-- runs: stop -->\n\nDone.`,
    );
    expect(page.steps).toEqual([
      { kind: 'runs', line: 2, what: 'start', prints: ['listening'] },
      { kind: 'runs', line: 7, what: 'stop', prints: [] },
    ]);
  });
});
