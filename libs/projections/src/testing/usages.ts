import { usageStream, type UsageData } from '@clearance/domain';
import { ANYWHERE } from './acts.js';
import {
  digestsOfBytes,
  inventedId,
  ITO,
  ofAsset,
  OKAFOR,
  PRODUCTION,
  saying,
  type About,
  type Saying,
} from './sayings.js';

/** Proposes usages in the specs, and does nothing else. */
export const DIRECTOR = 'd.irector@studio.example';

/** comfyui painting without performers, in every mode; proposed by the director. */
export function usageProposed(usage: string, data: Partial<UsageData['proposed']> = {}): Saying {
  const full: UsageData['proposed'] = {
    purpose: 'painted skies',
    tools: [{ id: 'comfyui', version: '0.3.*', modes: ['*'] }],
    performers: [],
    kind: 'written',
    rules: ['base-generated'],
    reach: 'contained',
    scope: ANYWHERE,
    note: null,
    ...data,
  };
  return ofUsage(usage, 'proposed', full, { by: DIRECTOR });
}

export function usageApproved(usage: string, data: Partial<UsageData['approved']> = {}, about: About = {}): Saying {
  const { by = ITO } = about;
  const full: UsageData['approved'] = {
    approval: inventedId('apr', usage, by),
    evidence: [{ ref: 'dms://legal/4711' }],
    grantedBy: null,
    expiresAt: null,
    note: null,
    policy: { id: 'base', version: '1', digest: '0'.repeat(64) },
    ...data,
  };
  return ofUsage(usage, 'approved', full, { by, ...about });
}

export function usageRejected(usage: string): Saying {
  return ofUsage(usage, 'rejected', { reason: 'no', evidence: [] }, { by: ITO });
}

export function usageRevoked(usage: string, effectiveAt?: string): Saying {
  const effect = effectiveAt === undefined ? 'ab-initio' : 'from';
  const data = { reason: 'granted in error', effect, effectiveAt: effectiveAt ?? null, evidence: [] };
  return ofUsage(usage, 'revoked', data, { by: OKAFOR });
}

export const conformanceId = (usage: string, assets: readonly string[]) => inventedId('cfm', usage, ...assets);

/** By Okafor, for the bytes that `bare` gives the assets. */
export function conformanceConfirmed(usage: string, assets: readonly string[], about: About = {}): Saying {
  const data: UsageData['conformance-confirmed'] = {
    conformance: conformanceId(usage, assets),
    digests: assets.map((asset) => digestsOfBytes(asset).sha256),
    evidence: [{ ref: 'dms://review/88' }],
    note: null,
  };
  return ofUsage(usage, 'conformance-confirmed', data, { by: OKAFOR, ...about });
}

export function conformanceRevoked(usage: string, assets: readonly string[]): Saying {
  const data = { conformance: conformanceId(usage, assets), reason: 'another sky', evidence: [] };
  return ofUsage(usage, 'conformance-revoked', data, { by: ITO });
}

export function madeUnder(asset: string, usage: string, about?: About): Saying {
  return ofAsset(asset, 'made-under', { usage }, about);
}

export function ofUsage(usage: string, type: string, data: object, about?: About): Saying {
  return saying(usageStream(PRODUCTION, usage), type, data, about);
}
