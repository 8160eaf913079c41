import { printable, styleOf, type Paint } from './printable.js';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Coloured by what it says (states, verdicts). */
  readonly state?: boolean;
}

export interface TableLook {
  /** A person looks: aligned and cut to the width. Otherwise tab-separated and whole, for other programs. */
  readonly terminal: boolean;
  readonly columns: number;
  readonly paint: Paint;
}

/** A table with a heading line; '' for no rows. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], look: TableLook): string {
  if (rows.length === 0) return '';
  const cells = rows.map((row) => columns.map((column) => printable(column.value(row))));
  if (!look.terminal) {
    return [columns.map((column) => column.title), ...cells].map((line) => `${line.join('\t')}\n`).join('');
  }
  const widths = fit(
    columns.map((column, at) => Math.max(column.title.length, ...cells.map((line) => (line[at] ?? '').length))),
    look.columns,
  );
  const heading = columns.map((column, at) => look.paint('dim', pad(column.title, widths[at] ?? 0))).join(GAP);
  const lines = cells.map((line) =>
    line
      .map((cell, at) => {
        const shown = pad(cell, widths[at] ?? 0);
        return columns[at]?.state === true ? look.paint(styleOf(cell), shown) : shown;
      })
      .join(GAP),
  );
  return [heading, ...lines].map((line) => `${line.trimEnd()}\n`).join('');
}

const GAP = '  ';
const NARROWEST = 8;

/** Takes width from the widest column until the line fits, or nothing more can be taken. */
function fit(widths: readonly number[], room: number): number[] {
  const fitted = [...widths];
  let over = fitted.reduce((sum, width) => sum + width, 0) + GAP.length * (fitted.length - 1) - room;
  while (over > 0) {
    const widest = Math.max(...fitted);
    if (widest <= NARROWEST) break;
    const at = fitted.indexOf(widest);
    fitted[at] = widest - 1;
    over -= 1;
  }
  return fitted;
}

function pad(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text.padEnd(width);
}
