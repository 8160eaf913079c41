import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

/** A value read into its DTO class, and what is wrong with it. */
export interface Read<T extends object> {
  readonly value: T;
  readonly errors: readonly ValidationError[];
}

/** Reads a plain JSON object into a DTO: members nobody declared are faults, at every level. */
export function readInto<T extends object>(type: ClassConstructor<T>, plain: object): Read<T> {
  const value = plainToInstance(type, plain, { exposeUnsetFields: false });
  const errors = validateSync(value, {
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  return { value, errors };
}

/**
 * The DTO as plain JSON again, without what was not given: members of DTO classes that are null or undefined are left
 * out (a null for an optional member says nothing); free objects stay as they are.
 */
export function plainOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) === Object.prototype) return value;
  const plain: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== null && member !== undefined) plain[name] = plainOf(member);
  }
  return plain;
}
