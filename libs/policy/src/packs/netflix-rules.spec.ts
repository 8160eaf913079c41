import type { ToolRef } from '@clearance/domain';
import { describe, expect, it } from 'vitest';
import type { UseFacts } from '../condition/guard.js';
import {
  CLEAN_INPUT,
  CLEAN_LIKENESS,
  CLEAN_TERMS,
  FULL_CONSENT,
  Generated,
  netflix,
  USE,
  useIn,
} from '../testing/netflix.js';

interface Case {
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly use?: UseFacts;
  /** Terms of the tool; null = it is not in the register. */
  readonly terms?: Readonly<Record<string, unknown>> | null;
  readonly consent?: Readonly<Record<string, unknown>>;
  readonly class?: 'assistive' | 'none' | null;
}
type Row = readonly [rule: string, matches: Case, clear: Case, unknown: Case, says: string];

const input = (given: object) => ({ facts: { input: [{ ...CLEAN_INPUT, asset: 'i1', ...given }] } });
const likeness = (given: object) => ({ facts: { likeness: [{ ...CLEAN_LIKENESS, performer: 'p1', ...given }] } });
const terms = (given: object) => ({ terms: { ...CLEAN_TERMS, ...given } });
const notAsPlayed = { asScripted: 'no', recognizable: 'yes' };
const onScreen = { onScreen: 'yes', prominence: 'incidental' };
const poster = { 'asset.stage': 'candidate', 'asset.media': 'image' };

