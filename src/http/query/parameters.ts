import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDefined, IsOptional } from 'class-validator';
import { Check, isCleanText, parseTime, type FieldOptions } from '../fields/index.js';

/* Query parameters are texts, given at most once; all are optional but those that say `optional: false`. */

/** A whole number in digits. */
export function NumberParameter(
  options: FieldOptions & { readonly min: number; readonly max: number },
): PropertyDecorator {
  const { min, max } = options;
  return parameter(options, { type: 'integer', minimum: min, maximum: max }, [
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
    ),
    Check(
      'whole',
      `must be a whole number from ${min} to ${max}`,
      (value) => typeof value === 'number' && value >= min && value <= max,
    ),
  ]);
}

export function TextParameter(
  options: FieldOptions & { readonly max?: number; readonly pattern?: RegExp; readonly form?: string } = {},
): PropertyDecorator {
  const { max = 400, pattern, form } = options;
  const fits = (value: unknown) =>
    typeof value === 'string' &&
    value !== '' &&
    value.length <= max &&
    isCleanText(value) &&
    (pattern === undefined || pattern.test(value));
  return parameter(options, { type: String }, [
    Check('text', `must be ${form ?? `a text of 1 to ${max} characters`}`, fits),
  ]);
}

export function WordParameter(words: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return parameter(options, { enum: [...words] }, [
    Check(
      'one-of',
      `must be one of ${words.join(', ')}`,
      (value) => typeof value === 'string' && words.includes(value),
    ),
  ]);
}

/** Words separated by commas; becomes a list. Absent `of`, any clean texts. */
export function WordsParameter(
  options: FieldOptions & { readonly of?: readonly string[]; readonly max?: number } = {},
): PropertyDecorator {
  const { of, max = 100 } = options;
  const fits = (word: unknown) =>
    typeof word === 'string' && word !== '' && isCleanText(word) && (of === undefined || of.includes(word));
  const message =
    of === undefined ? `must be up to ${max} words separated by commas` : `must be a comma list of ${of.join(', ')}`;
  return parameter(options, { type: String }, [
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    Check('words', message, (value) => Array.isArray(value) && value.length <= max && value.every(fits)),
  ]);
}

/** `true` or `false`; becomes a boolean. */
export function FlagParameter(options: FieldOptions = {}): PropertyDecorator {
  return parameter(options, { type: Boolean }, [
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    Check('flag', 'must be true or false', (value) => typeof value === 'boolean'),
  ]);
}

/** An RFC 3339 time with offset; becomes UTC with milliseconds. */
export function TimeParameter(options: FieldOptions = {}): PropertyDecorator {
  return parameter(options, { type: String, format: 'date-time' }, [
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (parseTime(value) ?? value) : value)),
    Check(
      'timestamp',
      'must be an RFC 3339 time with offset',
      (value) => typeof value === 'string' && parseTime(value) !== null,
    ),
  ]);
}

function parameter(
  { optional = true, description, example }: FieldOptions,
  schema: ApiPropertyOptions,
  checks: readonly (PropertyDecorator | MethodDecorator)[],
): PropertyDecorator {
  const documented = { ...(description && { description }), ...(example !== undefined && { example }), ...schema };
  return optional
    ? applyDecorators(ApiPropertyOptional(documented), IsOptional(), ...checks)
    : applyDecorators(ApiProperty(documented), IsDefined(), ...checks);
}
