import { durationOf } from './duration.js';
import { pointerTo } from './fault.js';
import type { ApprovalKind, PackDocument, Source, Switch, Vocabularies } from './format.js';
import { PACK_LIMITS } from './limits.js';
import { optional, readFacts } from './read-facts.js';
import { readRule } from './read-rule.js';
import { DATE, ID, NAME, VERSION, WORD, type Reader } from './reader.js';

/**
 * The form of a pack; what it means is checked afterwards (meaning.ts). Defaults are filled in. Its tests are read by themselves
 * (trial/read.ts): they are no part of it.
 */
export function readPack(value: unknown, reader: Reader): PackDocument {
  const pack = reader.object(
    value,
    '',
    ['id', 'version', 'title', 'notice', 'sources', 'rules'],
    ['facts', 'switches', 'approvals', 'vocabularies', 'tolerance', 'replace', 'tests'],
  );
  const or = <T>(name: string, usual: T, read: (member: unknown, pointer: string) => T): T =>
    Object.hasOwn(pack, name) ? read(pack[name], `/${name}`) : usual;
  return {
    id: reader.word(pack['id'], '/id', ID, 'small letters, digits and dashes'),
    version: reader.word(pack['version'], '/version', VERSION, 'letters, digits, dots, pluses and dashes'),
    title: reader.text(pack['title'], '/title'),
    notice: reader.text(pack['notice'], '/notice'),
    sources: reader.list(pack['sources'], '/sources', { least: 1 }, (source, at) =>
      readSourceEntry(source, at, reader),
    ),
    facts: or('facts', {}, (facts, at) => readFacts(facts, at, reader)),
    switches: or<Record<string, Switch>>('switches', {}, (switches, at) =>
      reader.dictionary(switches, at, PACK_LIMITS.switches, NAME, (entry, place) => readSwitch(entry, place, reader)),
    ),
    approvals: or<ApprovalKind[]>('approvals', [], (kinds, at) =>
      reader.list(kinds, at, {}, (kind, place) => readKind(kind, place, reader)),
    ),
    vocabularies: or<Vocabularies>('vocabularies', {}, (words, at) => readVocabularies(words, at, reader)),
    tolerance: or('tolerance', 'PT0S', (duration, at) => readDuration(duration, at, reader)),
    replace: or<string[]>('replace', [], (rules, at) =>
      reader.list(rules, at, {}, (rule, place) => reader.text(rule, place, PACK_LIMITS.word)),
    ),
    rules: reader.list(pack['rules'], '/rules', { least: 1, most: PACK_LIMITS.rules }, (rule, at) =>
      readRule(rule, at, reader),
    ),
  };
}

function readSourceEntry(value: unknown, pointer: string, reader: Reader): Source {
  const source = reader.object(value, pointer, ['id', 'title', 'publisher', 'published', 'read'], ['url']);
  const at = (name: string) => pointerTo(pointer, name);
  return {
    id: reader.word(source['id'], at('id'), ID, 'small letters, digits and dashes'),
    title: reader.text(source['title'], at('title')),
    publisher: reader.text(source['publisher'], at('publisher')),
    ...optional(source, 'url', (url) => reader.text(url, at('url'))),
    published: reader.word(source['published'], at('published'), DATE, 'a date, such as 2025-11-11'),
    read: reader.word(source['read'], at('read'), DATE, 'a date, such as 2025-11-11'),
  };
}

function readSwitch(value: unknown, pointer: string, reader: Reader): Switch {
  const entry = reader.object(value, pointer, ['default', 'message']);
  return {
    default: reader.flag(entry['default'], pointerTo(pointer, 'default')),
    message: reader.text(entry['message'], pointerTo(pointer, 'message')),
  };
}

function readKind(value: unknown, pointer: string, reader: Reader): ApprovalKind {
  const kind = reader.object(value, pointer, ['kind', 'by'], ['maxAge', 'quorum']);
  const at = (name: string) => pointerTo(pointer, name);
  return {
    kind: reader.word(kind['kind'], at('kind'), ID, 'small letters, digits and dashes'),
    by: reader.text(kind['by'], at('by')),
    ...optional(kind, 'maxAge', (age) => readDuration(age, at('maxAge'), reader)),
    ...optional(kind, 'quorum', (people) => reader.count(people, at('quorum'), 10)),
  };
}

function readVocabularies(value: unknown, pointer: string, reader: Reader): Vocabularies {
  const words = reader.object(value, pointer, [], ['digitalSourceType']);
  return optional(words, 'digitalSourceType', (codes) =>
    reader.dictionary(codes, pointerTo(pointer, 'digitalSourceType'), PACK_LIMITS.list, WORD, (word, at) =>
      reader.text(word, at, PACK_LIMITS.word),
    ),
  );
}

function readDuration(value: unknown, pointer: string, reader: Reader): string {
  const text = reader.text(value, pointer, PACK_LIMITS.word);
  if (text !== '' && durationOf(text) === null)
    reader.fail(pointer, 'malformed', 'must be a duration of weeks, days, hours, minutes or seconds, such as P30D');
  return text;
}
