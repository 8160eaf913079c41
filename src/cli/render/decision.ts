import { record, records, text, type Json } from '../http/read.js';
import { findingLines, openFindings } from './findings.js';
import { printable, styleOf, type Paint } from './printable.js';

/** Held items shown to people; a report file holds them all. */
export const SHOWN_ITEMS = 200;

/** Items that are held, i.e. whose status is anything but `cleared`, or `overridden` where the decision names by what. */
export function heldItems(decision: Json): readonly Json[] {
  return records(decision['items']).filter((item) => item['status'] !== 'cleared' && !isOverridden(item, decision));
}

/** Items that were let through under a broken glass. */
export function overriddenItems(decision: Json): readonly Json[] {
  return records(decision['items']).filter((item) => isOverridden(item, decision));
}

function isOverridden(item: Json, decision: Json): boolean {
  return item['status'] === 'overridden' && records(decision['overrides']).length > 0;
}

/** A decision for people: the verdict, then each held item with rule, path, evidence and what clears it. */
export function decisionText(decision: Json, paint: Paint, most = SHOWN_ITEMS): string {
  const held = heldItems(decision);
  const lines = [headline(decision, paint), ...problemLines(decision)];
  for (const item of held.slice(0, most)) lines.push('', ...itemLines(item, paint));
  if (held.length > most)
    lines.push('', `… and ${held.length - most} more held items; --json or --format csv lists them all`);
  lines.push(...overrideLines(decision, paint, most));
  return `${lines.join('\n')}\n`;
}

/** `hold  delivery ep101-imf  check dec_…  1 of 412 items held  policy base 1`. */
function headline(decision: Json, paint: Paint): string {
  const verdict = text(decision['decision']) || 'undecided';
  const { total, held, overridden } = record(decision['summary']);
  const policy = record(decision['policy']);
  const parts = [
    paint(styleOf(verdict), printable(verdict)),
    `delivery ${text(decision['delivery'])}`,
    `${text(decision['kind']) || 'check'} ${text(decision['id'])}`,
    `${text(held)} of ${text(total)} items held`,
    text(overridden) === '' ? '' : `${text(overridden)} overridden`,
    `position ${text(decision['position'])}`,
    text(policy['id']) === '' ? '' : `policy ${text(policy['id'])} ${text(policy['version'])}`,
  ];
  return parts
    .filter(Boolean)
    .map((part, at) => (at === 0 ? part : printable(part)))
    .join('  ');
}

/** What went through under a broken glass is never shown as if it were cleared. */
function overrideLines(decision: Json, paint: Paint, most: number): string[] {
  const items = overriddenItems(decision);
  const lines = records(decision['overrides']).flatMap((override) => [
    '',
    paint('yellow', printable(`glass broken: ${text(override['approval'])} by ${text(override['by'])}`)),
    `  until ${printable(text(override['expiresAt']))}: ${printable(text(override['justification']))}`,
    `  ${text(override['items'])} items, ${printable(namedFindings(override))}`,
  ]);
  for (const item of items.slice(0, most)) lines.push('', ...itemLines(item, paint));
  return lines;
}

function namedFindings(override: Json): string {
  const named = records(override['findings']).map((finding) => `${text(finding['rule'])} ${text(finding['root'])}`);
  const more = Number(override['findingCount']) - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function problemLines(decision: Json): string[] {
  return records(decision['problems']).map((problem) => {
    const where = text(problem['path']);
    return printable(`${text(problem['code'])}: ${where === '' ? '' : `${where}: `}${text(problem['message'])}`);
  });
}

function itemLines(item: Json, paint: Paint): string[] {
  const code = text(item['code']);
  const asset = text(item['asset']);
  const state = text(item['state']);
  const head = [
    paint('bold', printable(text(item['path']) || asset)),
    printable([asset === '' ? 'no asset' : asset, state, code].filter(Boolean).join('  ')),
  ];
  const findings = openFindings(item['findings']);
  const body = findings.length > 0 ? findings.flatMap(findingLines) : [explain(code, item)];
  return [head.join('  '), ...body.map((line) => `  ${line}`)];
}

function explain(code: string, item: Json): string {
  const candidates = records(record(item['match'])['candidates']).map(
    (one) => `${text(one['asset'])} (${text(one['state'])})`,
  );
  const words = CODES[code] ?? 'held for a reason this version does not know';
  return printable(candidates.length > 0 ? `${words}: ${candidates.join(', ')}` : words);
}

const CODES: Readonly<Record<string, string>> = {
  unregistered: 'no asset has these bytes; ingest the file, with what it was made from',
  'bytes-unknown': 'the asset is known by name only; ingest its file',
  'digest-mismatch': 'the bytes are not those that are registered or listed',
  ambiguous: 'several assets answer to it',
  'weak-match-only': 'only a name or a non-cryptographic digest matches; check again with --root',
  'missing-file': 'the manifest lists it, the package does not hold it',
  'extra-file': 'the package holds it, no manifest lists it',
  'lineage-unknown': 'what it was made from is not stated',
  'failed-verification': 'the manifest itself says that its verification failed',
  'unreadable-manifest': 'the manifest cannot be read',
  'empty-manifest': 'the manifest lists nothing',
};
