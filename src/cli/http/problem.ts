import { slugOf, type Problem } from '../exit/errors.js';
import { isRecord, records, text, type Json } from './read.js';

/** The problem a non-success carries. An answer that is no problem document (a proxy's page, say) becomes one. */
export function problemOf(status: number, body: unknown, fallback: string): Problem {
  if (isRecord(body) && typeof body['type'] === 'string' && typeof body['title'] === 'string') {
    return { ...body, type: body['type'], title: body['title'], status, detail: text(body['detail']) };
  }
  const excerpt = fallback.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
  return {
    type: 'about:blank',
    title: `The ledger answered ${status} without a problem document`,
    status,
    detail: excerpt,
  };
}

/** One line a field fault: where and what. */
export function faultLines(problem: Json): string[] {
  return records(problem['errors']).map((fault) => {
    const where = text(fault['pointer']) || [text(fault['in']), text(fault['parameter'])].filter(Boolean).join(' ');
    const place = [where, at('line', fault['line']), at('column', fault['column'])].filter(Boolean).join(', ');
    return place === '' ? text(fault['message']) : `${place}: ${text(fault['message'])}`;
  });
}

/** Who may not do it, where the ledger says so (`four-eyes`). */
export function exclusionLine(problem: Problem): string | null {
  const excluded = Array.isArray(problem['excluded']) ? problem['excluded'].map(text) : [];
  return slugOf(problem) === 'four-eyes' && excluded.length > 0 ? `excluded: ${excluded.join(', ')}` : null;
}

function at(name: string, value: unknown): string {
  return typeof value === 'number' ? `${name} ${value}` : '';
}
