import { Problem, type FieldFault } from '../../ledger/ports.js';
import { JSON_LIMITS, type JsonLimits } from './limits.js';
import { jsonBreaksAt } from './breaks-at.js';
import { pointerTo } from './pointer.js';
import { utf8Text } from './read-text.js';
import { scanJson, type JsonFault } from './scan.js';

/**
 * Reads one JSON document strictly.
 * @throws Problem malformed-body where it is no JSON (with line and column); `faultSlug` where it is, but holds what
 * the ledger does not take (each place by its pointer).
 */
export function readJson(
  bytes: Uint8Array,
  faultSlug: 'invalid-request' | 'invalid-event' = 'invalid-request',
  limits: JsonLimits = JSON_LIMITS,
): unknown {
  const text = utf8Text(bytes);
  const value = parseJson(text);
  const { faults } = scanJson(text, limits);
  if (faults.length > 0) throw jsonProblem(faults, faultSlug);
  return value;
}

/** @throws Problem malformed-body with the place where the text stops being JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem('malformed-body', `The body is not JSON: ${whereItBroke(text)}.`);
  }
}

export function jsonProblem(faults: readonly JsonFault[], slug: 'invalid-request' | 'invalid-event'): Problem {
  const errors: FieldFault[] = faults.map(({ path, code, message }) => ({ pointer: pointerTo(path), message, code }));
  const [first] = faults;
  const detail =
    first === undefined ? 'The body is invalid.' : `${pointerTo(first.path) || 'The body'} ${first.message}.`;
  return new Problem(slug, detail, {}, errors);
}

function whereItBroke(text: string): string {
  if (text.trim() === '') return 'it is empty';
  const offset = jsonBreaksAt(text);
  if (offset >= text.length) return 'it ends too early';
  const before = text.slice(0, offset).split('\n');
  return `unexpected text at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