/** Of every rule: facts with which it matches, clean ones beside them, and the same with one of them not known. */
const ROWS: readonly Row[] = [
  [
    'NFX-00',
    {},
    { class: 'none' },
    { facts: { 'asset.genai': 'unknown' } },
    'art was made with AI (full): tell the Netflix contact',
  ],
  [
    'NFX-P1',
    { facts: { 'output.imitatesUnowned': 'yes' } },
    { facts: { 'output.imitatesUnowned': 'no' } },
    { facts: { 'output.imitatesUnowned': undefined } },
    'art shows identifiable features of work that the production does not own',
  ],
  [
    'NFX-P2',
    terms({ storesIO: 'yes' }),
    terms({}),
    terms({ trainsOnIO: 'unknown' }),
    'imagine 4 stores, reuses or trains on what art was made from',
  ],
  [
    'NFX-P3',
    terms({ enterpriseAgreement: 'no' }),
    terms({}),
    { terms: null },
    'art was made with imagine 4 outside an enterprise agreement',
  ],
  [
    'NFX-P4',
    { facts: { 'asset.stage': 'candidate' } },
    { facts: { 'asset.stage': 'temporary' } },
    { facts: { 'asset.stage': undefined } },
    'art is generated and headed for a deliverable',
  ],
  [
    'NFX-P5',
    likeness({ kind: 'synthetic', recognizable: 'no' }),
    { facts: { ...likeness({ kind: 'synthetic', recognizable: 'no' }).facts, 'union.agreementRef': 'dms://7' } },
    { facts: { likeness: undefined } },
    'art has a synthetic performer who resembles nobody, and no agreement is on record',
  ],
  [
    'NFX-P*',
    { facts: { 'union.coveredRoleAffected': undefined } },
    {},
    { facts: { 'asset.genai': 'unknown', 'output.imitatesUnowned': 'unknown' } },
    'a guiding principle is not answered for art',
  ],
  [
    'NFX-P0',
    {},
    terms({ storesIO: 'yes' }),
    terms({ storesIO: 'unknown' }),
    'art keeps to all five guiding principles: go on, and tell the Netflix contact',
  ],
  [
    'NFX-G1',
    { facts: { 'asset.stage': 'deliverable' } },
    { facts: { 'asset.stage': 'candidate' } },
    { facts: { 'output.personalData': undefined } },
    "art is generated and is a deliverable, or shows a performer, personal information or somebody else's property",
  ],
  [
    'NFX-D1',
    input({ sensitivity: 'personal_data' }),
    input({ sensitivity: 'personal_data', permission: 'granted' }),
    { facts: { input: undefined } },
    "i1 was given to imagine 4 without permission: it is Netflix's own, or personal data",
  ],
  [
    'NFX-D2',
    { facts: { 'model.fineTuned': 'yes', 'model.trainingRights': 'uncleared' } },
    { facts: { 'model.fineTuned': 'yes', 'model.trainingRights': 'cleared' } },
    { facts: { 'model.fineTuned': 'yes', 'model.trainingRights': undefined } },
    "art was made with a model that was trained on somebody's work without clearance",
  ],
  [
    'NFX-C1',
    { use: { prominence: 'key_element' } },
    { use: { prominence: 'story_relevant' } },
    { facts: { 'asset.genai': 'unknown' }, use: { prominence: undefined } },
    'art is generated and a main character, a key visual or a setting the story turns on',
  ],
  [
    'NFX-C2',
    input({ references: ['public_figure', 'none'] }),
    input({ references: 'public_figure', permission: 'granted' }),
    input({ references: 'unknown' }),
    'i1, from which art was made, refers to a protected work or a person (public_figure) without permission',
  ],
  [
    'NFX-T1',
    likeness({ kind: 'synthetic' }),
    likeness({ kind: 'synthetic', consent: 'c1' }),
    likeness({ kind: 'synthetic', consent: 'unknown' }),
    'art shows p1 as a digital performer, and no consent that complies with the guild covers it (consent: none)',
  ],
  [
    'NFX-T2',
    likeness({ intentChanged: 'yes' }),
    likeness({ intentChanged: 'no' }),
    likeness({ intentChanged: undefined }),
    'art significantly changes tone, delivery or intent of what p1 performed',
  ],
  [
    'NFX-T3',
    likeness({ kind: 'replica', ...notAsPlayed }),
    likeness({ kind: 'replica', ...notAsPlayed, consent: 'c1' }),
    likeness({ kind: 'replica', ...notAsPlayed, consent: 'unknown' }),
    'art has a digital replica of p1 in work they did not perform, without consent (consent: none)',
  ],
  [
    'NFX-T4',
    likeness({ kind: 'alteration', asScripted: 'no', customary: 'no' }),
    likeness({ kind: 'alteration', asScripted: 'no', customary: 'yes' }),
    likeness({ kind: 'alteration', asScripted: 'no', customary: undefined }),
    'art alters p1 beyond what is customary, without consent (consent: none)',
  ],
  [
    'NFX-T5',
    { facts: { 'model.ofPerformer': 'yes', 'model.scopeOfWork': 'outside', 'model.partiesConsent': 'none' } },
    {
      facts: { 'model.ofPerformer': 'yes', 'model.trainedForProduction': 'nightfall', 'model.partiesConsent': 'none' },
    },
    { facts: { 'model.ofPerformer': 'yes', 'model.scopeOfWork': 'outside' } },
    'art was made with a model of a performer outside the production or the scope it was agreed for',
  ],
  [
    'NFX-T6',
    likeness({ kind: 'alteration', mayHarm: 'yes' }),
    likeness({ kind: 'none', mayHarm: 'yes' }),
    likeness({ kind: 'alteration', mayHarm: 'perhaps' }),
    'art may harm the reputation or dignity of p1, or is poor in quality',
  ],
  [
    'NFX-E1',
    { facts: { 'ethics.mistakableForReal': 'yes' } },
    { facts: { 'ethics.mistakableForReal': 'no' } },
    { facts: { 'ethics.mistakableForReal': true } },
    'art is generated and may be taken for real events, people or statements',
  ],
  [
    'NFX-E2',
    { facts: { 'union.coveredRoleAffected': 'yes' } },
    { facts: { 'union.coveredRoleAffected': 'yes', 'union.agreementRef': 'dms://8' } },
    { facts: { 'union.coveredRoleAffected': undefined } },
    'art replaces or materially affects work that a union represents, and no agreement is on record',
  ],
  [
    'NFX-S1',
    input({ sensitivity: 'sensitive' }),
    input({ sensitivity: 'production' }),
    input({ sensitivity: undefined }),
    'i1 is sensitive (sensitive) and was given to imagine 4',
  ],
  [
    'NFX-S2',
    terms({ enterpriseAgreement: 'no', trainsOnIO: 'yes' }),
    terms({ enterpriseAgreement: 'no' }),
    terms({ enterpriseAgreement: 'unknown', trainsOnIO: 'yes' }),
    'art was made with imagine 4, outside an enterprise agreement, with terms that were not reviewed or do not exclude training',
  ],
  [
    'NFX-F1',
    { use: onScreen },
    { use: { onScreen: 'no' } },
    { facts: { 'asset.genai': 'unknown' }, use: onScreen },
    'art is generated and seen or heard in the cut: flag it early',
  ],
  [
    'NFX-F2',
    { facts: poster, use: onScreen },
    { facts: { ...poster, 'asset.media': 'video' }, use: onScreen },
    { facts: { ...poster, 'asset.media': undefined }, use: onScreen },
    'art is generated image that is seen or heard in the cut: its rights have to be clear',
  ],
  [
    'NFX-F3',
    { use: onScreen },
    { use: { onScreen: 'no' } },
    { facts: { 'asset.genai': 'unknown' }, use: onScreen },
    'art is generated and incidental: a matter of judgement, note why',
  ],
  [
    'NFX-F4',
    { facts: poster, use: { prominence: 'story_relevant' } },
    { facts: poster, use: { prominence: 'incidental' } },
    { facts: { ...poster, 'asset.genai': 'unknown' }, use: { prominence: 'story_relevant' } },
    'art is generated and prominent: the story turns on it, or somebody refers to it',
  ],
  [
    'NFX-M1',
    { facts: { 'asset.stage': 'ideation' } },
    { facts: { 'asset.stage': 'temporary' } },
    { facts: { 'asset.stage': 'unknown' } },
    'art is for ideation: go',
  ],
  [
    'NFX-M2',
    { use: onScreen },
    { use: { onScreen: 'no' } },
    { facts: { 'asset.genai': 'unknown' }, use: onScreen },
    'art is a generated background element: caution',
  ],
  [
    'NFX-M2-story',
    { use: { onScreen: 'yes', prominence: 'story_relevant' } },
    { use: onScreen },
    { facts: { 'asset.stage': undefined }, use: { onScreen: 'yes', prominence: 'story_relevant' } },
    'art is a generated element on camera that the story turns on',
  ],
  [
    'NFX-M3',
    { facts: poster, use: { prominence: 'key_element' } },
    { facts: poster, use: { prominence: 'story_relevant' } },
    { facts: { 'asset.stage': undefined }, use: { prominence: 'key_element' } },
    'art is a generated character design or key visual that is to be final',
  ],
  [
    'NFX-M4',
    likeness({ kind: 'replica', consent: 'c1' }),
    likeness({ kind: 'replica', recognizable: 'no', consent: 'c1' }),
    likeness({ kind: 'replica', recognizable: undefined, consent: 'c1' }),
    'art replicates p1 (another age, a synthetic voice): consent and counsel first',
  ],
  [
    'NFX-M5',
    { facts: { 'model.fineTuned': 'yes', 'model.trainingRights': 'uncleared' } },
    { facts: { 'model.fineTuned': 'no', 'model.trainingRights': 'uncleared' } },
    { facts: { 'model.fineTuned': undefined, 'model.trainingRights': 'uncleared' } },
    'the model behind art was trained on data that the production does not own',
  ],
  [
    'NFX-M6',
    input({ rights: 'netflix_proprietary' }),
    input({ rights: 'production_owned' }),
    input({ rights: 'unknown' }),
    "i1 is Netflix's own and was given to imagine 4, an enterprise tool: caution",
  ],
  [
    'NFX-M6-open',
    { ...input({ rights: 'netflix_proprietary' }), ...terms({ enterpriseAgreement: 'no' }) },
    input({ rights: 'netflix_proprietary' }),
    { ...input({ rights: 'netflix_proprietary' }), terms: null },
    "i1 is Netflix's own and was given to imagine 4, outside an enterprise agreement",
  ],
];

