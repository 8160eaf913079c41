import { registerDecorator, type ValidationArguments } from 'class-validator';
import { memberAt, type Passes } from './members.js';

/** A property check of our own: `passes` sees the value and the object it stands in. */
export function Check(name: string, message: string | ((value: unknown) => string), passes: Passes): PropertyDecorator {
  return (target, property) => {
    memberAt(target, property).checks.push({ name, passes });
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown, args?: ValidationArguments) => passes(value, args?.object ?? {}),
        defaultMessage: (args?: ValidationArguments) => (typeof message === 'string' ? message : message(args?.value)),
      },
    });
  };
}

export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
