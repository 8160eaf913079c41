import { describe, expect, it } from 'vitest';
import {
  adopted,
  comp,
  consentRecorded,
  consentWithdrawn,
  declared,
  deliveryOpened,
  generated,
  marked,
  modelOf,
  pinned,
  plate,
  productionOpened,
  rebuilt,
  released,
  rowsOf,
  saying,
  PRODUCTION,
  type TestModel,
} from '../testing/index.js';
import { deliveryStream } from '@clearance/domain';

const breaches = (model: TestModel) =>
  (
    model.db.q('SELECT rule, root, kind, gone FROM breach ORDER BY rule, root').all() as {
      rule: string;
      root: string;
      kind: string;
      gone: number;
    }[]
  ).map(({ rule, root, kind, gone }) => `${rule} ${root} ${kind}${gone === 1 ? ' gone' : ''}`);
const same = (model: TestModel) => expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));

const LIKENESS = {
  likeness: [
    {
      performer: 'per_lead',
      kind: 'replica',
      recognizable: 'yes',
      asScripted: 'yes',
      customary: 'no',
      unsafeForHuman: 'no',
      intentChanged: 'no',
      mayHarm: 'no',
      consent: 'con_lead',
    },
  ],
};

describe('a live release under the policy it was judged by', () => {
  it('D5, scenario 22: is not compromised by a newer policy, and goes on being watched by its own', () => {
    const model = modelOf(
      productionOpened(),
      plate('plate'),
      comp('comp', ['plate']),
      deliveryOpened('ep1'),
      released('ep1', ['comp']),
      adopted('netflix-genai'),
    );
    expect(breaches(model)).toEqual([]);
    model.tell(declared('plate', { 'output.imitatesUnowned': 'yes' }));
    expect(breaches(model)).toEqual([]);
    model.tell(marked('plate'));
    expect(breaches(model)).toEqual(['base-temporary-mark plate compromised']);
    same(model);
  });

  it('is watched by rules that the production has given up', () => {
    const model = modelOf(
      productionOpened(),
      adopted('netflix-genai'),
      consentRecorded('con_lead'),
      generated('lead'),
      declared('lead', LIKENESS),
      comp('cut', ['lead']),
      deliveryOpened('ep1'),
      released('ep1', ['cut'], { policies: [pinned('netflix-genai')] }),
    );
    const before = breaches(model);
    expect(before.join()).not.toContain('NFX-T1');
    model.tell(adopted());
    model.tell(consentWithdrawn('con_lead', '2026-01-01T00:00:00.000Z'));
    expect(breaches(model)).toContain('NFX-T1 lead compromised');
    same(model);
  });

  it('D5, scenario 36: a consent that ends at a date after the release affects it; one that never held compromises it', () => {
    const withdrawn = (effectiveAt: string | null) => {
      const model = modelOf(
        productionOpened(),
        adopted('netflix-genai'),
        consentRecorded('con_lead'),
        generated('lead'),
        declared('lead', LIKENESS),
        comp('cut', ['lead']),
        deliveryOpened('ep1'),
        released('ep1', ['cut'], { policies: [pinned('netflix-genai')] }),
      );
      model.tell(consentWithdrawn('con_lead', effectiveAt));
      same(model);
      return breaches(model).filter((breach) => breach.startsWith('NFX-T1'));
    };
    expect(withdrawn(null)).toEqual(['NFX-T1 lead affected']);
    expect(withdrawn('2026-02-01T00:00:00.000Z')).toEqual(['NFX-T1 lead compromised']);
  });

  it('leaves nothing behind once it is recalled', () => {
    const model = modelOf(
      productionOpened(),
      plate('plate'),
      deliveryOpened('ep1'),
      released('ep1', ['plate']),
      adopted('netflix-genai'),
    );
    expect(model.db.q('SELECT count(*) AS n FROM pinned_state').get()).toEqual({ n: 1 });
    const { decision } = model.db.q('SELECT decision FROM release').get() as { decision: string };
    model.tell(
      saying(deliveryStream(PRODUCTION, 'ep1'), 'recalled', {
        release: decision,
        reason: 'taken back',
        cause: null,
        paths: [],
      }),
    );
    expect(model.db.q('SELECT count(*) AS n FROM pinned_state').get()).toEqual({ n: 0 });
    same(model);
  });
});
