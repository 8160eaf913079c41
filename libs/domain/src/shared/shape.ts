/** Where (JSON pointer) and why a value does not have a shape. */
export interface ShapeFault {
  readonly pointer: string;
  readonly message: string;
}

/**
 * Looks whether a JSON value has the shape of T; `at` is the pointer to the value. Members that a shape does not name are
 * let through: events may gain optional members (asset/events.ts). `of` exists for the compiler alone: it makes T invariant,
 * so that a member declared optional needs an `optional` shape and the other way round.
 */
export interface Shape<T> {
  (value: unknown, at: string): ShapeFault | null;
  readonly of?: (value: T) => T;
}
export type Members<T> = { readonly [K in keyof Required<T>]: Shape<T[K]> };

export const anything: Shape<unknown> = () => null;
export const text: Shape<string> = (value, at) => (typeof value === 'string' ? null : fault(at, 'must be a string'));
export const flag: Shape<boolean> = (value, at) =>
  typeof value === 'boolean' ? null : fault(at, 'must be true or false');
/** A whole number that survives JSON. */
export const count: Shape<number> = (value, at) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? null : fault(at, 'must be a whole number, 0 or more');
export const integer: Shape<number> = (value, at) =>
  Number.isSafeInteger(value) ? null : fault(at, 'must be a whole number');

export function oneOf<const W extends string>(words: readonly W[]): Shape<W> {
  const known = new Set<unknown>(words);
  return (value, at) => (known.has(value) ? null : fault(at, `must be one of ${words.join(', ')}`));
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined ? null : shape(value, at));
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null ? null : shape(value, at));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return fault(at, 'must be a list');
    for (let index = 0; index < value.length; index += 1) {
      const found = shape(value[index], '');
      if (found !== null) return inside(found, at, String(index));
    }
    return null;
  };
}

export function dictionary<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isObject(value)) return fault(at, 'must be an object');
    for (const [name, member] of Object.entries(value)) {
      const found = shape(member, '');
      if (found !== null) return inside(found, at, name);
    }
    return null;
  };
}

export function object<T extends object>(members: Members<T>): Shape<T> {
  const entries = Object.entries(members) as [string, Shape<unknown>][];
  return (value, at) => {
    if (!isObject(value)) return fault(at, 'must be an object');
    for (const [name, shape] of entries) {
      const found = shape(value[name], '');
      if (found !== null) return inside(found, at, name);
    }
    return null;
  };
}

/** A shape with a further condition: `why` gives the reason where the value does not meet it. */
export function where<T>(shape: Shape<T>, why: (value: T) => string | null): Shape<T> {
  return (value, at) => {
    const found = shape(value, at);
    if (found !== null) return found;
    const reason = why(value as T);
    return reason === null ? null : fault(at, reason);
  };
}

function fault(pointer: string, message: string): ShapeFault {
  return { pointer, message };
}

/** Pointers are put together only where something is wrong: every event of a ledger is looked at, and hardly one fails. */
function inside(found: ShapeFault, at: string, name: string): ShapeFault {
  return fault(`${at}/${pointerToken(name)}${found.pointer}`, found.message);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901. */
function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