/** Rules about a chain of steps; they have their own tests below. */
const OF_STEPS = ['NFX-V1', 'NFX-V2'];

function assetWith({
  facts = {},
  use = {},
  terms: stated = CLEAN_TERMS,
  consent = FULL_CONSENT,
  class: cls,
}: Case): Generated {
  const asset = new Generated(facts, use);
  if (cls !== undefined || stated !== CLEAN_TERMS)
    asset.registry.putTool('imagine', { class: cls === undefined ? 'generative' : cls, facts: stated ?? {} });
  if (consent !== FULL_CONSENT) asset.registry.putConsent('c1', { facts: consent });
  return asset;
}

function found(asset: Generated, rule: string) {
  const { open, notices } = asset.ledger.judge('art', useIn('review'));
  const judged = [...open, ...notices].filter((finding) => finding.rule === rule);
  const own = asset.ledger.own('art').findings.filter((finding) => finding.rule === rule);
  return { judged, message: own.map(({ message }) => message).join(' | ') };
}

describe.each(ROWS)('%s', (rule, matches, clear, unknown, says) => {
  const definition = netflix.rules.find(({ id }) => id === rule)!;

  it('matches, with its own outcome and in words', () => {
    const { judged, message } = found(assetWith(matches), rule);
    expect(judged.map(({ outcome }) => outcome)).toEqual([definition.outcome]);
    expect(message).toBe(says);
  });

  it('is silent where the facts are clean', () => {
    expect(found(assetWith(clear), rule).judged).toEqual([]);
  });

  it('F2: counts as matched where a fact is not known, and says so', () => {
    const { judged, message } = found(assetWith(unknown), rule);
    expect(judged.map(({ outcome }) => outcome)).toEqual([definition.outcome]);
    expect(message).not.toBe('');
    expect(message).not.toBe(says);
  });
});

