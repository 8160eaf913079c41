import { DELIVERY_CLASSES } from '@clearance/domain';
import { UNKNOWN } from '../condition/types.js';
import { factModel, STEP_PREFIX, type FactModel, type FieldSpec, type ListSpec } from '../facts/model.js';
import { readValue } from '../facts/reading.js';
import { pointerTo } from '../pack/fault.js';
import { BUILT_IN_KINDS, type PackDocument } from '../pack/format.js';
import { PACK_LIMITS } from '../pack/limits.js';
import type { Reader } from '../pack/reader.js';
import type { GivenFields, GivenScalar, GivenStep, GivenValue, PackTest, Stage } from './format.js';
import { ruleIn } from './names.js';

/** What can be said of every asset, whatever the pack. */
const BASE_FACTS: readonly string[] = ['asset.digitalSourceType', 'asset.genai', 'asset.stage', 'asset.media'];

interface Scope {
  readonly pack: PackDocument;
  readonly model: FactModel;
  readonly reader: Reader;
}

/** What the form of the tests alone cannot tell: that every name leads somewhere, and every value stands in the model. */
export function checkTests(tests: readonly PackTest[], pack: PackDocument, pointer: string, reader: Reader): void {
  const scope: Scope = { pack, model: factModel(pack.facts), reader };
  const trials = tests.reduce((sum, { later = [] }) => sum + 1 + later.length, 0);
  if (trials > PACK_LIMITS.trials)
    reader.fail(pointer, 'too-long', `all tests together have at most ${PACK_LIMITS.trials} stages, these ${trials}`);
  tests.forEach((test, index) => {
    const at = pointerTo(pointer, index);
    const above = tests.slice(0, index).map(({ id }) => id);
    if (above.includes(test.id)) reader.fail(`${at}/id`, 'duplicate', `there are two tests "${test.id}"`);
    if (test.like !== undefined && !above.includes(test.like))
      reader.fail(`${at}/like`, 'unknown-test', `there is no test "${test.like}" above this one`);
    for (const name of Object.keys(test.switches ?? {})) {
      if (!Object.hasOwn(pack.switches, name))
        reader.fail(pointerTo(`${at}/switches`, name), 'unknown-switch', `there is no switch "${name}"`);
    }
    checkStage(test, at, scope);
    test.later?.forEach((stage, place) => {
      const there = `${at}/later/${place}`;
      checkStage(stage, there, scope);
      for (const [name, value] of Object.entries(stage.facts ?? {})) {
        if (value === null)
          reader.fail(pointerTo(`${there}/facts`, name), 'cannot-clear', 'what was said before is not taken back');
      }
    });
  });
}

function checkStage(stage: Stage, pointer: string, scope: Scope): void {
  const { pack, reader } = scope;
  for (const [name, value] of Object.entries(stage.facts ?? {}))
    checkFact(name, value, pointerTo(`${pointer}/facts`, name), scope);
  stage.steps?.forEach((step, index) => checkStep(step, `${pointer}/steps/${index}`, reader));
  for (const [name, { terms }] of Object.entries(stage.tools ?? {}))
    checkFields('tool', terms ?? {}, pointerTo(`${pointer}/tools`, name) + '/terms', scope);
  for (const [name, fields] of Object.entries(stage.vendors ?? {}))
    checkFields('vendor', fields, pointerTo(`${pointer}/vendors`, name), scope);
  for (const [name, fields] of Object.entries(stage.consents ?? {}))
    checkFields('consent', fields, pointerTo(`${pointer}/consents`, name), scope);
  for (const [name, value] of Object.entries(stage.use ?? {}))
    checkUse(name, value, pointerTo(`${pointer}/use`, name), scope);
  const kinds: readonly string[] = [...BUILT_IN_KINDS, ...pack.approvals.map(({ kind }) => kind)];
  for (const [finding, given] of Object.entries(stage.approvals ?? {})) {
    const at = pointerTo(`${pointer}/approvals`, finding);
    checkRule(finding, at, scope);
    const missing = [given].flat().find((kind) => !kinds.includes(kind));
    if (missing !== undefined)
      reader.fail(at, 'unknown-approval', `there is no kind "${missing}"; there are ${kinds.join(', ')}`);
  }
  for (const finding of Object.keys(stage.expect)) checkRule(finding, pointerTo(`${pointer}/expect`, finding), scope);
  for (const member of ['notices', 'cleared'] as const)
    stage[member]?.forEach((finding, index) => checkRule(finding, `${pointer}/${member}/${index}`, scope));
}

