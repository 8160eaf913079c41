import { BARE_USE } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import {
  aliased,
  approvalId,
  approved,
  bytes,
  comp,
  declared,
  deliveryOpened,
  derived,
  EVERYWHERE,
  generated,
  generatedBy,
  HOOK,
  ITO,
  keyOf,
  lifted,
  marked,
  modelOf,
  ofAsset,
  OKAFOR,
  plate,
  PRODUCTION,
  registered,
  rejected,
  released,
  requested,
  retracted,
  retractionOf,
  revoked,
  type TestModel,
} from '../testing/index.js';
import { assetDetail, type AssetDetail } from './asset-detail.js';
import { everything, type Visible } from './visibility.js';

function detail(model: TestModel, asset: string, use = BARE_USE, visible: Visible = everything): AssetDetail {
  const found = model.db.snapshot(() => assetDetail(model.db, PRODUCTION, asset, use, visible));
  if (found === null || !('facts' in found)) throw new Error(`no whole answer for ${asset}`);
  return found;
}
const keys = ({ findings }: AssetDetail) => findings.map(({ rule, root, status }) => `${rule} ${root} ${status}`);

describe('assetDetail', () => {
  it('I4: knows nothing of an asset that others only name', () => {
    const model = modelOf(comp('comp', ['ghost']));
    expect(assetDetail(model.db, PRODUCTION, 'ghost', BARE_USE, everything)).toBeNull();
    expect(assetDetail(model.db, PRODUCTION, 'never_heard_of', BARE_USE, everything)).toBeNull();
    expect(assetDetail(model.db, 'daybreak', 'comp', BARE_USE, everything)).toBeNull();
  });

  it('says everything of a plain asset, null where nothing was said', () => {
    const model = modelOf(plate('plate'));
    const { digests, ...rest } = detail(model, 'plate');
    expect(Object.keys(digests).sort()).toEqual(['md5', 'sha256']);
    expect(rest).toEqual({
      production: PRODUCTION,
      asset: 'plate',
      name: 'plate',
      kind: 'image',
      registered: true,
      state: 'clear',
      compliant: true,
      use: BARE_USE,
      vendor: null,
      changedAt: '3',
      labels: {},
      size: 5,
      mediaType: null,
      seen: null,
      memberCount: null,
      aliases: [],
      temporary: null,
      origin: { digitalSourceType: 'digitalCapture', basis: null, signals: [] },
      generatedBy: [],
      inputs: [],
      inputsComplete: null,
      facts: {
        'asset.digitalSourceType': { value: 'digitalCapture', at: '2026-03-01T10:00:03.000Z', by: HOOK, revision: 2 },
      },
      findings: [],
      approvals: [],
      deliveries: [],
      submitters: [HOOK],
      twins: [],
      supersededBy: null,
      madeUnder: [],
      stream: `asset-${PRODUCTION}/plate`,
      revision: 2,
      asOf: null,
      effectiveAt: null,
      position: '3',
    });
  });

  it('I2: shows the same content under each of its claims, with the revision of the one asked for', () => {
    const model = modelOf(plate('shown'), plate('other', { bytes: 'shown' }), marked('other'));
    const [a, b] = [detail(model, 'shown'), detail(model, 'other')];
    expect([a.asset, a.twins, a.stream, a.revision]).toEqual(['shown', ['other'], `asset-${PRODUCTION}/shown`, 2]);
    expect([b.asset, b.twins, b.stream, b.revision]).toEqual(['shown', ['other'], `asset-${PRODUCTION}/other`, 3]);
    expect([keys(a), keys(b)]).toEqual([['base-temporary-mark shown open'], ['base-temporary-mark shown open']]);
  });

  it('I5: takes name, kind and labels by when they are said to have been so, over all claims', () => {
    const model = modelOf(
      registered('shown', { name: 'new', labels: { shot: '010', sequence: 'a' } }, { at: '2026-02-02T00:00:00.000Z' }),
      bytes('shown'),
      registered(
        'other',
        { name: 'old', kind: 'video', labels: { shot: '009', episode: '101' } },
        { at: '2026-02-01T00:00:00.000Z' },
      ),
      bytes('other', 'shown'),
    );
    const { name, kind, labels } = detail(model, 'other');
    expect([name, kind, labels]).toEqual(['new', 'image', { shot: '010', sequence: 'a', episode: '101' }]);
  });

  it('P2: evaluates in its own snapshot what is not evaluated yet, up and down the lineage', () => {
    const model = modelOf(plate('plate'), comp('comp', ['plate']), comp('cut', ['comp']));
    model.tellUnsettled(marked('plate'));
    expect(model.state('cut')).toBe('clear');
    const fresh = detail(model, 'cut');
    expect([fresh.state, keys(fresh), fresh.position]).toEqual([
      'temporary',
      ['base-temporary-mark plate open'],
      String(model.log.length),
    ]);
    model.settle();
    const { changedAt: _, ...settled } = detail(model, 'cut');
    expect({ ...fresh, changedAt: undefined }).toEqual({ ...settled, changedAt: undefined });
  });

  it('gives each finding its path, evidence and what would clear it', () => {
    const model = modelOf(generated('sky'), comp('comp', ['sky']), comp('cut', ['comp'], { kind: 'representation' }));
    const [finding] = detail(model, 'cut').findings;
    expect(finding).toMatchObject({
      rule: 'base-generated',
      outcome: 'approval',
      status: 'open',
      root: 'sky',
      path: ['cut', 'comp', 'sky'],
      edges: ['representation', 'component'],
      evidence: [{ stream: `asset-${PRODUCTION}/sky`, revision: 2 }],
      missing: null,
    });
    expect(finding?.clears.anyOf.flat().map((step) => step.kind)).toContain('approval');
  });

  it('F3: lists what an approval cleared as cleared, and the approval with its state', () => {
    const model = modelOf(
      generated('sky'),
      approved('sky', [keyOf('base-generated', 'sky')], { note: 'for the pilot' }),
    );
    const view = detail(model, 'sky');
    expect([view.state, view.compliant, keys(view)]).toEqual(['approved', true, ['base-generated sky cleared']]);
    expect(view.approvals).toHaveLength(1);
    expect(view.approvals[0]).toMatchObject({
      id: approvalId('sky'),
      asset: 'sky',
      state: 'active',
      verdict: 'approved',
      note: 'for the pilot',
      approver: { subject: ITO },
      quorum: { needed: 1, have: 1 },
      revokedAt: null,
    });
  });

  it('judges for another use when asked, and says what an approval leaves uncovered', () => {
    const scope = {
      prominence: '*' as const,
      classes: ['final'],
      territories: ['FR'],
      languages: ['*'],
      mediums: ['*'],
      window: null,
    };
    const model = modelOf(generated('sky'), approved('sky', [keyOf('base-generated', 'sky')], { scope }));
    expect(detail(model, 'sky').state).toBe('needs-approval');
    const inFrance = { ...EVERYWHERE, territories: ['FR'] };
    const inGermany = { ...EVERYWHERE, territories: ['FR', 'DE'] };
    expect([detail(model, 'sky', inFrance).state, detail(model, 'sky', inFrance).use]).toEqual(['approved', inFrance]);
    expect(detail(model, 'sky', inGermany).findings[0]?.missing).toEqual({ territories: ['DE'] });
  });

  it('F8: a rule that does not bind in a class of delivery is a notice there', () => {
    const model = modelOf(generated('sky'), marked('sky'));
    const view = detail(model, 'sky', { ...EVERYWHERE, class: 'review' });
    expect([view.state, view.findings.map(({ outcome }) => outcome)]).toEqual(['clear', ['notice', 'notice']]);
  });

  it('shows the first mark that nobody lifted', () => {
    const first = marked('sky', 'placeholder', { at: '2026-02-01T00:00:00.000Z' });
    const model = modelOf(
      generated('sky'),
      first,
      marked('sky', 'wrong grade', { by: OKAFOR }),
      lifted('sky', [first]),
    );
    expect(detail(model, 'sky').temporary).toMatchObject({ reason: 'wrong grade', by: OKAFOR });
  });

  it('shows every input with where it leads, and none of those that lead to itself', () => {
    const sha256 = 'f'.repeat(64);
    const model = modelOf(
      plate('plate'),
      plate('twin', { bytes: 'comp' }),
      comp('comp', ['plate', 'ghost', 'twin']),
      derived('comp', [
        { asset: 'theirs', production: 'daybreak', kind: 'component' },
        { digest: { sha256 }, kind: 'derivation' },
      ]),
      generatedBy('comp', { references: [{ asset: 'plate' }], model: 'sdxl' }),
    );
    expect(
      detail(model, 'comp').inputs.map(({ asset, production, digest, kind, registered: known }) => [
        asset,
        production,
        digest,
        kind,
        known,
      ]),
    ).toEqual([
      ['plate', null, null, 'component', true],
      ['ghost', null, null, 'component', false],
      ['theirs', 'daybreak', null, 'component', false],
      [null, null, { sha256 }, 'derivation', false],
      ['plate', null, null, 'reference', true],
    ]);
    expect(detail(model, 'comp').generatedBy).toMatchObject([
      { tool: { id: 'comfyui', version: '0.3.44' }, model: 'sdxl', by: HOOK },
    ]);
  });

  it('L4: leaves a retracted input out and says that the inputs are not known any more', () => {
    const wrong = derived('comp', [{ asset: 'sky', kind: 'component' }], 'yes', { id: 'wrong' });
    const model = modelOf(plate('plate'), comp('comp', ['plate']), wrong);
    expect([detail(model, 'comp').inputs.length, detail(model, 'comp').inputsComplete]).toEqual([2, 'yes']);
    model.tell(retractionOf('comp', [wrong]), retracted('comp', [wrong]));
    expect([detail(model, 'comp').inputs.map(({ asset }) => asset), detail(model, 'comp').inputsComplete]).toEqual([
      ['plate'],
      'unknown',
    ]);
  });

  it('shows of several values the most adverse for the base keys, and the latest for others', () => {
    const at = (day: number) => ({ at: `2026-02-0${day}T00:00:00.000Z` });
    const model = modelOf(
      plate('plate', {}, at(1)),
      declared('plate', { 'asset.genai': 'full' }, at(2)),
      declared('plate', { 'asset.genai': 'none', 'asset.stage': 'deliverable' }, at(4)),
      declared('plate', { 'asset.stage': 'temporary' }, at(3)),
      declared('plate', { 'asset.digitalSourceType': 'trainedAlgorithmicMedia' }, at(1)),
    );
    const { facts, origin } = detail(model, 'plate');
    expect(Object.entries(facts).map(([key, { value }]) => [key, value])).toEqual([
      ['asset.digitalSourceType', 'trainedAlgorithmicMedia'],
      ['asset.genai', 'full'],
      ['asset.stage', 'deliverable'],
    ]);
    expect(origin.digitalSourceType).toBe('trainedAlgorithmicMedia');
  });

  it('names the deliveries it is promoted to or listed by, once each', () => {
    const promoted = (delivery: string) => [
      ofAsset('plate', 'promotion-requested', { decision: `dec_${delivery}`, delivery }),
      ofAsset('plate', 'promoted-to-deliverable', {
        decision: `dec_${delivery}`,
        delivery,
        digest: null,
        verdict: 'release',
        position: 1,
        use: EVERYWHERE,
        policies: [],
        engine: 1,
        summary: {},
        causes: [],
        causeCount: 0,
      }),
    ];
    const model = modelOf(
      plate('plate'),
      deliveryOpened('ep101'),
      deliveryOpened('trailer', { class: 'marketing' }),
      released('ep101', ['plate']),
      promoted('ep101'),
      promoted('trailer'),
    );
    expect(detail(model, 'plate').deliveries).toEqual([
      { delivery: 'ep101', use: EVERYWHERE },
      { delivery: 'trailer', use: { ...EVERYWHERE, class: 'marketing' } },
    ]);
    model.tell(ofAsset('plate', 'withdrawn-from-deliverable', { delivery: 'trailer', reason: 'recut' }));
    expect(detail(model, 'plate').deliveries.map(({ delivery }) => delivery)).toEqual(['ep101']);
  });

  it('shows aliases of every claim, and what superseded it last', () => {
    const model = modelOf(
      plate('shown'),
      plate('other', { bytes: 'shown' }),
      aliased('other', 'reel', 'A002'),
      aliased('shown', 'path', 'a/b.exr'),
      aliased('shown', 'reel', 'A002'),
      ofAsset('shown', 'superseded', { by: 'v3' }, { at: '2026-02-03T00:00:00.000Z' }),
      ofAsset('other', 'superseded', { by: 'v2' }, { at: '2026-02-02T00:00:00.000Z' }),
    );
    const { aliases, supersededBy } = detail(model, 'shown');
    expect(aliases).toEqual([
      { scheme: 'path', value: 'a/b.exr' },
      { scheme: 'reel', value: 'A002' },
    ]);
    expect(supersededBy).toBe('v3');
  });

  it('shows a restricted caller of another asset only that it is there and how it stands', () => {
    const model = modelOf(generated('acme/sky'), marked('secret'), plate('secret'));
    const visible = (asset: string) => asset.startsWith('acme/');
    expect(assetDetail(model.db, PRODUCTION, 'secret', BARE_USE, visible)).toEqual({
      asset: 'secret',
      production: PRODUCTION,
      state: 'temporary',
      position: '7',
    });
    expect(detail(model, 'acme/sky', BARE_USE, visible).state).toBe('needs-approval');
  });
});