describe('a chain of steps', () => {
  const chain = (vendorOfSecond: string | null, tool: ToolRef | null = { id: 'imagine', version: '4' }) => {
    const asset = new Generated();
    asset.registry.putVendor('acme', { facts: { dataHandling: 'pass', creativeControl: 'pass' } });
    asset.registry.putVendor('lax', { facts: { dataHandling: 'conditional', creativeControl: 'pass' } });
    asset.ledger.say('art', 'derived-from', {
      inputs: [],
      inputsComplete: 'yes',
      step: 'finish',
      ...(vendorOfSecond === null ? {} : { vendor: vendorOfSecond }),
      ...(tool === null ? {} : { tool }),
    });
    return asset;
  };

  it('NFX-V1: matches a step of a vendor that does not say with what it was made', () => {
    const { judged, message } = found(chain('acme', null), 'NFX-V1');
    expect(judged).toHaveLength(1);
    expect(message).toBe(
      'a step of art (finish) does not say with what it was made, or fails on data, consent or integrity',
    );
  });
  it('NFX-V1: is silent where every step is declared and right, and where no vendor has a part in it', () => {
    expect(found(chain('acme'), 'NFX-V1').judged).toEqual([]);
    expect(found(chain(null, null), 'NFX-V1').judged).toEqual([]);
  });
  it('NFX-V1: matches where it is not known whether the tool of a step keeps what it is given', () => {
    const asset = chain('acme', { id: 'nobody-classed', version: '1' });
    expect(found(asset, 'NFX-V1').message).toBe(
      'of a step of art (finish) it is not known whether it is right on data, consent and integrity: asset.genai, tool.storesIO, tool.trainsOnIO',
    );
  });
  it('NFX-V2: matches a vendor that did not pass, is silent for one that did, and matches one nobody assessed', () => {
    expect(found(chain('lax'), 'NFX-V2').message).toBe('lax, who made a step of art, did not pass the assessment');
    expect(found(chain('acme'), 'NFX-V2').judged).toEqual([]);
    expect(found(chain('stranger'), 'NFX-V2').message).toBe('stranger, who made a step of art, has not been assessed');
  });
});

