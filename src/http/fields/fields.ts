import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { assetIdFault, parseDigest, PRODUCTION_ID, type DigestAlgorithm } from '@clearance/domain';
import type { ClassConstructor } from 'class-transformer';
import { IsArray, IsDefined, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { Check, isPlainObject } from './checks.js';
import { Converted, Holds, Presence } from './members.js';
import { isCleanText } from './text.js';
import { parseTime } from './time.js';

/*
 * One decorator a member: what is checked and what /openapi.json says about it come from the same line. `optional`
 * members may be absent or null. Nested types reach the documentation as `type: () => type()` because it tells a function
 * that gives a class from a class by the function's own name, which only a literal in that place has.
 */
export interface FieldOptions {
  readonly optional?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

const STRING_LIMIT = 8 * 1024;
const NAME_LIMIT = 400;

/** Text for people to read; at least one character. `max` in characters. */
export function Text(options: FieldOptions & { readonly max?: number } = {}): PropertyDecorator {
  const max = options.max ?? STRING_LIMIT;
  return field(options, { type: String, minLength: 1, maxLength: max }, [
    Check(
      'text',
      `must be a text of 1 to ${max} characters`,
      (value) => typeof value === 'string' && value.length > 0 && value.length <= max,
    ),
  ]);
}

/** A name or id in the caller's own terms: one line that shows what it is. */
export function Name(
  options: FieldOptions & { readonly max?: number; readonly pattern?: RegExp; readonly form?: string } = {},
): PropertyDecorator {
  const { max = NAME_LIMIT, pattern, form } = options;
  const checks = [
    Check(
      'text',
      `must be a text of 1 to ${max} characters`,
      (value) => typeof value === 'string' && value.trim().length > 0 && value.length <= max,
    ),
    Check(
      'clean-text',
      'must hold no control or text-direction characters',
      (value) => typeof value !== 'string' || isCleanText(value),
    ),
  ];
  if (pattern !== undefined) {
    checks.push(
      Check(
        'form',
        `must be ${form ?? `of the form ${pattern.source}`}`,
        (value) => typeof value !== 'string' || pattern.test(value),
      ),
    );
  }
  return field(
    options,
    { type: String, minLength: 1, maxLength: max, ...(pattern && { pattern: pattern.source }) },
    checks,
  );
}

export function AssetIdField(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, maxLength: 200 }, [
    Check('asset-id', assetIdMessage, (value) => typeof value === 'string' && assetIdFault(value) === null),
  ]);
}

export function ProductionIdField(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, pattern: PRODUCTION_ID.source }, [
    Check(
      'production-id',
      'must be 1 to 63 characters of a-z 0-9 _, not beginning with _',
      (value) => typeof value === 'string' && PRODUCTION_ID.test(value),
    ),
  ]);
}

/** One of a closed list of words. A tri-state given as a JSON boolean fails here. */
export function OneOf(words: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return field(options, { enum: [...words] }, [
    Check(
      'one-of',
      `must be one of ${words.join(', ')}`,
      (value) => typeof value === 'string' && words.includes(value),
    ),
  ]);
}

export const Tri = (options: FieldOptions = {}) => OneOf(['yes', 'no', 'unknown'], options);

/** RFC 3339 with offset; becomes UTC with milliseconds. */
export function Timestamp(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, format: 'date-time' }, [
    Converted((value) => (typeof value === 'string' ? (parseTime(value) ?? value) : value)),
    Check(
      'timestamp',
      'must be an RFC 3339 time with offset',
      (value) => typeof value === 'string' && parseTime(value) !== null,
    ),
  ]);
}

export function Whole(options: FieldOptions & { readonly min: number; readonly max?: number }): PropertyDecorator {
  const { min, max = Number.MAX_SAFE_INTEGER } = options;
  return field(options, { type: 'integer', minimum: min, maximum: max }, [
    Check(
      'whole',
      `must be a whole number from ${min} to ${max}`,
      (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
    ),
  ]);
}

export function Flag(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: Boolean }, [
    Check('flag', 'must be true or false', (value) => typeof value === 'boolean'),
  ]);
}

/** One digest; hex is lowered, C4 stays as it is. */
export function DigestField(algorithm: DigestAlgorithm, options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String }, [
    Converted((value) => (typeof value === 'string' ? (parseDigest(algorithm, value) ?? value) : value)),
    Check(
      'digest',
      `must be a ${algorithm} digest`,
      (value) => typeof value === 'string' && parseDigest(algorithm, value) !== null,
    ),
  ]);
}

