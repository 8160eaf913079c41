import { sha256Hex } from '@clearance/canonical';
import {
  checkStream,
  deliveryStream,
  manifestStream,
  type ActData,
  type FindingKey,
  type ManifestItemData,
  type PinnedPack,
  type Scope,
  type Use,
} from '@clearance/domain';
import {
  digestsOfBytes,
  eventIdFor,
  inventedId,
  ITO,
  ofAsset,
  OKAFOR,
  PRODUCTION,
  saying,
  type About,
  type Saying,
} from './sayings.js';

export const ANYWHERE: Scope = {
  prominence: '*',
  classes: ['*'],
  territories: ['*'],
  languages: ['*'],
  mediums: ['*'],
  window: null,
};
export const EVERYWHERE: Use = { class: 'final', territories: ['*'], languages: ['*'], medium: '*' };
const POLICY = { id: 'base', version: '1', digest: '0'.repeat(64) };

export const keyOf = (rule: string, root: string): FindingKey => ({ rule, root, element: null });
export const approvalId = (asset: string, id = '') => inventedId('apr', asset, id);

/** An approval by Ito, for the bytes that `bare` gives the asset. */
export function approved(
  asset: string,
  findings: readonly FindingKey[],
  data: Partial<ActData['approved']> & { readonly bytes?: string } = {},
  about: About = {},
): Saying {
  const { bytes = asset, ...rest } = data;
  const full: ActData['approved'] = {
    approval: approvalId(asset, about.id),
    kind: 'written',
    digest: { sha256: digestsOfBytes(bytes).sha256 },
    reach: 'exact',
    findings,
    seenAt: null,
    scope: ANYWHERE,
    evidence: [{ ref: 'dms://legal/4711' }],
    grantedBy: null,
    expiresAt: null,
    request: null,
    note: null,
    policy: POLICY,
    ...rest,
  };
  return ofAsset(asset, 'approved', full, { by: ITO, ...about });
}

/** Okafor breaks the glass at an asset, until noon of the day after the log begins unless told otherwise. */
export function overridden(
  asset: string,
  findings: readonly FindingKey[],
  expiresAt = '2026-03-02T12:00:00.000Z',
): Saying {
  const { data } = approved(asset, findings, { kind: 'break-glass', reach: 'contained', approval: overrideId(asset) });
  const full = { ...data, justification: 'it airs tonight', expiresAt };
  return ofAsset(asset, 'override-granted', full, { by: OKAFOR });
}

/** Okafor shows that a condition of the approval of an asset is met. */
export function conditionEvidenced(asset: string, condition: string): Saying {
  const { data } = approved(asset, []);
  const { approval } = data as ActData['approved'];
  const evidence = [{ ref: 'proof.pdf', digest: { sha256: digestsOfBytes('proof').sha256 } }];
  return ofAsset(asset, 'condition-evidenced', { approval, condition, evidence, note: null }, { by: OKAFOR });
}

export const overrideId = (asset: string) => inventedId('apr', asset, 'override');

export function rejected(asset: string, findings: readonly FindingKey[], request: string | null = null): Saying {
  const { data } = approved(asset, findings, { request, approval: inventedId('apr', asset, 'rejected') });
  const { expiresAt: _, ...rest } = data as ActData['approved'];
  return ofAsset(asset, 'approval-rejected', rest, { by: ITO });
}

export function revoked(
  asset: string,
  approval: string,
  effect: 'ab-initio' | 'from' = 'ab-initio',
  effectiveAt: string | null = null,
): Saying {
  return ofAsset(
    asset,
    'approval-revoked',
    { approval, reason: 'granted in error', effect, effectiveAt, evidence: [] },
    { by: OKAFOR },
  );
}

export function requested(
  asset: string,
  findings: readonly FindingKey[],
  data: Partial<ActData['approval-requested']> = {},
  about: About = {},
): Saying {
  const full: ActData['approval-requested'] = {
    request: inventedId('req', asset, about.id ?? ''),
    kind: 'written',
    scope: ANYWHERE,
    reach: 'exact',
    findings,
    digest: { sha256: digestsOfBytes(asset).sha256 },
    note: null,
    assignees: [],
    dueAt: null,
    check: null,
    ...data,
  };
  return ofAsset(asset, 'approval-requested', full, about);
}

