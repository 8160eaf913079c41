import { describe, expect, it } from 'vitest';
import { decisionText } from './decision.js';
import { clearsLine, findingLines, missingLine, pathLine } from './findings.js';
import { painter, printable } from './printable.js';
import { renderTable, type TableLook } from './table.js';

const plain = painter(false);
const columns = [
  { title: 'asset', value: (row: string[]) => row[0] ?? '' },
  { title: 'state', value: (row: string[]) => row[1] ?? '', state: true },
];
const rows = [
  ['sh010_comp_v003', 'temporary'],
  ['sky', 'clear'],
];
const look = (change: Partial<TableLook> = {}): TableLook => ({ terminal: true, columns: 80, paint: plain, ...change });

const finding = {
  rule: 'base-temporary-mark',
  outcome: 'deny',
  status: 'open',
  code: 'temporary-mark',
  root: 'sh010_bg_v002',
  message: 'sh010_bg_v002 is marked temporary: AI placeholder',
  path: ['sh010_comp_v003', 'sh010_bg_v002'],
  edges: ['component'],
  evidence: [{ stream: 'asset-nightfall/sh010_bg_v002', revision: 4 }],
  missing: null,
  clears: { message: 'A second person lifts the mark', anyOf: [] },
};

describe('tables', () => {
  it('are aligned for people', () => {
    expect(renderTable(columns, rows, look())).toBe(
      'asset            state\nsh010_comp_v003  temporary\nsky              clear\n',
    );
  });

  it('take the width they get from the widest column', () => {
    expect(renderTable(columns, rows, look({ columns: 22 }))).toBe(
      'asset        state\nsh010_comp…  temporary\nsky          clear\n',
    );
  });

  it('are tab-separated and whole for programs', () => {
    expect(renderTable(columns, rows, look({ terminal: false, columns: 10 }))).toBe(
      'asset\tstate\nsh010_comp_v003\ttemporary\nsky\tclear\n',
    );
  });

  it('colour states only where there are colours', () => {
    expect(renderTable(columns, rows, look({ paint: painter(true) }))).toContain('\u001b[31mtemporary');
    expect(renderTable(columns, rows, look())).not.toContain('\u001b');
  });

  it('of nothing are nothing', () => {
    expect(renderTable(columns, [], look())).toBe('');
  });
});

describe('names that are not ours', () => {
  it('cannot redraw the screen or turn the direction of writing', () => {
    expect(printable('sky\u001b[2K\u202egpj.exr\n')).toBe('sky\\u{1b}[2K\\u{202e}gpj.exr\\u{a}');
    expect(printable('Größe 天空')).toBe('Größe 天空');
  });
});

describe('lineage paths', () => {
  it('lead from the item to the root', () => {
    expect(pathLine(finding)).toBe('sh010_comp_v003 <-component- sh010_bg_v002');
  });

  it('keep both ends when they are long', () => {
    const path = Array.from({ length: 12 }, (_, at) => `a${at}`);
    const edges = path.slice(1).map(() => 'derivation');
    expect(pathLine({ path, edges }, 4)).toBe('a0 <-derivation- a1 … 8 more … <-derivation- a10 <-derivation- a11');
  });

  it('of one asset are that asset', () => {
    expect(pathLine({ path: ['sky'], edges: [] })).toBe('sky');
  });
});

describe('findings', () => {
  it('say rule, words, path, evidence and what clears them', () => {
    expect(findingLines(finding)).toEqual([
      'base-temporary-mark: sh010_bg_v002 is marked temporary: AI placeholder',
      '  path sh010_comp_v003 <-component- sh010_bg_v002',
      '  evidence asset-nightfall/sh010_bg_v002#4',
      '  clears A second person lifts the mark',
    ]);
  });

  it('without words list the steps', () => {
    const anyOf = [
      [{ kind: 'lift', asset: 'sky' }],
      [
        { kind: 'replace', asset: 'sky' },
        { kind: 'confirm', asset: 'comp' },
      ],
    ];
    expect(clearsLine({ clears: { anyOf } })).toBe('lift sky, or replace sky and confirm comp');
  });

  it('name what an approval lacks', () => {
    expect(missingLine({ missing: { territories: ['DE', 'AT'] } })).toBe('territories DE, AT');
  });
});

describe('a decision in words', () => {
  const decision = {
    id: 'dec_1',
    kind: 'check',
    decision: 'hold',
    delivery: 'ep101',
    position: '42',
    summary: { total: 3, held: 2 },
    policy: { id: 'base', version: '1' },
    problems: [{ code: 'missing-file', path: 'b.mov', message: 'b.mov is not in the package' }],
    items: [
      { path: 'a.mov', status: 'cleared', findings: [] },
      {
        path: 'comp.mov',
        asset: 'sh010_comp_v003',
        state: 'temporary',
        status: 'held',
        code: null,
        findings: [finding],
      },
      { path: 'x.mov', asset: null, state: null, status: 'held', code: 'unregistered', findings: [] },
    ],
  };

  it('names each held item, and no cleared one', () => {
    expect(decisionText(decision, plain)).toBe(
      [
        'hold  delivery ep101  check dec_1  2 of 3 items held  position 42  policy base 1',
        'missing-file: b.mov: b.mov is not in the package',
        '',
        'comp.mov  sh010_comp_v003  temporary',
        '  base-temporary-mark: sh010_bg_v002 is marked temporary: AI placeholder',
        '    path sh010_comp_v003 <-component- sh010_bg_v002',
        '    evidence asset-nightfall/sh010_bg_v002#4',
        '    clears A second person lifts the mark',
        '',
        'x.mov  no asset  unregistered',
        '  no asset has these bytes; ingest the file, with what it was made from',
        '',
      ].join('\n'),
    );
  });

  it('an item with a status this version does not know is shown as held', () => {
    const odd = { ...decision, items: [{ path: 'a.mov', status: 'perhaps', code: 'brand-new' }], problems: [] };
    expect(decisionText(odd, plain)).toContain('held for a reason this version does not know');
  });
});
