import { describe, expect, it } from 'vitest';
import {
  approved,
  bytes,
  comp,
  declared,
  derived,
  generated,
  generatedBy,
  HOOK,
  ITO,
  keyOf,
  logOf,
  marked,
  modelOf,
  ofAsset,
  plate,
  registered,
  retracted,
  retractionOf,
  type TestModel,
} from '../testing/index.js';
import { openReadModelWriter } from '../database.js';
import { Projector } from '../projector.js';
import { ownOf } from './resolver.js';

const displays = (model: TestModel) =>
  model.db
    .q('SELECT a.id AS id, c.display AS display FROM asset a JOIN content c ON c.cid = a.cid ORDER BY a.id')
    .all();
const ownOfAsset = (model: TestModel, asset: string) => {
  const row = model.db.q('SELECT cid FROM asset WHERE id = ?').get(asset) as { cid: number };
  return ownOf(model.db, row.cid);
};

describe('claims and contents', () => {
  it('I1: joins claims that share a digest, and each shows what was said of the other', () => {
    const model = modelOf(plate('plate'), comp('comp', ['plate']), plate('copy', { bytes: 'comp' }), marked('copy'));
    expect([model.state('comp'), model.state('copy')]).toEqual(['temporary', 'temporary']);
    expect(ownOfAsset(model, 'copy')?.edges.map((edge) => edge.to)).toEqual(['plate']);
  });

  it('I1: joins on any of sha256, sha1, md5 and c4, and not on xxh', () => {
    const weak = { digests: { xxh64: '0123456789abcdef' } };
    const sha1 = { digests: { sha1: 'a'.repeat(40) } };
    const model = modelOf(
      registered('a'),
      ofAsset('a', 'bytes-identified', { ...sha1, size: 1 }),
      registered('b'),
      ofAsset('b', 'bytes-identified', { ...sha1, size: 2 }),
      registered('c'),
      ofAsset('c', 'bytes-identified', weak),
      registered('d'),
      ofAsset('d', 'bytes-identified', weak),
    );
    expect(displays(model)).toEqual([
      { id: 'a', display: 'a' },
      { id: 'b', display: 'a' },
      { id: 'c', display: 'c' },
      { id: 'd', display: 'd' },
    ]);
  });

  it('I1: a group with two values of one algorithm carries a ledger fault', () => {
    const shared = { md5: '1'.repeat(32) };
    const model = modelOf(
      registered('a'),
      ofAsset('a', 'bytes-identified', { digests: { ...shared, sha256: '2'.repeat(64) } }),
      registered('b'),
      ofAsset('b', 'bytes-identified', { digests: { ...shared, sha256: '3'.repeat(64) } }),
      declared('a', { 'asset.digitalSourceType': 'digitalCapture' }),
    );
    expect(ownOfAsset(model, 'b')?.findings.map((finding) => finding.rule)).toEqual(['base-ledger-fault']);
    expect(model.state('b')).toBe('unknown');
  });

  it('I2: the display id is the asset whose digest became known first, not the one registered first', () => {
    const model = modelOf(registered('early'), registered('late'), bytes('late', 'x'), bytes('early', 'x'));
    expect(displays(model)).toEqual([
      { id: 'early', display: 'late' },
      { id: 'late', display: 'late' },
    ]);
  });

  it('I2: the root of a finding is the display id, whichever claim the fact was told of', () => {
    const model = modelOf(plate('shown'), plate('other', { bytes: 'shown' }), marked('other'));
    expect(ownOfAsset(model, 'other')?.findings.map(({ rule, root }) => [rule, root])).toEqual([
      ['base-temporary-mark', 'shown'],
    ]);
  });

  it('I2: a content of three claims that met two by two is the one whose digest came first', () => {
    const digests = (part: object) => ({ digests: part });
    const [md5, sha1] = [{ md5: '4'.repeat(32) }, { sha1: '5'.repeat(40) }];
    const model = modelOf(
      registered('a'),
      ofAsset('a', 'bytes-identified', digests(md5)),
      registered('b'),
      ofAsset('b', 'bytes-identified', digests(sha1)),
      registered('c'),
      ofAsset('c', 'bytes-identified', digests({ ...sha1, ...md5 })),
    );
    expect(displays(model).map((row) => (row as { display: string }).display)).toEqual(['a', 'a', 'a']);
  });

  it('L1: an edge between claims of one content is no edge', () => {
    const model = modelOf(plate('a'), comp('b', ['a'], { bytes: 'a' }));
    expect(ownOfAsset(model, 'b')?.edges).toEqual([]);
    expect(model.state('b')).toBe('clear');
  });

  it('I4: an asset that others only name blocks them until it is registered, however late', () => {
    const model = modelOf(comp('comp', ['ghost']));
    expect(model.state('comp')).toBe('unknown');
    expect(ownOfAsset(model, 'comp')?.findings.map(({ rule, root }) => [rule, root])).toEqual([
      ['base-input-unregistered', 'ghost'],
    ]);
    model.tell(plate('ghost'));
    expect([model.state('comp'), model.state('ghost')]).toEqual(['clear', 'clear']);
  });

  it('an input named by digest waits for whoever turns out to have it', () => {
    const { digests } = bytes('sky').data as { digests: { sha256: string } };
    const model = modelOf(
      comp('comp', []).slice(0, 2),
      derived('comp', [{ digest: { sha256: digests.sha256 }, kind: 'component' }]),
    );
    expect(ownOfAsset(model, 'comp')?.findings.map(({ rule, root }) => [rule, root])).toEqual([
      ['base-input-unregistered', `sha256:${digests.sha256}`],
    ]);
    model.tell(generated('sky'));
    expect(model.state('comp')).toBe('needs-approval');
  });

  it('edges follow a content into the one it is joined with', () => {
    const model = modelOf(plate('first'), registered('second'), comp('comp', ['second']));
    expect(model.state('comp')).toBe('unknown');
    model.tell(bytes('second', 'first'));
    expect([model.state('comp'), model.state('second')]).toEqual(['clear', 'clear']);
    expect(ownOfAsset(model, 'comp')?.edges.map((edge) => edge.to)).toEqual(['first']);
    model.tell(marked('first'));
    expect(model.state('comp')).toBe('temporary');
  });

  it('L1: joining two contents closes a cycle, and a content made of its own twin is none', () => {
    const model = modelOf(
      plate('plate'),
      comp('a', ['plate']),
      comp('b', ['a']),
      registered('twin'),
      derived('a', [{ asset: 'twin', kind: 'component' }]),
    );
    model.tell(bytes('twin', 'b'));
    expect([model.state('a'), model.state('b')]).toEqual(['unknown', 'unknown']);
    expect(ownOfAsset(model, 'a')?.findings.map((finding) => finding.rule)).toEqual(['base-cycle']);
  });

  it('L6: an asset of another production is as if nonexistent', () => {
    const model = modelOf(
      comp('comp', []).slice(0, 2),
      derived('comp', [{ asset: 'plate', production: 'daybreak', kind: 'component' }]),
    );
    expect(ownOfAsset(model, 'comp')?.findings.map(({ rule, root }) => [rule, root])).toEqual([
      ['base-input-unregistered', 'plate@daybreak'],
    ]);
  });

  it('F6: an approval is void once its giver turns out to have made the root of what it clears', () => {
    const model = modelOf(
      generated('sky'),
      comp('comp', ['sky']),
      approved('comp', [keyOf('base-generated', 'sky')], {}, { by: ITO }),
    );
    expect(model.state('comp')).toBe('approved');
    model.tell(declared('sky', { 'asset.media': 'image' }, { by: HOOK, authid: ITO.toUpperCase() }));
    expect(model.state('comp')).toBe('needs-approval');
  });

  it('F6: and where the maker is known by another claim of the same bytes', () => {
    const model = modelOf(generated('sky'), approved('sky', [keyOf('base-generated', 'sky')]));
    expect(model.state('sky')).toBe('approved');
    model.tell(registered('desk_copy', {}, { authid: ITO }), bytes('desk_copy', 'sky'));
    expect(model.state('sky')).toBe('needs-approval');
  });

  it('members of a sequence identify it once all of its parts are there', () => {
    const member = (name: string, fill: string) => ({ name, size: 3, digests: { sha256: fill.repeat(64) } });
    const parts = [[member('a.0001.exr', '1')], [member('a.0002.exr', '2')]].map((members, index) =>
      ofAsset('seq', 'members-identified', { members, part: index + 1, parts: 2 }),
    );
    const model = modelOf(
      registered('seq', { kind: 'image-sequence' }),
      declared('seq', { 'asset.digitalSourceType': 'digitalCapture' }),
      parts[0]!,
    );
    expect(model.state('seq')).toBe('unknown');
    model.tell(parts[1]!);
    expect(model.state('seq')).toBe('clear');
    expect(model.db.q('SELECT value FROM digest WHERE member = 1 ORDER BY value').all()).toEqual([
      { value: '1'.repeat(64) },
      { value: '2'.repeat(64) },
    ]);
  });

  it('I2: the first digest of a sequence counts from the part that made it whole, in whatever batches parts come', () => {
    const part = (list: string, number: number, parts: number, fill: string) =>
      ofAsset('seq', 'members-identified', {
        members: [{ name: `${list}.${number}`, size: 1, digests: { sha256: fill.repeat(64) } }],
        part: number,
        parts,
      });
    const sayings = [registered('seq'), part('a', 1, 1, '1'), bytes('seq', 'something'), plate('other')].flat();
    const inBatches = (size: number) => {
      const db = openReadModelWriter(':memory:');
      const projector = new Projector(db);
      const log = logOf(sayings.slice(0, 2).concat(sayings.slice(3)));
      for (let from = 0; from < log.length; from += size) projector.apply(log.slice(from, from + size));
      return db.q("SELECT bytes_n FROM asset WHERE id = 'seq'").get();
    };
    expect([inBatches(1), inBatches(100)]).toEqual([{ bytes_n: 2 }, { bytes_n: 2 }]);
  });

  it('a tool named by a retracted fact is not what the asset is listed under', () => {
    const wrong = generatedBy('sky', { tool: { id: 'nuke', version: '15' } });
    const model = modelOf(generated('sky'), wrong);
    const tools = () => model.db.q("SELECT tools FROM asset WHERE id = 'sky'").get();
    expect(tools()).toEqual({ tools: '|comfyui|nuke|' });
    model.tell(retractionOf('sky', [wrong]), retracted('sky', [wrong]));
    expect(tools()).toEqual({ tools: '|comfyui|' });
  });
});