export function lifted(asset: string, marks: readonly Saying[], about: About = {}): Saying {
  const data: ActData['temporary-mark-lifted'] = {
    marks: marks.map(eventIdFor),
    reason: 'replaced by the final plate',
    digest: { sha256: digestsOfBytes(asset).sha256 },
    evidence: [{ ref: 'dms://review/88' }],
  };
  return ofAsset(asset, 'temporary-mark-lifted', data, { by: ITO, ...about });
}

export function confirmed(asset: string, of: string, roots: readonly string[], about: About = {}): Saying {
  const data: ActData['replacement-confirmed'] = {
    of,
    roots,
    replacedBy: [],
    removed: true,
    digest: { sha256: digestsOfBytes(asset).sha256 },
    reason: 'taken out',
    evidence: [],
  };
  return ofAsset(asset, 'replacement-confirmed', data, { by: ITO, ...about });
}

export const retractionId = (asset: string) => inventedId('ret', asset);

/** Proposed by Ito. */
export function retractionOf(asset: string, facts: readonly Saying[], about: About = {}): Saying {
  const data = { retraction: retractionId(asset), events: facts.map(eventIdFor), reason: 'never used', evidence: [] };
  return ofAsset(asset, 'retraction-proposed', data, { by: ITO, ...about });
}

/** Accepted by Okafor. */
export function retracted(asset: string, facts: readonly Saying[], about: About = {}): Saying {
  const data = { retraction: retractionId(asset), events: facts.map(eventIdFor), reason: 'checked', evidence: [] };
  return ofAsset(asset, 'fact-retracted', data, { by: OKAFOR, ...about });
}

export function deliveryOpened(delivery: string, use: Partial<Use> = {}): Saying {
  const data = {
    name: delivery,
    class: 'final',
    recipient: 'streamer',
    territories: ['*'],
    languages: ['*'],
    medium: '*',
    eidr: null,
    dueAt: null,
    labels: {},
    ...use,
  };
  return saying(deliveryStream(PRODUCTION, delivery), 'opened', data);
}

/** A manifest that lists the bytes of assets, a check of it, and a release on that check: everything found clear. */
export function released(
  delivery: string,
  assets: readonly string[],
  about: About & { readonly use?: Use; readonly policies?: readonly PinnedPack[] } = {},
): Saying[] {
  const { use = EVERYWHERE, policies = [], ...rest } = about;
  const items: ManifestItemData[] = assets.map((asset) => ({
    path: `package/${asset}`,
    size: null,
    digests: digestsOfBytes(asset),
  }));
  const manifest = sha256Hex(`${delivery} ${assets.join(' ')}`);
  const check = inventedId('chk', delivery, assets.join(' '));
  const decision = inventedId('dec', delivery, assets.join(' '));
  const reference = { id: manifest, name: 'items.json', format: 'items', sha256: manifest, items: items.length };
  const verdict = {
    decision,
    verdict: 'release',
    position: 1,
    use,
    policies,
    engine: 1,
    summary: {},
    causes: [],
    causeCount: 0,
    verdictDigest: '0'.repeat(64),
  };
  const sealed = {
    format: 'items',
    sha256: manifest,
    size: 1,
    chunks: 1,
    items: items.length,
    itemsDigest: '0'.repeat(64),
    reader: { name: 'items', version: 1 },
  };
  return [
    saying(manifestStream(PRODUCTION, manifest), 'chunk', { part: 1, from: 0, items }, rest),
    saying(manifestStream(PRODUCTION, manifest), 'sealed', sealed, rest),
    saying(
      checkStream(PRODUCTION, check),
      'check-requested',
      { check, delivery, manifests: [reference], files: null, problems: [] },
      rest,
    ),
    saying(checkStream(PRODUCTION, check), 'checked', { ...verdict, problems: [] }, rest),
    saying(deliveryStream(PRODUCTION, delivery), 'release-requested', { decision, check, validUntil: null }, rest),
    saying(
      deliveryStream(PRODUCTION, delivery),
      'released',
      { ...verdict, check, validUntil: null, manifests: [reference] },
      rest,
    ),
  ];
}
