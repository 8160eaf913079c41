import { DELIVERY_CLASSES } from '@clearance/domain';
import type { FactField, FactGroup, FavourableNeeds, FieldType } from './format.js';
import { pointerTo } from './fault.js';
import { PACK_LIMITS } from './limits.js';
import { NAME, WORD, type Reader } from './reader.js';

export const FIELD_TYPES: readonly FieldType[] = ['text', 'words', 'number', 'time', 'production'];
export const BASES = ['camera-report', 'vendor-warranty', 'artist-statement', 'library-licence', 'tracker'] as const;

export function readFacts(value: unknown, pointer: string, reader: Reader): Record<string, FactGroup> {
  return reader.dictionary(value, pointer, PACK_LIMITS.groups, NAME, (group, at) => readGroup(group, at, reader));
}

function readGroup(value: unknown, pointer: string, reader: Reader): FactGroup {
  const group = reader.object(value, pointer, ['fields'], ['title', 'list', 'from', 'citedBy']);
  const at = (name: string) => pointerTo(pointer, name);
  return {
    ...optional(group, 'title', (title) => reader.text(title, at('title'))),
    ...optional(group, 'list', (list) => reader.word(list, at('list'), NAME, 'the name of a field')),
    ...optional(group, 'from', (from) => reader.oneOf(from, at('from'), ['tool', 'vendor', 'consent'] as const)),
    ...optional(group, 'citedBy', (cited) =>
      reader.word(cited, at('citedBy'), /^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/, 'list.field'),
    ),
    fields: reader.dictionary(group['fields'], at('fields'), PACK_LIMITS.fields, NAME, (field, place) =>
      readField(field, place, reader),
    ),
  };
}

function readField(value: unknown, pointer: string, reader: Reader): FactField {
  const field = reader.object(value, pointer, [], ['title', 'values', 'type', 'state', 'favourableNeeds', 'impliedBy']);
  const at = (name: string) => pointerTo(pointer, name);
  if ('values' in field === 'type' in field) reader.fail(pointer, 'missing', 'must have either values or a type');
  return {
    ...optional(field, 'title', (title) => reader.text(title, at('title'))),
    ...optional(field, 'values', (values) =>
      reader.list(values, at('values'), { least: 1 }, (word, place) => reader.word(word, place, WORD, 'a plain word')),
    ),
    ...optional(field, 'type', (type) => reader.oneOf(type, at('type'), FIELD_TYPES)),
    ...optional(field, 'state', (state) => reader.flag(state, at('state'))),
    ...optional(field, 'favourableNeeds', (needs) => readNeeds(needs, at('favourableNeeds'), reader)),
    ...optional(field, 'impliedBy', (implied) => readImplied(implied, at('impliedBy'), reader)),
  };
}

function readNeeds(value: unknown, pointer: string, reader: Reader): FavourableNeeds {
  const needs = reader.object(value, pointer, [], ['values', 'basis', 'evidence']);
  const at = (name: string) => pointerTo(pointer, name);
  if (!('basis' in needs) && needs['evidence'] !== true)
    reader.fail(pointer, 'missing', 'must ask for a basis, for evidence, or for both');
  return {
    ...optional(needs, 'values', (values) =>
      reader.list(values, at('values'), { least: 1 }, (word, place) => reader.text(word, place, PACK_LIMITS.word)),
    ),
    ...optional(needs, 'basis', (basis) =>
      reader.list(basis, at('basis'), { least: 1 }, (word, place) => reader.oneOf(word, place, BASES)),
    ),
    ...optional(needs, 'evidence', (evidence) => reader.flag(evidence, at('evidence'))),
  };
}

function readImplied(value: unknown, pointer: string, reader: Reader): NonNullable<FactField['impliedBy']> {
  const implied = reader.object(value, pointer, ['class']);
  const at = pointerTo(pointer, 'class');
  const classes = reader.object(implied['class'], at, [], DELIVERY_CLASSES);
  return {
    class: Object.fromEntries(
      Object.entries(classes).map(([name, word]) => [name, reader.text(word, pointerTo(at, name), PACK_LIMITS.word)]),
    ),
  };
}

/** A member that is there, read; nothing where it is absent. */
export function optional<K extends string, T>(
  members: Readonly<Record<string, unknown>>,
  name: K,
  read: (value: unknown) => T,
): { readonly [N in K]?: T } {
  return (Object.hasOwn(members, name) ? { [name]: read(members[name]) } : {}) as { readonly [N in K]?: T };
}
