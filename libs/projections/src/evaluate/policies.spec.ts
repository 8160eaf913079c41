import { productionStream, toolStream } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import {
  adopted,
  classified,
  comp,
  consentRecorded,
  consentWithdrawn,
  declared,
  deliveryOpened,
  derived,
  bare,
  generated,
  groupChanged,
  modelOf,
  pinned,
  plate,
  PRODUCTION,
  productionOpened,
  rebuilt,
  released,
  rowsOf,
  saying,
  termsReviewed,
  toolRuled,
  toolRulingRevoked,
  useDeclared,
  generatedBy,
  approved,
  keyOf,
  type TestModel,
} from '../testing/index.js';
import { Judge } from '../view/judged.js';
import { deliveryUse } from '../view/delivery-use.js';

const rules = (model: TestModel, asset: string) =>
  new Judge(model.db, PRODUCTION).of(asset)?.verdict.open.map(({ rule, outcome }) => `${rule} ${outcome}`) ?? [];
const stored = (model: TestModel, asset: string) =>
  (
    model.db
      .q('SELECT c.rules AS rules FROM content c WHERE c.production = ? AND c.display = ?')
      .get(PRODUCTION, asset) as { rules: string }
  ).rules;
const same = (model: TestModel) => expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));

/** Everything a de-aged lead needs but the consent. */
const likeness = (consent: string, kind = 'replica') => ({
  likeness: [
    {
      performer: 'per_lead',
      kind,
      recognizable: 'yes',
      asScripted: 'yes',
      customary: 'no',
      unsafeForHuman: 'no',
      intentChanged: 'no',
      mayHarm: 'no',
      consent,
    },
  ],
});

describe('the policy of a production', () => {
  it('is the base rules until it adopts a pack, and from then on that pack too, whatever came before', () => {
    const model = modelOf(productionOpened(), generated('sky'), comp('comp', ['sky']));
    expect(rules(model, 'comp')).toEqual(['base-generated approval']);
    model.tellUnsettled(adopted('netflix-genai'));
    // F8: a reader that comes before the projector has gone through the production sees the new rules all the same.
    const early = rules(model, 'comp');
    expect(early).toContain('NFX-G1 approval');
    expect(early).not.toContain('base-generated approval');
    model.settle();
    expect(rules(model, 'comp')).toEqual(early);
    expect(stored(model, 'comp')).toContain('|NFX-G1|');
    same(model);
  });

  it('is the base rules again once nothing is adopted any more', () => {
    const model = modelOf(productionOpened(), generated('sky'), adopted('netflix-genai'), adopted());
    expect(rules(model, 'sky')).toEqual(['base-generated approval']);
    same(model);
  });

  it('holds every rule of several packs at once', () => {
    const model = modelOf(productionOpened(), generated('sky'), adopted('netflix-genai', 'eu-ai-act-50'));
    const found = rules(model, 'sky');
    expect(found.some((rule) => rule.startsWith('NFX-'))).toBe(true);
    expect(found.some((rule) => rule.startsWith('EU50'))).toBe(true);
  });

  it('makes everything unknown where a pack is not the one that was adopted, or an event of the production cannot be read', () => {
    const model = modelOf(productionOpened(), plate('plate'));
    expect(model.state('plate')).toBe('clear');
    model.tell(adopted({ ...pinned('netflix-genai'), digest: '0'.repeat(64) }));
    expect(model.state('plate')).toBe('unknown');
    same(model);
    const other = modelOf(productionOpened(), plate('plate'));
    other.tell(saying(productionStream(PRODUCTION), 'policy-adopted', { packs: 'all of them', reason: '' }));
    expect(other.state('plate')).toBe('unknown');
    same(other);
  });
});

