import { describe, expect, it } from 'vitest';
import { sha, SmallLedger } from '../testing/ledger.js';

/** Revisions of the events that a finding of `plate` rests on. */
function evidenceOf(ledger: SmallLedger, rule: string): number[] {
  const found = ledger.own('plate').findings.find((finding) => finding.rule === rule);
  if (found === undefined) throw new Error(`no ${rule}`);
  return found.evidence.map(({ revision }) => revision);
}
const registered = () => {
  const ledger = new SmallLedger();
  ledger.say('plate', 'aliased', { aliases: [{ scheme: 'path', value: '/plate.exr' }] });
  ledger.say('plate', 'registered', { name: 'plate', kind: 'image' });
  return ledger;
};

describe('what a finding rests on', () => {
  it('for bytes that nobody identified: the registration and weaker digests', () => {
    const ledger = registered();
    ledger.say('plate', 'bytes-identified', { digests: { xxh64: '0123456789abcdef' } });
    ledger.declare('plate', { 'asset.media': 'image' });
    expect(evidenceOf(ledger, 'base-bytes-unknown')).toEqual([1, 2]);
  });

  it('for members that are not complete: what was said of the members', () => {
    const ledger = registered();
    const member = { name: '1001.exr', size: 1, digests: { sha256: sha('1001') } };
    ledger.say('plate', 'members-identified', { members: [member], part: 1, parts: 2 });
    ledger.declare('plate', { 'asset.media': 'image' });
    expect(evidenceOf(ledger, 'base-bytes-unknown')).toEqual([2]);
  });

  it('for an origin of which nobody spoke: the registration', () => {
    const ledger = registered();
    ledger.say('plate', 'bytes-identified', { digests: { sha256: sha('plate') } });
    expect(evidenceOf(ledger, 'base-origin-unknown')).toEqual([1]);
  });

  it('for what is generated: each event that says so, once, in log order', () => {
    const ledger = registered();
    ledger.say('plate', 'bytes-identified', { digests: { sha256: sha('plate') } });
    ledger.say('plate', 'generated-by-tool', { tool: { id: 'comfyui', version: '0.3.44' } });
    ledger.declare('plate', { 'asset.genai': 'full' });
    expect(evidenceOf(ledger, 'base-generated')).toEqual([3, 4]);
  });

  it('for a mark: the mark that stands, with what it says', () => {
    const ledger = registered();
    ledger.say('plate', 'bytes-identified', { digests: { sha256: sha('plate') } });
    const first = ledger.mark('plate', 'AI placeholder');
    ledger.mark('plate', 'temp music');
    expect(evidenceOf(ledger, 'base-temporary-mark')).toEqual([3, 4]);
    ledger.lift('plate', [first]);
    expect(evidenceOf(ledger, 'base-temporary-mark')).toEqual([4]);
  });
});