export function Nested<T extends object>(
  type: () => ClassConstructor<T>,
  options: FieldOptions = {},
): PropertyDecorator {
  return field(options, { type: () => type() }, [IsObject(), ValidateNested(), Holds(type, false)]);
}

export function ListOf<T extends object>(
  type: () => ClassConstructor<T>,
  options: FieldOptions & { readonly min?: number; readonly max?: number } = {},
): PropertyDecorator {
  return field(options, { type: () => type(), isArray: true, ...sizes(options) }, [
    ...listChecks(options),
    // A list among them would pass for a list of objects, its members never looked at.
    Check('objects', 'must hold objects only', (value) => !Array.isArray(value) || value.every(isPlainObject)),
    ValidateNested({ each: true }),
    Holds(type, true),
  ]);
}

/** A list of words: from a closed list, or any clean texts. */
export function Words(
  options: FieldOptions & {
    readonly min?: number;
    readonly max?: number;
    readonly of?: readonly string[];
    readonly maxLength?: number;
  } = {},
): PropertyDecorator {
  const { of, maxLength = NAME_LIMIT } = options;
  const fits = (word: unknown) =>
    typeof word === 'string' &&
    (of === undefined ? word.length > 0 && word.length <= maxLength && isCleanText(word) : of.includes(word));
  const message =
    of === undefined ? `must hold texts of 1 to ${maxLength} characters only` : `must hold only ${of.join(', ')}`;
  return field(options, { type: String, isArray: true, ...(of && { enum: [...of] }), ...sizes(options) }, [
    ...listChecks(options),
    Check('words', message, (value) => Array.isArray(value) && value.every(fits)),
  ]);
}

/** Free names with text values. */
export function TextMap(options: FieldOptions & { readonly maxEntries: number }): PropertyDecorator {
  const { maxEntries } = options;
  return field(options, { type: 'object', additionalProperties: { type: 'string' }, maxProperties: maxEntries }, [
    Check(
      'text-map',
      `must be an object of at most ${maxEntries} texts by clean names`,
      (value) =>
        isPlainObject(value) &&
        Object.keys(value).length <= maxEntries &&
        Object.entries(value).every(
          ([name, text]) => name !== '' && name.length <= NAME_LIMIT && isCleanText(name) && typeof text === 'string',
        ),
    ),
  ]);
}

/** Any of several members must be there: for objects whose members are all optional. */
export function HasSome(what: string): PropertyDecorator {
  return Check(
    'has-some',
    `must name at least one ${what}`,
    (value) => !isPlainObject(value) || Object.values(value).some((member) => member !== undefined && member !== null),
  );
}

/** The decorators of one member. Whether it must be there is looked at first, so that it is what gets reported. */
export function field(
  { optional = false, description, example }: FieldOptions,
  schema: ApiPropertyOptions,
  checks: readonly (PropertyDecorator | MethodDecorator)[],
): PropertyDecorator {
  const documented = {
    required: !optional,
    ...(description && { description }),
    ...(example !== undefined && { example }),
    ...schema,
  };
  return applyDecorators(
    ApiProperty(documented as ApiPropertyOptions),
    optional ? IsOptional() : IsDefined(),
    Presence(optional ? 'optional' : 'required'),
    ...checks,
  );
}

function sizes({ min, max }: { readonly min?: number; readonly max?: number }): {
  minItems?: number;
  maxItems?: number;
} {
  return { ...(min !== undefined && { minItems: min }), ...(max !== undefined && { maxItems: max }) };
}

function listChecks({
  min = 0,
  max = Number.POSITIVE_INFINITY,
}: {
  readonly min?: number;
  readonly max?: number;
}): PropertyDecorator[] {
  const bounds = max === Number.POSITIVE_INFINITY ? `at least ${min}` : `${min} to ${max}`;
  return [
    IsArray({ message: 'must be a list' }),
    Check(
      'list-size',
      `must have ${bounds} entries`,
      (value) => !Array.isArray(value) || (value.length >= min && value.length <= max),
    ),
  ];
}

function assetIdMessage(value: unknown): string {
  return typeof value === 'string' ? (assetIdFault(value) ?? 'is no asset id') : 'must be an asset id';
}
