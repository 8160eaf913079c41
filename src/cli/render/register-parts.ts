import { records, strings, text, type Json } from '../http/read.js';

/* Parts of what is shown of tools, vendors and consents. */

/** Where something is limited to productions, which they are. */
export function productionsOf(row: Json): string {
  return Array.isArray(row['productions']) ? ` for ${strings(row['productions']).join(' ')}` : '';
}

export function evidenceOf(row: Json): string {
  return records(row['evidence'])
    .map((evidence) => text(evidence['ref']))
    .join(' ');
}

/** `, changes by itself at …` */
export function untilOf(row: Json): string {
  const until = text(row['until']);
  return until === '' ? '' : `, until ${until}`;
}
