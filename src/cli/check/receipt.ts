import { isRecord, record, text } from '../http/read.js';

/**
 * Why an answer is not the receipt of a decision (a DSSE envelope around an in-toto statement, bodies.md 4); null where it is.
 * This only tells whether the right thing arrived; whether its signature holds is for `clearance verify`.
 */
export function receiptFault(envelope: unknown, decision: string): string | null {
  if (!isRecord(envelope)) return 'it is no JSON object';
  if (envelope['payloadType'] !== 'application/vnd.in-toto+json') return 'it holds no in-toto statement';
  if (!Array.isArray(envelope['signatures']) || envelope['signatures'].length === 0) return 'it is not signed';
  let statement: unknown;
  try {
    statement = JSON.parse(Buffer.from(text(envelope['payload']), 'base64').toString('utf8'));
  } catch (error) {
    return `its statement cannot be read (${(error as Error).message})`;
  }
  const predicate = record(record(statement)['predicate']);
  // The decision may be stated by its id or as a record of its own.
  const stated = text(predicate['decision']) || text(record(predicate['decision'])['id']);
  return stated === decision ? null : `it is about decision ${stated || 'unknown'}, not ${decision}`;
}
