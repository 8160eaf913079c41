import { registerDecorator, type ValidationArguments } from 'class-validator';

/** A property check of our own: `passes` sees the value and the object it stands in. */
export function Check(
  name: string,
  message: string | ((value: unknown) => string),
  passes: (value: unknown, owner: object) => boolean,
): PropertyDecorator {
  return (target, property) => {
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
