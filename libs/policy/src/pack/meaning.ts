import { factModel } from '../facts/model.js';
import { checkClears } from './check-clears.js';
import { checkCondition, type ConditionScope } from './check-condition.js';
import { checkModel } from './check-model.js';
import { placeholdersOf } from './compile.js';
import { MESSAGE_NAMES } from './evaluate.js';
import { pointerTo } from './fault.js';
import type { PackDocument, PackRule } from './format.js';
import type { Reader } from './reader.js';

/**
 * What the form alone cannot tell: that names lead somewhere, that values can occur, that what is written can have an effect.
 * @param baseRules ids of the rules a pack may replace
 */
export function checkMeaning(pack: PackDocument, baseRules: readonly string[], reader: Reader): void {
  const model = factModel(pack.facts);
  checkModel(pack, reader);
  if (RESERVED_IDS.includes(pack.id))
    reader.fail('/id', 'not-allowed', `"${pack.id}" names what the ledger itself puts together`);
  checkKinds(pack, reader);
  pack.replace.forEach((rule, index) => {
    const at = pointerTo('/replace', index);
    if (!baseRules.includes(rule))
      reader.fail(at, 'unknown-base-rule', `there is no base rule "${rule}"; there are ${baseRules.join(', ')}`);
    if (pack.replace.indexOf(rule) !== index) reader.fail(at, 'duplicate', `"${rule}" is replaced twice`);
  });
  pack.sources.forEach(({ id }, index) => {
    if (pack.sources.findIndex((other) => other.id === id) !== index)
      reader.fail(`/sources/${index}/id`, 'duplicate', `there are two sources "${id}"`);
  });
  pack.rules.forEach((rule, index) => {
    const pointer = pointerTo('/rules', index);
    const lists = new Set(rule.each === undefined ? [] : [rule.each]);
    checkRule(rule, index, pointer, pack, reader);
    const scope: ConditionScope = { model, switches: Object.keys(pack.switches), reader };
    if (rule.each !== undefined && !model.listByName.has(rule.each))
      reader.fail(`${pointer}/each`, 'unknown-list', `there is no list of facts "${rule.each}"`);
    checkCondition(rule.when, `${pointer}/when`, lists, scope);
    checkClears(rule, pointer, lists, pack, scope);
    checkMessages(rule, pointer, lists, scope);
  });
}

function checkRule(rule: PackRule, index: number, pointer: string, pack: PackDocument, reader: Reader): void {
  if (pack.rules.findIndex((other) => other.id === rule.id) !== index)
    reader.fail(`${pointer}/id`, 'duplicate', `there are two rules "${rule.id}"`);
  if (rule.id.toLowerCase().startsWith(BASE))
    reader.fail(`${pointer}/id`, 'not-allowed', `ids that begin with "${BASE}" are those of the base pack`);
  if (!pack.sources.some(({ id }) => id === rule.source.doc))
    reader.fail(`${pointer}/source/doc`, 'unknown-source', `there is no source "${rule.source.doc}"`);
  if (rule.hint && rule.outcome !== 'notice' && rule.outcome !== 'escalate')
    reader.fail(`${pointer}/outcome`, 'not-allowed', 'a hint is at most an escalation');
}
const BASE = 'base-';
/** The rules of every production, and several packs together. */
const RESERVED_IDS: readonly string[] = ['base', 'combined'];

/** Kinds whose meaning is fixed. */
const FIXED_KINDS: readonly string[] = ['ruling', 'break-glass'];

function checkKinds({ approvals }: PackDocument, reader: Reader): void {
  approvals.forEach(({ kind }, index) => {
    const at = `/approvals/${index}/kind`;
    if (FIXED_KINDS.includes(kind)) reader.fail(at, 'not-allowed', `the kind "${kind}" cannot be defined anew`);
    if (approvals.findIndex((other) => other.kind === kind) !== index)
      reader.fail(at, 'duplicate', `the kind "${kind}" is defined twice`);
  });
}

function checkMessages(rule: PackRule, pointer: string, lists: ReadonlySet<string>, scope: ConditionScope): void {
  for (const member of ['message', 'unknown'] as const) {
    for (const name of placeholdersOf(rule[member] ?? '')) {
      if ((MESSAGE_NAMES as readonly string[]).includes(name)) continue;
      const ref = scope.model.refs.get(name);
      const fits = ref !== undefined && ref.kind !== 'use' && (ref.kind === 'scalar' || lists.has(ref.list.name));
      if (!fits)
        scope.reader.fail(
          `${pointer}/${member}`,
          'unknown-placeholder',
          `"{${name}}" is neither ${MESSAGE_NAMES.join(', ')} nor a fact that is known here`,
        );
    }
  }
}
