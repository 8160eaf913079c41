import { PACK_LIMITS } from './limits.js';

/* Pieces that the JSON Schema of packs is put together from. */

export type Schema = Readonly<Record<string, unknown>>;

export const VISIBLE = '\\S';
export const text: Schema = { type: 'string', pattern: VISIBLE, maxLength: PACK_LIMITS.text };
export const word: Schema = { type: 'string', pattern: VISIBLE, maxLength: PACK_LIMITS.word };
export const shaped = (pattern: RegExp): Schema => ({ ...word, pattern: pattern.source });
export const listOf = (items: Schema, minItems = 0, maxItems: number = PACK_LIMITS.list): Schema => ({
  type: 'array',
  items,
  minItems,
  maxItems,
});
export const object = (
  required: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
});
export const named = (name: RegExp, value: Schema, maxProperties: number): Schema => ({
  type: 'object',
  propertyNames: { pattern: name.source },
  additionalProperties: value,
  maxProperties,
});
export const oneOf = (words: readonly string[]): Schema => ({ enum: words });
