import { describe, expect, it } from 'vitest';
import { digest, sha, SmallLedger } from '../testing/ledger.js';
import { findingsOf, rulesOf } from '../testing/plate.js';

describe('base-bytes-unknown', () => {
  it('matches where no cryptographic digest is known', () => {
    const ledger = new SmallLedger();
    ledger.say('plate', 'bytes-identified', { digests: { xxh64: '0123456789abcdef' } });
    ledger.declare('plate', { 'asset.digitalSourceType': 'digitalCapture' });
    expect(findingsOf(ledger, 'plate')).toEqual([
      'base-bytes-unknown plate: no cryptographic digest of plate is known',
    ]);
  });

  it.each(['sha1', 'md5', 'c4'] as const)('does not match where a %s is known', (algorithm) => {
    const ledger = new SmallLedger();
    ledger.say('plate', 'bytes-identified', { digests: { [algorithm]: digest(algorithm, 'plate') } });
    ledger.declare('plate', { 'asset.digitalSourceType': 'digitalCapture' });
    expect(rulesOf(ledger, 'plate')).toEqual([]);
  });

  it('matches a sequence until all its parts are there', () => {
    const ledger = new SmallLedger();
    ledger.declare('seq', { 'asset.digitalSourceType': 'digitalCapture' });
    ledger.say('seq', 'members-identified', { members: [member('1001.exr')], part: 1, parts: 2 });
    ledger.say('seq', 'bytes-identified', { digests: { md5: digest('md5', 'x') } });
    expect(findingsOf(ledger, 'seq')).toEqual([
      'base-bytes-unknown seq: seq is a sequence whose members have not all been listed',
    ]);
    ledger.say('seq', 'members-identified', { members: [member('1002.exr')], part: 2, parts: 2 });
    expect(rulesOf(ledger, 'seq')).toEqual([]);
  });
});

describe('base-ledger-fault in the bytes', () => {
  it('I1: rests on what names the algorithm: of members only the sha256 of them all', () => {
    const ledger = new SmallLedger();
    const shared = { md5: digest('md5', 'x') };
    ledger.say('plate', 'bytes-identified', { digests: { ...shared, sha256: sha('plate') } });
    ledger.say('seq', 'bytes-identified', { digests: shared });
    ledger.say('seq', 'members-identified', { members: [member('1001.exr')], part: 1, parts: 1 });
    const fault = () => ledger.own('plate').findings.filter(({ rule }) => rule === 'base-ledger-fault');
    const [plate, seq] = ['asset-nightfall/plate', 'asset-nightfall/seq'];
    expect(fault()).toMatchObject([
      {
        message: 'two different sha256 digests are known for the bytes of plate',
        evidence: [
          { stream: plate, revision: 0 },
          { stream: seq, revision: 1 },
        ],
      },
    ]);
    ledger.say('copy', 'bytes-identified', { digests: { sha256: sha('plate'), md5: digest('md5', 'y') } });
    expect(fault().map(({ message }) => message)).toEqual([
      'two different sha256 digests are known for the bytes of plate; two different md5 digests are known for the bytes of plate',
    ]);
  });

  it('I1: does not rest on members where another algorithm differs', () => {
    const ledger = new SmallLedger();
    ledger.say('seq', 'members-identified', { members: [member('1001.exr')], part: 1, parts: 1 });
    ledger.say('seq', 'bytes-identified', { digests: { sha1: digest('sha1', 'x'), md5: digest('md5', 'x') } });
    ledger.say('twin', 'bytes-identified', { digests: { sha1: digest('sha1', 'x'), md5: digest('md5', 'y') } });
    const faults = ledger.own('seq').findings.filter(({ rule }) => rule === 'base-ledger-fault');
    expect(faults.map(({ evidence }) => evidence)).toEqual([
      [
        { stream: 'asset-nightfall/seq', revision: 1 },
        { stream: 'asset-nightfall/twin', revision: 0 },
      ],
    ]);
  });
});

function member(name: string) {
  return { name, size: 1, digests: { sha256: sha(name) } };
}
