import type { AssetFact, BytesIdentifiedData, DerivedFromData, Member, VerdictData } from '../asset/events.js';
import { foldAsset } from '../asset/fold.js';
import type { Digests } from '../shared/digests.js';
import type { Scope } from '../shared/vocabulary.js';
import { givenStream } from './given.js';

/** The bytes of the plate that most specs are about, and others. */
export const SHA = 'a'.repeat(64);
export const OTHER_SHA = 'b'.repeat(64);

export const givenPlate = givenStream('asset-nightfall/plate', (events) => foldAsset('nightfall', 'plate', events));

export const registered = (data: Partial<Extract<AssetFact, { type: 'registered' }>['data']> = {}): AssetFact => ({
  type: 'registered',
  data: { name: 'Plate', kind: 'image', ...data },
});
export const bytes = (
  digests: Digests = { sha256: SHA },
  data: Omit<BytesIdentifiedData, 'digests'> = {},
): AssetFact => ({
  type: 'bytes-identified',
  data: { digests, ...data },
});
export const derived = (data: Partial<DerivedFromData> = {}): AssetFact => ({
  type: 'derived-from',
  data: { inputs: [{ asset: 'camera', kind: 'component' }], ...data },
});
export const members = (list: readonly Member[], part = 1, parts = 1): AssetFact => ({
  type: 'members-identified',
  data: { members: list, part, parts },
});
export const member = (name: string, sha256: string, size = 10): Member => ({ name, size, digests: { sha256 } });
export const marked: AssetFact = { type: 'marked-temporary', data: { reason: 'AI placeholder' } };

export const EVERYWHERE: Scope = {
  prominence: '*',
  classes: ['*'],
  territories: ['*'],
  languages: ['*'],
  mediums: ['*'],
};

/** A verdict for these specs: everything that is recorded of one. */
export function verdict(decision: string, position: number | null, outcome: VerdictData['verdict']): VerdictData {
  return {
    decision,
    verdict: outcome,
    position,
    use: { class: 'final', territories: ['*'], languages: ['*'], medium: '*' },
    policies: [{ id: 'base', version: '1', digest: 'p'.repeat(64), switches: {} }],
    engine: 1,
    summary: { total: 1 },
    causes: [],
    causeCount: 0,
  };
}

export function cause(root: string, message = 'held'): VerdictData['causes'][number] {
  return {
    rule: 'base-temporary-mark',
    outcome: 'deny',
    code: 'temporary-mark',
    message,
    root,
    element: null,
    evidence: [],
    missing: null,
    clears: null,
  };
}
