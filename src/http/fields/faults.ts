import type { ValidationError } from 'class-validator';
import type { FieldFault } from '../../ledger/ports.js';
import { pointerTo } from '../json/index.js';

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
  readonly code: string;
}

/** class-validator's tree as located faults: `base` is the pointer of the value that was validated. */
export function bodyFaults(errors: readonly ValidationError[], base = ''): FieldFault[] {
  return flatten(errors, []).map(({ path, message, code }) => ({ pointer: base + pointerTo(path), message, code }));
}

export function queryFaults(errors: readonly ValidationError[]): FieldFault[] {
  return flatten(errors, []).map(({ path, message, code }) => ({
    parameter: path[0] ?? '',
    in: 'query' as const,
    message,
    code,
  }));
}

/** One sentence that names the first of them. */
export function detailOf(faults: readonly FieldFault[]): string {
  const [first] = faults;
  if (first === undefined) return 'The request is invalid.';
  const place = 'pointer' in first ? first.pointer || 'The body' : first.parameter;
  const others = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
  return `${place} ${first.message}${others}.`;
}

function flatten(errors: readonly ValidationError[], above: readonly string[]): Fault[] {
  return errors.flatMap((error) => {
    const path = error.property === undefined ? above : [...above, error.property];
    const own = Object.entries(error.constraints ?? {}).map(([name, message]) => ({ path, ...said(name, message) }));
    return [...own, ...flatten(error.children ?? [], path)];
  });
}

function said(constraint: string, message: string): { message: string; code: string } {
  switch (constraint) {
    case 'whitelistValidation':
      return { message: 'is not a member of this request', code: 'unknown-member' };
    case 'isDefined':
      return { message: 'is required', code: 'required' };
    case 'nestedValidation':
    case 'isObject':
    case 'unknownValue':
      return { message: 'must be an object', code: 'object' };
    default:
      return { message, code: kebab(constraint) };
  }
}

const kebab = (name: string) =>
  name
    .replace(/^is(?=[A-Z])/, '')
    .replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase();
