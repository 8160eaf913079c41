import { GENAI_FACT, GENAI_VALUES, STEP_FIELDS, USE_FIELDS } from '../facts/model.js';
import { EVERYTHING, UNKNOWN } from '../condition/types.js';
import type { FactField, FactGroup, PackDocument } from './format.js';
import type { Reader } from './reader.js';

/** Groups and fields fit together. */
export function checkModel(pack: PackDocument, reader: Reader): void {
  for (const [name, group] of Object.entries(pack.facts)) {
    const pointer = `/facts/${name}`;
    checkGroup(name, group, pointer, pack, reader);
    for (const [field, definition] of Object.entries(group.fields))
      checkField(name, field, definition, `${pointer}/fields/${field}`, group, reader);
  }
  const words: readonly string[] = [...GENAI_VALUES, UNKNOWN];
  for (const [code, word] of Object.entries(pack.vocabularies.digitalSourceType ?? {})) {
    if (!words.includes(word))
      reader.fail(
        `/vocabularies/digitalSourceType/${code}`,
        'outside-model',
        `"${word}" must be one of ${words.join(', ')}`,
      );
  }
}

function checkGroup(name: string, group: FactGroup, pointer: string, pack: PackDocument, reader: Reader): void {
  const { list, from, citedBy, fields } = group;
  const fail = (member: string, message: string) =>
    reader.fail(member === '' ? pointer : `${pointer}/${member}`, 'model', message);
  if (name === 'step')
    fail('', `the group "step" is answered by the ledger: it has ${Object.keys(STEP_FIELDS).join(', ')}`);
  if (name === 'use' && (list ?? from ?? citedBy) !== undefined)
    fail('', 'the group "use" is neither a list nor looked up');
  if (list !== undefined) {
    if (fields[list]?.type !== 'text')
      fail('list', `entries are told apart by a field of type text; "${list}" is none`);
    if (from !== undefined) fail('from', 'a list is declared; only what its entries cite is looked up');
  }
  if ((from === 'consent') !== (citedBy !== undefined)) fail('', '"from: consent" and "citedBy" go together');
  if (citedBy !== undefined) {
    const [target = '', field = ''] = citedBy.split('.');
    const cited = pack.facts[target];
    if (cited?.list === undefined || cited.fields[field]?.type !== 'text')
      fail('citedBy', `"${citedBy}" must be a field of type text in a list`);
    if (list !== undefined) fail('list', 'what is cited is no list itself');
  }
}

function checkField(
  group: string,
  name: string,
  field: FactField,
  pointer: string,
  { list, citedBy }: FactGroup,
  reader: Reader,
): void {
  const { values, type, favourableNeeds, impliedBy } = field;
  const fail = (member: string, message: string) =>
    reader.fail(member === '' ? pointer : `${pointer}/${member}`, 'model', message);
  values?.forEach((word, index) => {
    if (word === UNKNOWN || word === EVERYTHING)
      fail(`values/${index}`, `"${word}" is always allowed and never listed`);
    if (values.indexOf(word) !== index)
      reader.fail(`${pointer}/values/${index}`, 'duplicate', `"${word}" stands here twice`);
  });
  if (group === 'use') {
    if (Object.hasOwn(USE_FIELDS, name))
      fail('', `"use.${name}" is what the delivery says, and is there without being declared`);
    if (type !== undefined && type !== 'text' && type !== 'words') fail('type', 'a use is told in words');
    if (favourableNeeds !== undefined || impliedBy !== undefined)
      fail('', 'a use is declared for a delivery: it needs and implies nothing');
  }
  if (`${group}.${name}` === GENAI_FACT && values?.join() !== GENAI_VALUES.join())
    fail('', `"${GENAI_FACT}" is derived by the ledger: its values are ${GENAI_VALUES.join(', ')}`);
  if (favourableNeeds !== undefined && values === undefined && type !== 'production')
    fail('favourableNeeds', 'only a field with values has favourable ones');
  favourableNeeds?.values?.forEach((word, index) => {
    if (values !== undefined && !values.includes(word))
      reader.fail(`${pointer}/favourableNeeds/values/${index}`, 'outside-model', `"${word}" is none of its values`);
  });
  if (impliedBy === undefined) return;
  if (values === undefined || list !== undefined || citedBy !== undefined)
    fail('impliedBy', 'only a single field with values is implied by a class');
  for (const [cls, word] of Object.entries(impliedBy.class)) {
    if (values !== undefined && !values.includes(word))
      reader.fail(`${pointer}/impliedBy/class/${cls}`, 'outside-model', `"${word}" is none of its values`);
  }
}
