import type { Point } from '@clearance/projections';
import { parseTime } from '../http/fields/index.js';
import { parsePoint } from '../http/position.js';
import { Problem } from '../ledger/ports.js';

/** A point of the ledger in a query parameter: digits are a position, anything else a time. @throws Problem invalid-request */
export function pointOf(parameter: string, text: string | undefined): Point | null {
  if (text === undefined) return null;
  if (/^[\d@]/.test(text) && !text.includes('-')) return { n: parsePoint(parameter, text) };
  const time = parseTime(text);
  if (time !== null) return { time };
  const message = 'must be a position or an RFC 3339 time with offset';
  throw new Problem('invalid-request', `${parameter} ${message}.`, {}, [
    { parameter, in: 'query', message, code: 'point' },
  ]);
}
