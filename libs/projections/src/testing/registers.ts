import {
  consentStream,
  deliveryStream,
  groupStream,
  policyStream,
  productionStream,
  toolStream,
  type ConsentData,
  type DeliveryData,
  type PinnedPack,
  type ToolData,
  type VendorData,
  vendorStream,
} from '@clearance/domain';
import { BUNDLED_PACKS, documentDigest, loadPack, type PackDocument } from '@clearance/policy';
import { OKAFOR, PRODUCTION, saying, type About, type Saying } from './sayings.js';

export function productionOpened(): Saying {
  return saying(productionStream(PRODUCTION), 'opened', { title: null, packs: [] });
}

/** A bundled pack as a production pins it. */
export function pinned(id: string, switches: Readonly<Record<string, boolean>> = {}): PinnedPack {
  const pack = BUNDLED_PACKS.find((each) => each.id === id);
  if (pack === undefined) throw new Error(`no bundled pack ${id}`);
  return { id, version: pack.version, digest: documentDigest(pack), switches };
}

/** Generated material takes two people of the board. */
export function boardPack(): PackDocument {
  const loaded = loadPack(`id: board
version: "1"
title: The board
notice: Not legal advice.
sources: [{id: book, title: The book, publisher: Us, published: "2026-01", read: "2026-01"}]
replace: [base-generated]
approvals: [{kind: board, by: the board, quorum: 2}]
facts: {asset: {fields: {genai: {values: [none, assistive, partial, full]}}}}
rules:
  - id: BOARD-1
    title: Generated
    source: {doc: book, section: one, asOf: "2026-01"}
    outcome: approval
    when: {fact: asset.genai, gte: partial}
    message: "{root} is generated"
    clears: {message: The board agrees, anyOf: [[{approval: board}]]}
`);
  if (!loaded.ok) throw new TypeError(JSON.stringify(loaded.faults));
  return loaded.pack;
}

/** A pack of a test's own, published, and as a production pins it. */
export function packPublished(pack: PackDocument): Saying {
  const digest = documentDigest(pack);
  return saying(policyStream(pack.id), 'pack-published', { id: pack.id, version: pack.version, digest, pack });
}

export function pinOf(pack: PackDocument): PinnedPack {
  return { id: pack.id, version: pack.version, digest: documentDigest(pack), switches: {} };
}

/** Bundled packs by id; the packs named are all that bind from here on. */
export function adopted(...packs: readonly (string | PinnedPack)[]): Saying {
  const pins = packs.map((pack) => (typeof pack === 'string' ? pinned(pack) : pack));
  return saying(productionStream(PRODUCTION), 'policy-adopted', { packs: pins, reason: 'as agreed' });
}

export function toolRegistered(tool: string): Saying {
  return saying(toolStream(tool), 'registered', { name: tool, supplier: null });
}

export function classified(tool: string, data: Partial<ToolData['classified']> = {}, about?: About): Saying {
  const full: ToolData['classified'] = {
    version: '*',
    mode: '*',
    class: 'generative',
    from: null,
    evidence: [],
    ...data,
  };
  return saying(toolStream(tool), 'classified', full, about);
}

/** An enterprise agreement that keeps and trains on nothing. */
export function termsReviewed(tool: string, data: Partial<ToolData['terms-reviewed']> = {}, about?: About): Saying {
  const full: ToolData['terms-reviewed'] = {
    reviewedAt: '2026-01-10T00:00:00.000Z',
    from: '2026-01-01T00:00:00.000Z',
    tier: 'enterprise',
    processing: 'local',
    enterpriseAgreement: 'yes',
    storesIO: 'no',
    trainsOnIO: 'no',
    productions: null,
    evidence: [{ ref: 'dms://legal/terms' }],
    ...data,
  };
  return saying(toolStream(tool), 'terms-reviewed', full, about);
}

export function toolStanding(tool: string, type: 'suspended' | 'reinstated', from: string | null = null): Saying {
  return saying(toolStream(tool), type, { reason: 'under review', from });
}

export function vendorRegistered(vendor: string): Saying {
  return saying(vendorStream(vendor), 'registered', { name: vendor });
}

/** Passed in everything, for every production. */
export function vendorAssessed(vendor: string, data: Partial<VendorData['assessed']> = {}): Saying {
  const full: VendorData['assessed'] = {
    assessedAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2027-01-01T00:00:00.000Z',
    dataHandling: 'pass',
    creativeControl: 'pass',
    results: 'pass',
    conditions: null,
    productions: null,
    evidence: [{ ref: 'dms://vendors/assessment' }],
    ...data,
  };
  return saying(vendorStream(vendor), 'assessed', full);
}

export function consentRecorded(consent: string, data: Partial<ConsentData['recorded']> = {}, about?: About): Saying {
  const full: ConsentData['recorded'] = {
    kind: 'consent',
    party: 'per_lead',
    purpose: 'de-ageing',
    uses: ['de-ageing, episode 1'],
    territories: ['*'],
    languages: ['*'],
    mediums: ['*'],
    window: { from: null, until: null },
    document: { ref: 'dms://legal/consent' },
    guildOk: 'yes',
    group: null,
    ...data,
  };
  return saying(consentStream(PRODUCTION, consent), 'recorded', full, about);
}

export function consentWithdrawn(consent: string, effectiveAt: string | null = null): Saying {
  return consentChanged(consent, 'withdrawn', effectiveAt);
}

export function consentChanged(
  consent: string,
  type: 'withdrawn' | 'suspended' | 'reinstated',
  effectiveAt: string | null = null,
): Saying {
  const data: ConsentData['withdrawn'] = { reason: `${type} in writing`, effectiveAt, evidence: [] };
  return saying(consentStream(PRODUCTION, consent), type, data);
}

export function groupChanged(group: string, type: 'suspended' | 'lifted', effectiveAt: string | null = null): Saying {
  return saying(groupStream(PRODUCTION, group), type, { reason: 'strike', effectiveAt });
}

export function useDeclared(delivery: string, asset: string, use: Partial<DeliveryData['use-declared']>): Saying {
  const data: DeliveryData['use-declared'] = {
    asset,
    prominence: 'unknown',
    onScreen: 'unknown',
    humanInput: 'unknown',
    note: null,
    ...use,
  };
  return saying(deliveryStream(PRODUCTION, delivery), 'use-declared', data);
}

/** Covers what an assistive tool does here. */
export function toolRuled(
  tool: string,
  mode: string,
  rules: readonly string[],
  expiresAt: string | null = null,
): Saying {
  const data = { ruling: `rul_${tool}`, tool, version: '*', mode, rules, reason: 'agreed', evidence: [], expiresAt };
  return saying(productionStream(PRODUCTION), 'tool-use-ruled', data, { by: OKAFOR });
}

/** Takes the ruling on a tool back, from the start unless a time is given. */
export function toolRulingRevoked(tool: string, effectiveAt: string | null = null, production = PRODUCTION): Saying {
  const effect = effectiveAt === null ? 'ab-initio' : 'from';
  const data = { ruling: `rul_${tool}`, reason: 'it does more', effect, effectiveAt, evidence: [] };
  return saying(productionStream(production), 'tool-ruling-revoked', data, { by: OKAFOR });
}
