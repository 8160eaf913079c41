import { EXIT, type ExitCode } from '../exit/index.js';
import { consentPath } from '../http/paths.js';
import { record, records, text, type Json } from '../http/read.js';
import { namedLine, shownLines } from '../render/lines.js';
import { printable, styleOf } from '../render/printable.js';
import type { Context, Operand } from '../session/index.js';
import { idOf } from './registers.js';

export async function showImpact(context: Context, _options: object, operand: Operand): Promise<ExitCode> {
  const id = idOf(operand);
  const client = await context.client();
  const { body } = await client.call('GET', `${consentPath(context.production, id)}/impact`);
  context.answer(body, () => impactText(context, id, record(body)));
  return EXIT.go;
}

function impactText(context: Context, id: string, impact: Json): string {
  const assets = records(impact['assets']);
  const total = Number(impact['total'] ?? assets.length);
  const state = (row: Json) => context.paint(styleOf(text(row['state'])), printable(text(row['state'])));
  return shownLines([
    `${restingWords(total)} on ${printable(id)}`,
    ...records(impact['deliveries']).map(
      (row) =>
        `  delivery   ${printable(text(row['delivery']))}  ${state(row)}${row['released'] === true ? '  holds it in a live release' : ''}`,
    ),
    ...assets.map(
      (row) =>
        `  asset      ${printable(text(row['asset']))}  ${state(row)}${row['cites'] === true ? '  cites it' : ''}`,
    ),
    namedLine('more', total > assets.length ? String(total - assets.length) : ''),
  ]);
}

function restingWords(total: number): string {
  if (total === 0) return 'nothing rests';
  return total === 1 ? '1 asset rests' : `${total} assets rest`;
}
