import { describe, expect, it } from 'vitest';
import {
  adopted,
  comp,
  consentRecorded,
  declared,
  deliveryOpened,
  generated,
  modelOf,
  pinned,
  plate,
  PRODUCTION,
  productionOpened,
  released,
} from '../testing/index.js';
import { impactOf } from './impact.js';
import { policyDiff } from './policy-diff.js';
import { everything } from './visibility.js';
import { worklist } from './worklist.js';
import { worklistGroups } from './worklist/groups.js';

const LIST = { kinds: null, owner: null, rule: null, before: null };

describe('policyDiff', () => {
  const model = () =>
    modelOf(
      productionOpened(),
      plate('plate'),
      generated('sky'),
      comp('cut', ['plate', 'sky']),
      deliveryOpened('ep1'),
      released('ep1', ['cut']),
    );

  it('scenario 22: names each asset and live release that a policy would change, with the rules', () => {
    const diff = policyDiff(model().db, PRODUCTION, { from: [], to: [pinned('netflix-genai')] });
    expect(diff.summary).toEqual({ evaluated: 3, changed: 2, listed: 2 });
    const cut = diff.assets.find(({ asset }) => asset === 'cut');
    expect(cut).toMatchObject({ from: 'needs-approval', to: 'denied' });
    expect(cut?.rules).toContain('-base-generated');
    expect(cut?.rules).toContain('+NFX-G1');
    expect(diff.deliveries.map(({ delivery, rules }) => [delivery, rules.includes('+NFX-G1')])).toEqual([
      ['ep1', true],
    ]);
  });

  it('finds nothing between a policy and itself, and says what a production stands under when it has adopted it', () => {
    const ledger = model();
    const packs = [pinned('netflix-genai')];
    expect(policyDiff(ledger.db, PRODUCTION, { from: packs, to: packs }).assets).toEqual([]);
    const would = policyDiff(ledger.db, PRODUCTION, { from: [], to: packs }).assets;
    ledger.tell(adopted('netflix-genai'));
    for (const { asset, to } of would) expect(ledger.state(asset)).toBe(to);
  });

  it('refuses a pack that is not here', () => {
    const unknown = { ...pinned('netflix-genai'), version: '1999.01' };
    expect(() => policyDiff(model().db, PRODUCTION, { from: [], to: [unknown] })).toThrow(
      'the policy cannot be read: pack netflix-genai@1999.01 is not here',
    );
  });
});

describe('impactOf', () => {
  it('names what cites a consent, what was made from it, and the deliveries it stands in', () => {
    const likeness = [{ performer: 'per_lead', kind: 'replica', consent: 'con_lead' }];
    const model = modelOf(
      productionOpened(),
      adopted('netflix-genai'),
      consentRecorded('con_lead'),
      generated('lead'),
      declared('lead', { likeness }),
      comp('cut', ['lead']),
      plate('other'),
      deliveryOpened('ep1'),
      released('ep1', ['cut']),
    );
    expect(impactOf(model.db, PRODUCTION, 'consent:con_lead', everything)).toMatchObject({
      assets: [
        { asset: 'lead', cites: true, state: 'denied' },
        { asset: 'cut', cites: false, state: 'denied' },
      ],
      deliveries: [{ delivery: 'ep1', released: true }],
      truncated: false,
      total: 2,
    });
    expect(impactOf(model.db, PRODUCTION, 'consent:con_other', everything)).toMatchObject({
      assets: [],
      deliveries: [],
    });
  });
});

describe('the worklist under a pack', () => {
  const model = () =>
    modelOf(
      productionOpened(),
      adopted('netflix-genai'),
      generated('sky'),
      generated('unused'),
      comp('cut', ['sky']),
      deliveryOpened('ep1'),
      released('ep1', ['cut']),
      deliveryOpened('look', { class: 'review' }),
      released('look', ['unused']),
    );
  const assets = (scope: 'all' | 'deliveries' | null) =>
    new Set(
      worklist(model().db, PRODUCTION, { ...LIST, kinds: ['approval'], scope }, null, 1_000, everything).items.map(
        ({ asset }) => asset,
      ),
    );

  it('holds only what stands in the closure of an open final or marketing delivery, unless asked for all', () => {
    expect(assets(null)).toEqual(new Set(['sky']));
    expect(assets('deliveries')).toEqual(new Set(['sky']));
    expect(assets('all')).toEqual(new Set(['sky', 'unused']));
  });

  it('is grouped by rule, tool, mode and vendor', () => {
    const { items } = worklistGroups(model().db, PRODUCTION, { ...LIST, kinds: ['approval'] }, everything);
    expect(items.find(({ rule }) => rule === 'NFX-G1')).toMatchObject({
      kind: 'approval',
      tool: 'comfyui@0.3.44',
      mode: null,
      vendor: null,
      count: 1,
      owners: [],
      unowned: 1,
      assets: ['sky'],
    });
  });
});
