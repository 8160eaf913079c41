import { isRecord, records, text, type Json } from '../http/read.js';
import { namedLine, shownLines } from './lines.js';
import { printable, styleOf, type Paint } from './printable.js';
import { evidenceOf, productionsOf, untilOf } from './register-parts.js';

/** A tool with all that was said of it. */
export function toolText(paint: Paint, tool: Json): string {
  const state = text(tool['state']);
  return shownLines([
    `${printable(text(tool['id']))}  ${paint(styleOf(state), printable(state))}  ${printable(text(tool['name']))}`,
    namedLine('supplier', text(tool['supplier'])),
    ...records(tool['classifications']).map((row) =>
      namedLine(
        'class',
        `${text(row['version'])} ${text(row['mode'])}  ${text(row['class'])}  since ${text(row['from']) || 'ever'}  by ${text(row['by'])}`,
      ),
    ),
    ...records(tool['termsReviews']).map((row) => namedLine('terms', `${termsText(row)}  by ${text(row['by'])}`)),
    ...records(tool['standings']).map((row) =>
      namedLine(text(row['state']), `from ${text(row['from'])}  by ${text(row['by'])}: ${text(row['reason'])}`),
    ),
  ]);
}

/** How a tool is classed and under which terms it is used, for the version, mode and time that were asked about. */
export function classificationText(answer: Json): string {
  const mode = text(answer['mode']);
  const asked = [text(answer['tool']), text(answer['version']), mode === '' ? '(mode not stated)' : mode].join(' ');
  const { terms, suspended } = answer;
  const unknown = suspended === true ? 'not known: the tool is suspended' : 'not known';
  return shownLines([
    printable(`${asked}  ${text(answer['class']) || 'not classed'}  at ${text(answer['at'])}${untilOf(answer)}`),
    namedLine('terms', isRecord(terms) ? termsText(terms) : unknown),
    ...records(answer['basis']).map((row) =>
      namedLine(
        'basis',
        `${text(row['stream'])}#${text(row['revision'])}  ${text(row['type'])}  by ${text(row['by'])}`,
      ),
    ),
  ]);
}

function termsText(terms: Json): string {
  const said = [
    `processed ${placeOf(text(terms['processing']))}`,
    `enterprise agreement ${text(terms['enterpriseAgreement'])}`,
    `keeps ${text(terms['storesIO'])}`,
    `trains ${text(terms['trainsOnIO'])}`,
  ];
  return `${text(terms['tier'])}  since ${text(terms['from'])}${productionsOf(terms)}  ${said.join(', ')}  ${evidenceOf(terms)}`;
}

function placeOf(processing: string): string {
  return processing === 'local' ? 'locally' : `by the ${processing}`;
}
