import { compilePack } from './compile.js';
import type { PackDocument } from './format.js';

/**
 * The rules of a pack as a table in Markdown, for its page in the documentation. Follows from the pack alone, so that a page
 * can be held against it.
 */
export function rulesTable(pack: PackDocument): string {
  const rows = compilePack(pack).rules.map(({ rule, head }) => [
    `\`${rule.id}\``,
    rule.title + (rule.hint ? ' (hint)' : ''),
    rule.outcome,
    rule.source.section,
    rule.each === undefined ? '' : `each ${rule.each}`,
    rule.at,
    rule.travels,
    head.clears.message,
  ]);
  return tableOf(['rule', 'what it finds', 'outcome', 'section', 'for', 'judged', 'travels', 'what clears it'], rows);
}

/** The facts of a pack, each with the values it may have; `unknown` may always be said. */
export function factsTable(pack: PackDocument): string {
  const rows = Object.entries(pack.facts).flatMap(([group, { list, from, fields }]) =>
    Object.entries(fields).map(([name, field]) => [
      `\`${group}${list === undefined ? '' : '[]'}.${name}\``,
      field.title ?? '',
      field.values?.join(', ') ?? field.type ?? '',
      [
        ...(field.state === true ? ['state'] : []),
        ...(field.favourableNeeds === undefined ? [] : ['favourable with evidence']),
        ...(field.impliedBy === undefined ? [] : ['implied by the class']),
        ...(from === undefined ? [] : [`register: ${from}`]),
      ].join(', '),
    ]),
  );
  return tableOf(['fact', 'what it says', 'values, favourable first', ''], rows);
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell + ' '.repeat(widths[column]! - cell.length)).join(' | ')} |`;
  const [first, ...others] = cells;
  return [line(first!), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...others.map(line)].join('\n');
}
