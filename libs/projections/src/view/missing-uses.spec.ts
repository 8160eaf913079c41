import { loadPack } from '@clearance/policy';
import { describe, expect, it } from 'vitest';
import {
  adopted,
  deliveryOpened,
  generated,
  modelOf,
  packPublished,
  pinOf,
  plate,
  PRODUCTION,
  productionOpened,
  released,
  useDeclared,
  type TestModel,
} from '../testing/index.js';
import { missingUses } from './missing-uses.js';

const loaded = loadPack(`id: desk
version: "1"
title: The desk
notice: Not legal advice.
sources: [{id: book, title: The book, publisher: Us, published: "2026-01", read: "2026-01"}]
replace: [base-generated]
vocabularies: {digitalSourceType: {digitalCapture: none}}
facts:
  asset: {fields: {genai: {values: [none, assistive, partial, full]}}}
  use:
    fields:
      prominence: {values: [none, incidental, story_relevant, key_element]}
      onScreen: {values: ["no", "yes"]}
rules:
  - id: DESK-1
    title: Generated and prominent
    source: {doc: book, section: one, asOf: "2026-01"}
    outcome: approval
    when: {all: [{fact: asset.genai, gte: partial}, {fact: use.prominence, gte: story_relevant}]}
    message: "{root} is generated"
    clears: {message: The desk agrees, anyOf: [[{approval: written}]]}
  - id: DESK-2
    title: Generated and seen
    source: {doc: book, section: two, asOf: "2026-01"}
    outcome: escalate
    when: {all: [{fact: asset.genai, gte: partial}, {fact: use.onScreen, equals: "yes"}]}
    message: "{root} is seen"
    clears: {message: Somebody decides, anyOf: [[{ruling: true}]]}
`);
if (!loaded.ok) throw new TypeError(JSON.stringify(loaded.faults));
const { pack } = loaded;

const missing = (
  { db }: TestModel,
  more: { after?: string; limit?: number } = {},
  visible: (asset: string) => boolean = () => true,
) => {
  const page = { after: more.after ?? null, limit: more.limit ?? 10 };
  return missingUses(db, PRODUCTION, 'ep101', page, visible);
};
const asked = (asset: string, fields: readonly string[], rules: readonly string[]) => ({ asset, fields, rules });

const delivered = () =>
  modelOf(
    productionOpened(),
    packPublished(pack),
    adopted(pinOf(pack)),
    deliveryOpened('ep101'),
    generated('moon'),
    generated('sky'),
    generated('elsewhere'),
    plate('sea'),
    released('ep101', ['sky', 'sea', 'moon']),
  );

describe('uses that nobody declared', () => {
  it('are asked of the roots in the delivery whose findings depend on them, with what is not said and who asks', () => {
    const both = (asset: string) => asked(asset, ['onScreen', 'prominence'], ['DESK-1', 'DESK-2']);
    const model = delivered();
    expect(missing(model)).toEqual({ items: [both('moon'), both('sky')], next: null });
    expect(missing(model, { limit: 1 })).toEqual({ items: [both('moon')], next: 'moon' });
    expect(missing(model, { limit: 1, after: 'moon' })).toEqual({ items: [both('sky')], next: null });
    expect(missing(model, {}, (asset) => asset === 'sky').items).toEqual([both('sky')]);
    expect(missingUses(model.db, PRODUCTION, 'nowhere', { after: null, limit: 10 }, () => true).items).toEqual([]);
  });

  it('are no longer asked once they are said, whatever they come to; "unknown" says nothing', () => {
    const model = delivered();
    model.tell(useDeclared('ep101', 'sky', { prominence: 'key_element', onScreen: 'unknown', humanInput: 'unknown' }));
    model.tell(useDeclared('ep101', 'moon', { prominence: 'incidental', onScreen: 'no', humanInput: 'some' }));
    expect(missing(model).items).toEqual([asked('sky', ['onScreen'], ['DESK-2'])]);
  });
});
