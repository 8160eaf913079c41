import { isMet, ratioOf, type Figure } from './figure.js';

/** The figures as a table for a terminal. */
export function tableOf(figures: readonly Figure[], scale: string): string {
  const rows = [
    ['figure', 'measured', 'yardstick', 'ratio', 'goal', ''],
    ...figures.map((figure) => [
      figure.name,
      `${numberText(figure.measured)} ${figure.unit}`,
      figure.yardstick === null ? '' : `${numberText(figure.yardstick.value)} ${figure.unit}`,
      ratioText(figure),
      goalText(figure),
      verdictText(isMet(figure, scale)),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  return `${lines.join('\n')}\n\n${notesOf(figures)}\n`;
}

function notesOf(figures: readonly Figure[]): string {
  return figures
    .map(({ name, yardstick, note }) => `${name}: ${note}${yardstick === null ? '' : ` Yardstick: ${yardstick.what}.`}`)
    .join('\n');
}

function ratioText(figure: Figure): string {
  const ratio = ratioOf(figure);
  return ratio === null ? '' : ratio.toFixed(2);
}

function goalText({ goal, unit }: Figure): string {
  if (goal === null) return '';
  if (goal.kind === 'at-most') return `<= ${numberText(goal.value)} ${unit}`;
  if (goal.kind === 'at-least') return `>= ${numberText(goal.value)} ${unit}`;
  return `${goal.kind === 'ratio-at-least' ? '>=' : '<='} ${goal.value}x`;
}

const verdictText = (met: boolean | null): string => (met === null ? '-' : met ? 'met' : 'MISSED');

/** Three significant digits, thousands apart. */
export function numberText(value: number): string {
  return value >= 1_000
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