describe('registers behind a policy', () => {
  it('scenario 10: what a tool is classed as decides, whatever came first', () => {
    const model = modelOf(
      productionOpened(),
      adopted('netflix-genai'),
      plate('plate'),
      bare('clean'),
      generatedBy('clean', {
        tool: { id: 'denoise', version: '2.1', mode: 'clean' },
        inputs: [{ asset: 'plate', kind: 'derivation' }],
      }),
      comp('comp', ['clean']),
    );
    expect(rules(model, 'comp')).toContain('NFX-G1 approval');
    model.tellUnsettled(classified('denoise', { mode: 'clean', class: 'assistive' }));
    const early = rules(model, 'comp');
    expect(early).not.toContain('NFX-G1 approval');
    model.settle();
    expect(rules(model, 'comp')).toEqual(early);
    model.tell(classified('denoise', { mode: 'clean', version: '2.*', class: 'generative' }));
    expect(rules(model, 'comp')).toContain('NFX-G1 approval');
    same(model);
  });

  it('knows nothing of a tool of which an event cannot be read', () => {
    const model = modelOf(productionOpened(), adopted('netflix-genai'), plate('plate'), bare('clean'));
    model.tell(
      generatedBy('clean', {
        tool: { id: 'denoise', version: '2.1', mode: 'clean' },
        inputs: [{ asset: 'plate', kind: 'derivation' }],
      }),
      classified('denoise', { class: 'none' }),
      saying(toolStream('denoise'), 'classified', { class: 'generative' }),
    );
    expect(rules(model, 'clean')).toContain('NFX-G1 approval');
    same(model);
  });

  it('F4: a processed approval goes over a derivation by a tool that does not generate, and no further once it does', () => {
    const model = modelOf(
      productionOpened(),
      generated('sky'),
      approved('sky', [keyOf('base-generated', 'sky')], { reach: 'processed' }),
      bare('graded'),
      [derivedBy('graded', 'sky')],
    );
    expect(model.state('graded')).toBe('needs-approval');
    model.tell(classified('grade', { class: 'none' }));
    expect(model.state('graded')).toBe('approved');
    model.tell(classified('grade', { class: 'generative', version: '1.*' }));
    expect(model.state('graded')).toBe('needs-approval');
    same(model);
  });

  it('scenario 7: a consent that is withdrawn, expired, or suspended with its group no longer clears, and every release resting on it is named', () => {
    const model = modelOf(
      productionOpened(),
      adopted('netflix-genai'),
      consentRecorded('con_lead', { group: 'guild' }),
      generated('lead'),
      declared('lead', likeness('con_lead')),
      comp('cut', ['lead']),
    );
    expect(rules(model, 'cut')).not.toContain('NFX-T1 deny');
    model.tell(groupChanged('guild', 'suspended'));
    expect(rules(model, 'cut')).toContain('NFX-T1 deny');
    model.tell(groupChanged('guild', 'lifted'));
    expect(rules(model, 'cut')).not.toContain('NFX-T1 deny');
    model.tell(consentWithdrawn('con_lead', '2026-03-05T00:00:00.000Z'));
    expect(rules(model, 'cut')).not.toContain('NFX-T1 deny');
    model.tell(plate('later', {}, { recordedAt: '2026-03-05T00:00:01.000Z' }));
    expect(rules(model, 'cut')).toContain('NFX-T1 deny');
    same(model);
  });

  it('a consent of somebody else, or one that nobody recorded, satisfies nothing', () => {
    const model = modelOf(
      productionOpened(),
      adopted('netflix-genai'),
      consentRecorded('con_other', { party: 'per_other' }),
      generated('lead'),
      declared('lead', likeness('con_other', 'synthetic')),
    );
    expect(rules(model, 'lead')).toContain('NFX-T1 deny');
    model.tell(generated('second'), declared('second', likeness('con_nobody', 'synthetic')));
    expect(rules(model, 'second')).toContain('NFX-T1 deny');
  });
});

const fixed = (asset: string) => [
  ...bare(asset),
  generatedBy(asset, { tool: { id: 'roto', version: '3', mode: 'matte' } }),
  declared(asset, { 'asset.genai': 'assistive' }),
];
/** `one` was made with an assistive tool that keeps what it is given. */
const assistedModel = () =>
  modelOf(
    productionOpened(),
    adopted('netflix-genai'),
    classified('roto', { mode: 'matte', class: 'assistive' }),
    termsReviewed('roto', { storesIO: 'yes' }),
    fixed('one'),
  );
const ruledModel = () => {
  const model = assistedModel();
  model.tell(toolRuled('roto', 'matte', ['NFX-P2']));
  return model;
};
const breachKinds = ({ db }: TestModel) =>
  (
    db.q("SELECT rule || ' ' || kind AS text FROM breach WHERE gone = 0 AND rule = 'NFX-P2' ORDER BY rule").all() as {
      text: string;
    }[]
  ).map(({ text }) => text);