it('every rule of the pack has its match, its clear and its unknown', () => {
  expect([...ROWS.map(([rule]) => rule), ...OF_STEPS].sort()).toEqual(netflix.rules.map(({ id }) => id).sort());
});

describe('consents', () => {
  const replica = { facts: likeness({ kind: 'replica', ...notAsPlayed, consent: 'c1' }).facts };

  it.each(['none', 'pending', 'suspended', 'expired', 'withdrawn', 'unknown', 'lost'])(
    'one that is %s covers nothing',
    (state) => {
      const asset = assetWith({ ...replica, consent: { ...FULL_CONSENT, state } });
      expect(asset.open().filter((text) => text.startsWith('deny'))).toEqual(['deny NFX-T1/p1', 'deny NFX-T3/p1']);
    },
  );

  it.each([
    ['territories', ['DE']],
    ['languages', ['de']],
    ['mediums', ['theatrical']],
  ])('one for other %s does not cover the use', (field, words) => {
    const asset = assetWith({ ...replica, consent: { ...FULL_CONSENT, [field]: words } });
    expect(asset.open().filter((text) => text.startsWith('deny'))).toEqual(['deny NFX-T1/p1', 'deny NFX-T3/p1']);
    const narrow = { ...USE, class: 'review', territories: ['DE'], languages: ['de'], medium: 'theatrical' } as const;
    expect(asset.open(narrow).filter((text) => text.startsWith('deny'))).toEqual([]);
  });

  it('one of another performer covers nobody else', () => {
    const asset = assetWith({ ...replica, consent: { ...FULL_CONSENT, performer: 'p2' } });
    expect(asset.open()).toContain('deny NFX-T3/p1');
    const own = assetWith({ ...replica, consent: { ...FULL_CONSENT, performer: 'p1' } });
    expect(own.open()).not.toContain('deny NFX-T3/p1');
  });

  it('guild compliance and a document are asked of a digital performer besides', () => {
    for (const less of [{ guildOk: 'no' }, { documentRef: undefined }]) {
      const asset = assetWith({ ...replica, consent: { ...FULL_CONSENT, ...less } });
      expect(asset.open().filter((text) => text.startsWith('deny'))).toEqual(['deny NFX-T1/p1']);
    }
  });

  it.each([
    { asScripted: 'yes' },
    { asScripted: 'no', unsafeForHuman: 'yes' },
    { asScripted: 'no', recognizable: 'no' },
  ])('none is needed for a replica that is as performed, unsafe for a person or not recognisable: %j', (given) => {
    const asset = assetWith(likeness({ kind: 'replica', ...given, consent: 'none' }));
    expect(asset.open().filter((text) => text.startsWith('deny'))).toEqual([]);
  });

  it('a consent that was given and taken back is a no, as performed or not', () => {
    const asset = assetWith({
      facts: likeness({ kind: 'replica', asScripted: 'yes', consent: 'c1' }).facts,
      consent: { ...FULL_CONSENT, state: 'suspended' },
    });
    expect(asset.open().filter((text) => text.startsWith('deny'))).toEqual(['deny NFX-T1/p1', 'deny NFX-T3/p1']);
  });
});