describe('what becomes of an approval', () => {
  const key = keyOf('base-generated', 'sky');
  const stateOf = (model: TestModel) => detail(model, 'sky').approvals.map(({ state }) => state);

  it('expired, once log time has reached its end', () => {
    const model = modelOf(generated('sky'), approved('sky', [key], { expiresAt: '2026-05-01T00:00:00.000Z' }));
    expect(stateOf(model)).toEqual(['active']);
    model.tell(plate('later', {}, { recordedAt: '2026-05-01T00:00:00.000Z' }));
    expect([stateOf(model), detail(model, 'sky').state]).toEqual([['expired'], 'needs-approval']);
  });

  it('revoked, with reason, effect and since when', () => {
    const model = modelOf(generated('sky'), approved('sky', [key]), revoked('sky', approvalId('sky')));
    const [approval] = detail(model, 'sky').approvals;
    expect(approval).toMatchObject({
      state: 'revoked',
      revokedAt: approval?.approvedAt,
      revocation: { effect: 'ab-initio', reason: 'granted in error', by: OKAFOR },
    });
  });

  it('F6: void, once its giver turns out to be a maker', () => {
    const model = modelOf(generated('sky'), approved('sky', [key]), declared('sky', {}, { authid: ITO }));
    expect(stateOf(model)).toEqual(['void']);
  });

  it('rejected, where that was the verdict; and it answers the request', () => {
    const model = modelOf(generated('sky'), requested('sky', [key]), rejected('sky', [key]));
    expect(stateOf(model)).toEqual(['rejected']);
    expect(detail(model, 'sky').state).toBe('needs-approval');
  });

  it('void, where it was given for other bytes', () => {
    const model = modelOf(generated('sky'), approved('sky', [key], { bytes: 'other bytes' }));
    expect(stateOf(model)).toEqual(['void']);
  });
});
