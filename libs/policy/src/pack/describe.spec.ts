import { describe, expect, it } from 'vitest';
import { edited, SMALL_PACK } from '../testing/small-pack.js';
import { factsTable, rulesTable } from './describe.js';
import { loadPack } from './load.js';

function packOf(text: string) {
  const loaded = loadPack(text);
  if (!loaded.ok) throw new TypeError(JSON.stringify(loaded.faults));
  return loaded.pack;
}
const lines = (table: string) => table.split('\n');
const cells = (table: string) =>
  lines(table).map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trimEnd()),
  );

describe('the rules of a pack as a table', () => {
  it('has a row for each rule, as the pack has them', () => {
    expect(cells(rulesTable(packOf(SMALL_PACK)))).toEqual([
      ['rule', 'what it finds', 'outcome', 'section', 'for', 'judged', 'travels', 'what clears it'],
      [expect.stringMatching(/^-+$/), ...Array.from({ length: 7 }, () => expect.stringMatching(/^-+$/))],
      ['`R1`', 'Generated', 'approval', 'one', '', 'both', 'content', 'Counsel agrees'],
      ['`R2`', 'Seen', 'deny', 'two', 'each person', 'now', 'rights', expect.any(String)],
    ]);
  });

  it('marks a hint, and keeps a bar in a text from ending its cell', () => {
    const text = edited('    title: Generated\n', '    title: Made | grown\n    hint: true\n');
    const hint = text.replace('    outcome: approval\n', '    outcome: notice\n').replace(/ {4}clears: .*\n/, '');
    expect(cells(rulesTable(packOf(hint)))[2]!.slice(0, 3)).toEqual(['`R1`', 'Made \\| grown (hint)', 'notice']);
  });

  it('lines its columns up, each as wide as its widest cell', () => {
    const table = lines(rulesTable(packOf(SMALL_PACK)));
    expect(new Set(table.map((line) => line.length)).size).toBe(1);
    expect(table[1]!.startsWith('| ---- | ------------- | -------- |')).toBe(true);
    expect(table[2]!.startsWith('| `R1` | Generated     | approval |')).toBe(true);
  });
});

describe('the facts of a pack as a table', () => {
  it('names each with its values, and what is special about it', () => {
    expect(cells(factsTable(packOf(SMALL_PACK))).slice(2)).toEqual([
      ['`asset.genai`', '', 'none, assistive, partial, full', ''],
      ['`asset.stage`', '', 'temporary, candidate, deliverable', 'state, implied by the class'],
      ['`asset.size`', '', 'number', ''],
      ['`asset.made`', '', 'time', ''],
      ['`asset.regions`', '', 'words', ''],
      ['`asset.note`', '', 'text', ''],
      ['`asset.owner`', '', 'us, them', 'favourable with evidence'],
      ['`use.prominence`', '', 'none, incidental, key', ''],
      ['`tool.trains`', '', 'no, yes', 'register: tool'],
      ['`vendor.assessed`', '', 'pass, fail', 'register: vendor'],
      ['`person[].who`', '', 'text', ''],
      ['`person[].seen`', '', 'no, yes', ''],
      ['`person[].consent`', '', 'text', ''],
      ['`consent.state`', '', 'granted, none, withdrawn', 'register: consent'],
      ['`consent.regions`', '', 'words', 'register: consent'],
    ]);
  });

  it('has a head, says what a fact is called, and leaves an empty column three dashes', () => {
    const text = edited('size: {type: number}', 'size: {type: number, title: Width | height}');
    const table = factsTable(packOf(text));
    expect(cells(table)[0]).toEqual(['fact', 'what it says', 'values, favourable first', '']);
    expect(cells(table)[4]).toEqual(['`asset.size`', 'Width \\| height', 'number', '']);
    const plain = lines(factsTable(packOf(SMALL_PACK)))[1]!;
    expect(plain.split(' | ')[1]).toBe('-'.repeat('what it says'.length));
  });
});
