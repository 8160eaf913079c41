import { assetStream, productionStream } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import {
  approved,
  bare,
  bytes,
  derived,
  digestsOfBytes,
  generated,
  keyOf,
  marked,
  modelOf,
  ofAsset,
  plate,
  PRODUCTION,
  productionOpened,
  rebuilt,
  registered,
  rowsOf,
  saying,
  type Saying,
  type TestModel,
} from '../testing/index.js';
import { Judge } from '../view/judged.js';
import { findingsOf } from '../view/asset-detail.js';
import { lineage } from '../view/lineage.js';
import { assetSituation } from '../view/situation.js';
import { everything } from '../view/visibility.js';

const OWNER = 'daybreak';
const ofOwner = (sayings: readonly Saying[]): Saying[] =>
  sayings.map((each) => saying(each.stream.replace(`${PRODUCTION}/`, `${OWNER}/`), each.type, each.data));
const ownerOpened = saying(
  productionStream(OWNER),
  'opened',
  { title: null, packs: [] },
  { by: 'owner@daybreak.example' },
);
const shared = (data: { assets?: string[]; digests?: object[] }, to = PRODUCTION): Saying =>
  saying(productionStream(OWNER), 'share-granted', {
    share: `shr_${JSON.stringify(data)}${to}`,
    to,
    assets: [],
    digests: [],
    reason: 'crossover episode',
    ...data,
  });
/** An asset here that is made from one there. */
const using = (asset: string, input: object) => [
  ...bare(asset),
  derived(asset, [{ kind: 'component', ...input }] as never),
];
const there = { asset: 'model', production: OWNER };
const same = (model: TestModel) => expect(rowsOf(rebuilt(model.log))).toEqual(rowsOf(model.db));
const open = (model: TestModel, asset: string) =>
  new Judge(model.db, PRODUCTION).of(asset)?.verdict.open.map(({ rule, root }) => `${rule} ${root}`);

describe('L6: assets of another production', () => {
  it('look as if they did not exist until their owner shares them, by whatever name', () => {
    const model = modelOf(
      productionOpened(),
      ownerOpened,
      ofOwner(plate('model')),
      using('by_name', there),
      using('by_digest', { digest: { sha256: digestsOfBytes('model').sha256 } }),
    );
    expect(open(model, 'by_name')).toEqual(['base-input-unregistered model@daybreak']);
    expect(open(model, 'by_digest')).toEqual([`base-input-unregistered sha256:${digestsOfBytes('model').sha256}`]);
    model.tell(shared({ assets: ['other'] }), shared({ assets: ['model'] }, 'dusk'));
    expect(open(model, 'by_name')).toEqual(['base-input-unregistered model@daybreak']);
    model.tellUnsettled(shared({ assets: ['model'] }));
    expect([open(model, 'by_name'), open(model, 'by_digest')]).toEqual([[], []]);
    model.settle();
    expect([model.state('by_name'), model.state('by_digest')]).toEqual(['clear', 'clear']);
    same(model);
  });

  it('are found where they are shared by digest, also when they are registered afterwards', () => {
    const model = modelOf(
      productionOpened(),
      ownerOpened,
      using('here', { digest: { sha256: digestsOfBytes('model').sha256 } }),
      shared({ digests: [{ sha256: digestsOfBytes('model').sha256 }] }),
    );
    expect(model.state('here')).toBe('unknown');
    model.tell(ofOwner(plate('model')));
    expect(model.state('here')).toBe('clear');
    same(model);
  });

  it('are waited for where they are shared before they are registered', () => {
    const model = modelOf(productionOpened(), ownerOpened, shared({ assets: ['model'] }), using('here', there));
    expect(open(model, 'here')).toEqual(['base-input-unregistered model@daybreak']);
    model.tell(ofOwner(plate('model')));
    expect(model.state('here')).toBe('clear');
    same(model);
  });

  it('pass on what is wrong with them, of it no more than rule, outcome and whom to ask', () => {
    const model = modelOf(
      productionOpened(),
      ownerOpened,
      ofOwner([...generated('secret_source'), registered('model'), bytes('model')]),
      ofOwner([derived('model', [{ asset: 'secret_source', kind: 'component' }])]),
      shared({ assets: ['model'] }),
      using('here', there),
    );
    expect(open(model, 'here')).toEqual(['base-generated model@daybreak']);
    const judge = new Judge(model.db, PRODUCTION);
    const [finding] = findingsOf(judge.of('here')!.verdict, judge, 'here');
    expect(finding).toMatchObject({
      rule: 'base-generated',
      outcome: 'approval',
      root: 'model@daybreak',
      path: ['here', 'model@daybreak'],
      evidence: [],
      message:
        'model@daybreak is shared by daybreak, where it has base-generated (approval): ask owner@daybreak.example',
    });
    expect(
      JSON.stringify(lineage(model.db, PRODUCTION, 'here', { direction: 'both', depth: 9, limit: 99 }, everything)),
    ).not.toContain('secret_source');
    same(model);
  });

  it('are approved on this side, whatever was approved on theirs', () => {
    const model = modelOf(
      productionOpened(),
      ownerOpened,
      ofOwner(generated('model')),
      ofOwner([approved('model', [keyOf('base-generated', 'model')], { reach: 'contained' })]),
      shared({ assets: ['model'] }),
      using('here', there),
    );
    expect(model.state('here')).toBe('needs-approval');
    model.tell(approved('here', [keyOf('base-generated', 'model@daybreak')]));
    expect(model.state('here')).toBe('approved');
    same(model);
  });

  it('do not tell who had a hand in them before they are shared (F6)', () => {
    const model = modelOf(productionOpened(), ownerOpened, ofOwner(plate('model')), using('here', there));
    const submitters = () => assetSituation(model.db, PRODUCTION, 'here')!.submittersOf('model@daybreak');
    expect(submitters()).toEqual([]);
    model.tell(shared({ assets: ['model'] }));
    expect(submitters()).toEqual(['publish-hook@studio.example']);
  });

  it('reach a decision here as soon as the fact about them is known', () => {
    const model = modelOf(
      productionOpened(),
      ownerOpened,
      ofOwner(plate('model')),
      shared({ assets: ['model'] }),
      using('here', there),
    );
    expect(model.state('here')).toBe('clear');
    model.tellUnsettled(...ofOwner([marked('model')]));
    expect(open(model, 'here')).toEqual(['base-temporary-mark model@daybreak']);
    model.settle();
    expect(model.state('here')).toBe('temporary');
    same(model);
  });

  it('L1: pass nothing in a cycle through both productions', () => {
    const model = modelOf(
      productionOpened(),
      ownerOpened,
      saying(productionStream(PRODUCTION), 'share-granted', {
        share: 'shr_back',
        to: OWNER,
        assets: ['here'],
        digests: [],
        reason: 'both ways',
      }),
      shared({ assets: ['model'] }),
      ofOwner(bare('model')),
      saying(assetStream(OWNER, 'model'), 'derived-from', {
        inputs: [{ asset: 'here', production: PRODUCTION, kind: 'component' }],
        inputsComplete: 'yes',
      }),
      using('here', there),
      ofAsset('here', 'registered', { name: 'again', kind: 'image' }),
    );
    expect(open(model, 'here')).toEqual(['base-cycle here']);
    same(model);
  });
});
