import { isRecord, records, text, type Json } from '../http/read.js';
import { namedLine, shownLines } from './lines.js';
import { printable } from './printable.js';

/** The packs in force in a production. */
export function policyText(policy: Json): string {
  const packs = records(policy['packs']);
  const base = isRecord(policy['base']) ? policy['base'] : {};
  return shownLines([
    printable(`${text(policy['production'])} is judged by ${[base, ...packs].map(nameOf).join(', ')}`),
    ...packs.flatMap((pack) => (isRecord(pack['switches']) ? switchLines(pack, pack['switches']) : [])),
    namedLine('adopted', [text(policy['adoptedAt']), text(policy['adoptedBy'])].filter(Boolean).join('  ')),
    namedLine('reason', text(policy['reason'])),
    namedLine('digest', text(policy['digest'])),
    ...(Array.isArray(policy['faults']) ? policy['faults'] : []).map((fault) => namedLine('fault', text(fault))),
  ]);
}

/** One version of a pack, with its rules. */
export function packText(detail: Json): string {
  const pack = isRecord(detail['pack']) ? detail['pack'] : {};
  const published =
    detail['builtIn'] === true ? 'with the ledger' : `${text(detail['publishedAt'])}  ${text(detail['publishedBy'])}`;
  const tests = records(detail['tests']).length;
  return shownLines([
    printable(`${nameOf(detail)}  ${text(detail['title'])}`),
    namedLine('notice', text(pack['notice']).trim()),
    namedLine('published', published),
    namedLine('digest', text(detail['digest'])),
    namedLine('tests', tests === 0 ? '' : String(tests)),
    ...Object.entries(isRecord(pack['switches']) ? pack['switches'] : {}).map(([name, entry]) =>
      namedLine('switch', `${name}  ${isRecord(entry) && entry['default'] === true ? 'on' : 'off'}`),
    ),
    ...records(pack['rules']).map((rule) =>
      namedLine(text(rule['outcome']), [text(rule['id']), text(rule['title'])].filter(Boolean).join('  ')),
    ),
  ]);
}

function switchLines(pack: Json, switches: Json): string[] {
  return Object.entries(switches).map(([name, on]) =>
    namedLine('switch', `${text(pack['id'])}.${name}  ${on === true ? 'on' : 'off'}`),
  );
}

function nameOf(pack: Json): string {
  return `${text(pack['id'])}@${text(pack['version'])}`;
}