describe('rulings on tools', () => {
  it('cover every present and future use of an assistive tool, until they expire or the tool is found to generate', () => {
    const model = assistedModel();
    expect(rules(model, 'one')).toContain('NFX-P2 escalate');
    model.tell(toolRuled('roto', 'matte', ['NFX-P2'], '2026-04-01T00:00:00.000Z'), fixed('two'));
    expect(rules(model, 'one')).not.toContain('NFX-P2 escalate');
    expect(rules(model, 'two')).not.toContain('NFX-P2 escalate');
    model.tell(plate('later', {}, { recordedAt: '2026-04-01T00:00:00.000Z' }));
    expect(rules(model, 'one')).toContain('NFX-P2 escalate');
    same(model);
  });

  it('cover nothing once they are revoked from the start, by their own production', () => {
    const model = ruledModel();
    model.tell(toolRulingRevoked('roto', null, 'elsewhere'));
    expect(rules(model, 'one')).not.toContain('NFX-P2 escalate');
    model.tell(toolRulingRevoked('roto'), toolRulingRevoked('roto', '2026-09-01T00:00:00.000Z'));
    expect(rules(model, 'one')).toContain('NFX-P2 escalate');
    same(model);
  });

  it('cover what they covered until the time from which they are revoked', () => {
    const model = ruledModel();
    model.tell(toolRulingRevoked('roto', '2026-04-01T00:00:00.000Z'));
    expect(rules(model, 'one')).not.toContain('NFX-P2 escalate');
    model.tell(plate('later', {}, { recordedAt: '2026-04-01T00:00:00.000Z' }));
    expect(rules(model, 'one')).toContain('NFX-P2 escalate');
    same(model);
  });

  it.each([
    [null, 'compromised'],
    ['2026-03-20T00:00:00.000Z', 'affected'],
  ])('a live release that rests on one revoked %s is %s', (effectiveAt, concern) => {
    const model = ruledModel();
    model.tell(deliveryOpened('ep1'), released('ep1', ['one'], { policies: [pinned('netflix-genai')] }));
    expect(breachKinds(model)).toEqual([]);
    model.tell(toolRulingRevoked('roto', effectiveAt));
    model.tell(plate('later', {}, { recordedAt: '2026-04-01T00:00:00.000Z' }));
    expect(breachKinds(model)).toContain(`NFX-P2 ${concern}`);
  });
});

describe('declared uses (F8)', () => {
  const judgedFor = (model: TestModel, delivery: string, asset: string) => {
    const use = deliveryUse(model.db, PRODUCTION, delivery)!;
    return new Judge(model.db, PRODUCTION, use, delivery).of(asset)!.verdict.open.map(({ rule }) => rule);
  };

  it('scenario 15: what is incidental in one delivery and relevant in another is judged in each by its own', () => {
    const model = modelOf(
      productionOpened(),
      adopted('netflix-genai'),
      generated('poster'),
      comp('cut', ['poster']),
      deliveryOpened('ep1'),
      deliveryOpened('ep2'),
      useDeclared('ep1', 'poster', { prominence: 'incidental', onScreen: 'no', humanInput: 'some' }),
      useDeclared('ep2', 'poster', { prominence: 'story_relevant', onScreen: 'yes', humanInput: 'some' }),
    );
    expect(judgedFor(model, 'ep1', 'cut')).not.toContain('NFX-F4');
    expect(judgedFor(model, 'ep2', 'cut')).toContain('NFX-F4');
  });

  it('a live release is looked at again when its use is declared otherwise', () => {
    const model = modelOf(productionOpened(), plate('plate'), deliveryOpened('ep1'), released('ep1', ['plate']));
    model.tell(useDeclared('ep1', 'plate', { prominence: 'key_element' }));
    expect(model.db.q('SELECT scan_ord FROM release').get()).toEqual({ scan_ord: null });
    same(model);
  });
});

function derivedBy(asset: string, input: string) {
  const made = derived(asset, [{ asset: input, kind: 'derivation' }]);
  return { ...made, data: { ...made.data, tool: { id: 'grade', version: '1.2' } } };
}
