import { EXIT, usageError, type ExitCode } from '../exit/index.js';
import { record, records, strings, text, type Json } from '../http/read.js';
import { readPackName } from '../policy/adoption.js';
import { printable, styleOf } from '../render/printable.js';
import { shownLines } from '../render/lines.js';
import type { Context, Operand } from '../session/index.js';

/** Stands for the base rules alone. */
const BASE = 'base';
/** Assets shown to people; --json has all that the ledger lists. */
const SHOWN = 100;

/** `policy diff [from] to`: packs joined by commas; what is in force unless two are named. */
export async function diffPolicies(context: Context, _options: object, operand: Operand): Promise<ExitCode> {
  const sides = Array.isArray(operand) ? operand : [operand ?? ''];
  if (sides.length < 1 || sides.length > 2 || sides.includes(''))
    throw usageError(
      'name one policy, or two',
      'ID@VERSION, several joined by commas, or "base" for the base rules alone.',
    );
  const to = sides.at(-1)!;
  const from = sides.length === 2 ? sides[0] : undefined;
  const client = await context.client();
  const json = {
    production: context.production,
    ...(from === undefined ? {} : { from: packsOf(from) }),
    to: packsOf(to),
  };
  const { body } = await client.call('POST', '/v1/policies/diff', { json });
  context.answer(body, () => diffText(context, from ?? 'what is in force', to, record(body)));
  return EXIT.go;
}

function packsOf(side: string): object[] {
  return side === BASE ? [] : side.split(',').map((name) => readPackName(name.trim()));
}

function diffText(context: Context, from: string, to: string, diff: Json): string {
  const assets = records(diff['assets']);
  const { evaluated, changed } = record(diff['summary']);
  const state = (name: string) => context.paint(styleOf(name), printable(name));
  const rules = (row: Json) => printable(strings(row['rules']).join(' '));
  return shownLines([
    `${Number(changed)} of ${Number(evaluated)} assets would change from ${printable(from)} to ${printable(to)}`,
    ...records(diff['deliveries']).map(
      (row) => `  delivery   ${printable(text(row['delivery']))}  ${state(text(row['state']))}  ${rules(row)}`,
    ),
    ...assets
      .slice(0, SHOWN)
      .map(
        (row) =>
          `  asset      ${printable(text(row['asset']))}  ${state(text(row['from']))} -> ${state(text(row['to']))}  ${rules(row)}`,
      ),
    assets.length > SHOWN ? `  and ${Number(changed) - SHOWN} more; --json lists them` : '',
  ]);
}
