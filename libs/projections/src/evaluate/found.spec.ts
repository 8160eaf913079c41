import { describe, expect, it } from 'vitest';
import {
  ANYWHERE,
  approved,
  bare,
  bytes,
  declared,
  deliveryOpened,
  derived,
  digestsOfBytes,
  EVERYWHERE,
  inventedId,
  keyOf,
  marked,
  modelOf,
  ofAsset,
  plate,
  PRODUCTION,
  rebuilt,
  registered,
  released,
  rowsOf,
  saying,
  type Saying,
  type TestModel,
} from '../testing/index.js';

/** What random histories brought to light, each as short as it could be made. */

const decision = (...assets: string[]) => inventedId('dec', 'ep101', assets.join(' '));
const breaches = (model: TestModel) =>
  model.db.q('SELECT decision, rule, root, announced, gone FROM breach ORDER BY rule, root').all();
const row = (assets: string[], rule: string, root: string) => ({
  decision: decision(...assets),
  rule,
  root,
  announced: 0,
  gone: 0,
});
const bytesBy = (asset: string, algorithm: 'sha256' | 'md5', of: string): Saying =>
  ofAsset(asset, 'bytes-identified', { digests: { [algorithm]: digestsOfBytes(of)[algorithm] } });

/** What a read model has that was built from the same log at once. */
function rowsAnew(model: TestModel): Record<string, string[]> {
  const anew = rebuilt(model.log);
  const rows = rowsOf(anew);
  anew.close();
  return rows;
}

describe('found by random histories', () => {
  it('P1: an input named by digest leaves the same rows whether its bytes were known a batch before or came in the same', () => {
    const model = modelOf(
      bytes('plate'),
      derived('comp', [{ digest: { sha256: digestsOfBytes('plate').sha256 }, kind: 'component' }]),
    );
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('P1, D4: what made a release fail is forgotten with it, when a newer one takes its place', () => {
    const model = modelOf(bare('plate'), deliveryOpened('ep101'), released('ep101', ['plate']));
    expect(breaches(model)).toEqual([row(['plate'], 'base-origin-unknown', 'plate')]);
    const other = ['plate', 'bytes of nobody'];
    model.tell(released('ep101', other));
    expect(breaches(model)).toEqual([row(other, 'base-origin-unknown', 'plate')]);
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('P1, D5: and when the delivery is recalled', () => {
    const model = modelOf(bare('plate'), deliveryOpened('ep101'), released('ep101', ['plate']));
    const data = { release: decision('plate'), reason: 'wrong reel', cause: null, paths: [] };
    model.tell(saying(`delivery-${PRODUCTION}/ep101`, 'recalled', data));
    expect(breaches(model)).toEqual([]);
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('P1, D5: a doubt that was answered before anybody spoke of it leaves nothing', () => {
    const model = modelOf(bare('plate'), deliveryOpened('ep101'), released('ep101', ['plate']));
    expect(breaches(model)).toHaveLength(1);
    model.tell(declared('plate', { 'asset.digitalSourceType': 'digitalCapture' }));
    expect(breaches(model)).toEqual([]);
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('D4: an item that is found by several digests is named once', () => {
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), released('ep101', ['plate']));
    model.tell(marked('plate'));
    expect(model.db.q('SELECT paths FROM breach').all()).toEqual([{ paths: '["package/plate"]' }]);
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('P1, D4: a breach stands in the words in which it was announced, whatever failed besides for a while', () => {
    const model = modelOf(plate('plate'), deliveryOpened('ep101'), released('ep101', ['plate']), marked('plate'));
    const said = { message: 'as it was seen', outcome: 'deny', evidence: [], paths: ['package/other'] };
    const causes = [{ key: keyOf('base-temporary-mark', 'plate'), ...said }];
    const data = { release: decision('plate'), causes, position: 1 };
    model.tell(saying(`delivery-${PRODUCTION}/ep101`, 'compromised', data));
    model.tell(marked('plate', 'and another'));
    expect(model.db.q('SELECT message, paths, announced FROM breach').all()).toEqual([
      { message: 'as it was seen', paths: '["package/other"]', announced: 1 },
    ]);
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('I1, D4: what made a release fail at a content that joins another is over when it does not hold there', () => {
    const model = modelOf(
      plate('plate'),
      registered('copy'),
      bytesBy('copy', 'md5', 'bytes of the copy'),
      deliveryOpened('ep101'),
      released('ep101', ['bytes of the copy']),
    );
    expect(breaches(model)).toEqual([row(['bytes of the copy'], 'base-origin-unknown', 'copy')]);
    model.tell(bytesBy('copy', 'sha256', 'plate'));
    // Two md5 digests of one content: a fault, and the plate's. The origin is known by now.
    expect(breaches(model)).toEqual([row(['bytes of the copy'], 'base-ledger-fault', 'plate')]);
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('I1, D4: a release is looked at again when a failing content becomes known by a digest that is in it', () => {
    const items = ['bytes in the package'];
    const model = modelOf(
      registered('plate'),
      bytesBy('plate', 'sha256', 'plate'),
      declared('plate', { 'asset.digitalSourceType': 'digitalCapture' }),
      marked('plate'),
      deliveryOpened('ep101'),
      released('ep101', items, { use: EVERYWHERE }),
    );
    expect(breaches(model)).toEqual([]);
    model.tell(bytesBy('plate', 'md5', 'bytes in the package'));
    expect(breaches(model)).toEqual([row(items, 'base-temporary-mark', 'plate')]);
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('I1, D4: and when an innocent claim in it turns out to be the bytes of a failing one', () => {
    const model = modelOf(
      registered('marked'),
      bytesBy('marked', 'sha256', 'marked'),
      declared('marked', { 'asset.digitalSourceType': 'digitalCapture' }),
      marked('marked'),
      registered('innocent'),
      bytesBy('innocent', 'md5', 'innocent'),
      declared('innocent', { 'asset.digitalSourceType': 'digitalCapture' }),
      deliveryOpened('ep101'),
      released('ep101', ['innocent']),
    );
    expect(breaches(model)).toEqual([]);
    model.tell(bytesBy('innocent', 'sha256', 'marked'));
    expect(breaches(model)).toEqual([row(['innocent'], 'base-temporary-mark', 'marked')]);
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });

  it('P1: an approval that ended before the window it was given for says no more of that window', () => {
    const window = { from: '2026-03-01T10:00:30.000Z', until: null };
    const model = modelOf(
      plate('plate'),
      approved('plate', [keyOf('base-generated', 'plate')], {
        scope: { ...ANYWHERE, window },
        expiresAt: '2026-03-01T10:00:20.000Z',
      }),
      registered('later', {}, { recordedAt: '2026-03-01T10:00:25.000Z' }),
      registered('still-later', {}, { recordedAt: '2026-03-01T10:00:40.000Z' }),
    );
    expect(rowsOf(model.db)).toEqual(rowsAnew(model));
  });
});
