import type { DeliveryClass, Use } from '@clearance/domain';
import { BUNDLED_PACKS, composePolicy, type PackDocument, type Policy, type UseFacts } from '../policy-packs.js';
import { SmallLedger } from './ledger.js';
import { SmallRegistry } from './registry.js';

/** A pack that comes with the ledger. */
export function packNamed(id: string): PackDocument {
  const pack = BUNDLED_PACKS.find((bundled) => bundled.id === id);
  if (pack === undefined) throw new TypeError(`no pack "${id}" comes with the ledger`);
  return pack;
}

export function policyOf(packs: readonly PackDocument[], switches: Readonly<Record<string, boolean>> = {}): Policy {
  const composed = composePolicy(packs.map((pack) => ({ pack, switches: pick(switches, pack) })));
  if (!composed.ok) throw new TypeError(JSON.stringify(composed.faults));
  return composed.policy;
}

function pick(switches: Readonly<Record<string, boolean>>, pack: PackDocument) {
  return Object.fromEntries(Object.entries(switches).filter(([name]) => Object.hasOwn(pack.switches, name)));
}

export const netflix: PackDocument = packNamed('netflix-genai');

/** Terms under which nothing is to be said against a tool. */
export const CLEAN_TERMS = {
  enterpriseAgreement: 'yes',
  trainsOnIO: 'no',
  storesIO: 'no',
  licenceTier: 'enterprise',
  termsReviewedAt: '2026-01-01T00:00:00Z',
} as const;

/** A consent to which nothing is to be added. */
export const FULL_CONSENT = {
  state: 'granted',
  guildOk: 'yes',
  documentRef: 'dms://consents/1',
  territories: ['*'],
  languages: ['*'],
  mediums: ['*'],
} as const;

/** Facts with which a generated asset gives rise to notices alone. */
export const CLEAN_FACTS: Readonly<Record<string, unknown>> = {
  'asset.stage': 'temporary',
  'asset.media': 'image',
  'output.imitatesUnowned': 'no',
  'output.personalData': 'no',
  'output.thirdPartyIp': 'no',
  'model.fineTuned': 'no',
  'model.trainingRights': 'cleared',
  'model.ofPerformer': 'no',
  'model.trainedForProduction': 'none',
  'model.scopeOfWork': 'within',
  'ethics.mistakableForReal': 'no',
  'union.coveredRoleAffected': 'no',
  input: [],
  likeness: [],
};
export const CLEAN_USE: UseFacts = { prominence: 'none', onScreen: 'no', humanInput: 'meaningful' };

export const USE: Use = { class: 'final', territories: ['*'], languages: ['*'], medium: 'svod' };
export const useIn = (cls: DeliveryClass): Use => ({ ...USE, class: cls });

/** An input to which nothing is to be said. */
export const CLEAN_INPUT = {
  rights: 'production_owned',
  sensitivity: 'production',
  references: 'none',
  permission: 'none',
} as const;
export const CLEAN_LIKENESS = {
  kind: 'none',
  recognizable: 'yes',
  asScripted: 'yes',
  customary: 'yes',
  unsafeForHuman: 'no',
  intentChanged: 'no',
  mayHarm: 'no',
  consent: 'none',
} as const;

/**
 * One asset made by a generative enterprise tool, with clean facts but for those a test names; `undefined` leaves one out.
 * Judged in a review unless said otherwise.
 */
export class Generated {
  readonly registry = new SmallRegistry()
    .putTool('imagine', { class: 'generative', facts: CLEAN_TERMS })
    .putConsent('c1', { facts: FULL_CONSENT });
  readonly ledger: SmallLedger;

  constructor(
    facts: Readonly<Record<string, unknown>> = {},
    use: UseFacts = {},
    switches: Readonly<Record<string, boolean>> = {},
    tool: { readonly id: string; readonly version: string; readonly mode?: string } = { id: 'imagine', version: '4' },
  ) {
    this.ledger = new SmallLedger(policyOf([netflix], switches));
    this.ledger.registry = this.registry;
    this.ledger.asset('art');
    this.ledger.say('art', 'generated-by-tool', { tool });
    this.declare({ ...CLEAN_FACTS, ...facts });
    this.ledger.uses.set('art', { ...CLEAN_USE, ...use });
  }

  declare(facts: Readonly<Record<string, unknown>>): string {
    const stated = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
    return this.ledger.say('art', 'facts-declared', { facts: stated, evidence: [{ ref: 'dms://1' }] });
  }

  /** Open findings that count, as `outcome rule`, and `rule/element` where there is one. */
  open(use: Use = useIn('review')): string[] {
    return this.ledger
      .judge('art', use)
      .open.map(({ outcome, rule, element }) => `${outcome} ${rule}${element === null ? '' : `/${element}`}`);
  }

  notices(use: Use = useIn('review')): string[] {
    return this.ledger.judge('art', use).notices.map(({ rule }) => rule);
  }
}
