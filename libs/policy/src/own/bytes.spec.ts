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

function member(name: string) {
  return { name, size: 1, digests: { sha256: sha(name) } };
}