function checkRule(finding: string, pointer: string, { pack, reader }: Scope): void {
  const rule = ruleIn(finding);
  if (!pack.rules.some(({ id }) => id === rule))
    reader.fail(pointer, 'unknown-rule', `there is no rule "${rule}" in this pack`);
}

function checkStep({ made, tool, version, mode, model }: GivenStep, pointer: string, reader: Reader): void {
  if (tool !== undefined) return;
  if (made === 'generated') reader.fail(`${pointer}/made`, 'malformed', 'what is generated names its tool');
  if ((version ?? mode ?? model) !== undefined)
    reader.fail(pointer, 'malformed', 'a version, a mode and a model are those of a tool');
}

function checkFact(name: string, value: GivenValue | null, pointer: string, scope: Scope): void {
  const { model, reader } = scope;
  const list = model.listByName.get(name);
  if (list !== undefined) return checkList(list, value, pointer, scope);
  const ref = model.refs.get(name);
  if (ref?.kind === 'scalar' && !name.startsWith(STEP_PREFIX)) return checkValue(ref.field, value, pointer, reader);
  if (ref === undefined && BASE_FACTS.includes(name)) return;
  const hint =
    ref?.kind === 'use'
      ? 'it stands under "use"'
      : ref?.kind === 'entry'
        ? `it stands in an entry of "${ref.list.name}"`
        : 'nobody declares it';
  reader.fail(pointer, 'unknown-fact', ref === undefined ? `there is no fact "${name}"` : `"${name}": ${hint}`);
}

function checkList(list: ListSpec, value: GivenValue | null, pointer: string, { reader }: Scope): void {
  if (value === null || value === UNKNOWN) return;
  if (!Array.isArray(value)) return reader.fail(pointer, 'outside-model', `"${list.name}" is a list of entries`);
  (value as readonly unknown[]).forEach((item, index) => {
    const at = `${pointer}/${index}`;
    if (typeof item === 'string') return reader.fail(at, 'outside-model', 'must be an entry, such as {name: value}');
    const entry = item as Readonly<Record<string, GivenScalar>>;
    if (typeof entry[list.key] !== 'string')
      reader.fail(at, 'outside-model', `an entry of "${list.name}" is told apart by "${list.key}"`);
    for (const [name, given] of Object.entries(entry)) {
      const field = list.own.get(name);
      const place = pointerTo(at, name);
      if (field === undefined) reader.fail(place, 'unknown-fact', `there is no fact "${list.name}.${name}"`);
      else checkValue(field, given, place, reader);
    }
  });
}

/** Fields of the groups that a register answers; of a consent also whose it is. */
function checkFields(from: 'tool' | 'vendor' | 'consent', given: GivenFields, pointer: string, scope: Scope): void {
  const { pack, model, reader } = scope;
  const groups = Object.keys(pack.facts).filter((group) => pack.facts[group]!.from === from);
  const keys = from === 'consent' ? model.lists.flatMap(({ key, own }) => own.get(key) ?? []) : [];
  for (const [name, value] of Object.entries(given)) {
    const field =
      groups.flatMap((group) => model.refs.get(`${group}.${name}`)?.field ?? [])[0] ??
      keys.find((key) => key.field === name);
    const at = pointerTo(pointer, name);
    if (field === undefined)
      reader.fail(at, 'unknown-fact', `no ${from} has a fact "${name}" in the model of this pack`);
    else checkValue(field, value, at, reader);
  }
}

function checkUse(name: string, value: string | readonly string[] | null, pointer: string, scope: Scope): void {
  const { model, reader } = scope;
  const ref = model.refs.get(`use.${name}`);
  if (ref === undefined) return reader.fail(pointer, 'unknown-fact', `there is no fact "use.${name}"`);
  if (name === 'class') {
    const classes: readonly unknown[] = [...DELIVERY_CLASSES, null];
    if (!classes.includes(value))
      reader.fail(pointer, 'outside-model', `must be one of ${DELIVERY_CLASSES.join(', ')}`);
    return;
  }
  checkValue(ref.field, value, pointer, reader);
}

/** Whatever is outside the model counts as unknown: in a test that is a slip, so unknown is to be said. */
function checkValue(field: FieldSpec, value: GivenValue | null, pointer: string, reader: Reader): void {
  if (value === null || value === UNKNOWN || readValue(field, value, 'this') !== null) return;
  const wanted = field.values === null ? `of type ${field.type}` : `one of ${field.values.join(', ')}`;
  reader.fail(pointer, 'outside-model', `must be ${wanted}, or unknown`);
}
