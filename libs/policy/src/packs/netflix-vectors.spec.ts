import { describe, expect, it } from 'vitest';
import { ANY_SCOPE, sha, SmallLedger } from '../testing/ledger.js';
import {
  CLEAN_FACTS,
  CLEAN_INPUT,
  CLEAN_LIKENESS,
  CLEAN_TERMS,
  CLEAN_USE,
  FULL_CONSENT,
  Generated,
  netflix,
  policyOf,
  useIn,
} from '../testing/netflix.js';
import { SmallRegistry } from '../testing/registry.js';

const POSTER = { 'asset.stage': 'deliverable', 'asset.media': 'image' };
const ON_SCREEN = { onScreen: 'yes', prominence: 'incidental' };
const SCRIPT = [{ ...CLEAN_INPUT, asset: 'script', rights: 'netflix_proprietary', sensitivity: 'sensitive' }];
const DE_AGED = {
  'asset.stage': 'deliverable',
  likeness: [{ ...CLEAN_LIKENESS, performer: 'p1', kind: 'replica', consent: 'c1' }],
};

describe('the golden vectors of the Netflix pack', () => {
  it('v1: an ideation moodboard from an enterprise tool without a likeness is told, not stopped', () => {
    const board = new Generated({ 'asset.stage': 'ideation' });
    expect(board.open()).toEqual([]);
    expect(board.notices().filter((rule) => rule.startsWith('NFX'))).toEqual(['NFX-00', 'NFX-M1', 'NFX-P0']);
  });

  it('v2: v1, and whether the tool trains on it is not known', () => {
    const board = new Generated({ 'asset.stage': 'ideation' });
    board.registry.putTool('imagine', { class: 'generative', facts: { ...CLEAN_TERMS, trainsOnIO: 'unknown' } });
    expect(board.open()).toEqual(['escalate NFX-P*', 'escalate NFX-P2']);
  });

  it('v3: v1, in a tool without an enterprise agreement whose terms nobody reviewed', () => {
    const board = new Generated({ 'asset.stage': 'ideation' });
    board.registry.putTool('imagine', {
      class: 'generative',
      facts: { enterpriseAgreement: 'no', trainsOnIO: 'no', storesIO: 'no' },
    });
    expect(board.open()).toEqual(['deny NFX-S2', 'escalate NFX-P3']);
  });

  it('v4: a temporary comp needs an approval from the event on that makes it a deliverable, not before', () => {
    const comp = new Generated({ 'asset.stage': 'temporary' });
    expect(comp.open()).toEqual([]);
    comp.declare({ 'asset.stage': 'deliverable' });
    expect(comp.open()).toEqual(['approval NFX-G1']);
  });

  it('v5: an incidental background poster on screen needs an approval, and its rights are escalated', () => {
    expect(new Generated(POSTER, ON_SCREEN).open()).toEqual(['approval NFX-G1', 'escalate NFX-F2']);
  });

  it('v5, read more loosely: an incidental element that nobody refers to needs no approval', () => {
    const loose = { incidentalNeedsApproval: false };
    expect(new Generated(POSTER, ON_SCREEN, loose).open(useIn('final'))).toEqual(['escalate NFX-F2']);
  });

  it('v6: v5, read aloud by a character', () => {
    const poster = new Generated(POSTER, { ...ON_SCREEN, prominence: 'story_relevant', humanInput: 'some' });
    expect(poster.open()).toEqual(['approval NFX-F4', 'approval NFX-G1']);
  });

  it('v6 stays open while people put nothing meaningful into it, even if it is approved', () => {
    const poster = new Generated(POSTER, { ...ON_SCREEN, prominence: 'story_relevant', humanInput: 'some' });
    poster.ledger.approve('art', [['NFX-G1', 'art']]);
    poster.ledger.approve('art', [['NFX-F4', 'art']], { kind: 'legal' });
    expect(poster.open()).toEqual(['approval NFX-F4']);
    poster.ledger.uses.set('art', { onScreen: 'yes', prominence: 'story_relevant', humanInput: 'meaningful' });
    expect(poster.ledger.judge('art', useIn('review')).state).toBe('approved');
  });

  it('v7: a de-aged lead, as scripted and with consent', () => {
    expect(new Generated(DE_AGED).open()).toEqual(['approval NFX-G1', 'escalate NFX-M4/p1']);
  });

  it('v8: v7, and the consent was withdrawn yesterday, although the approvals still exist', () => {
    const lead = new Generated(DE_AGED);
    lead.ledger.approve('art', [['NFX-G1', 'art']]);
    lead.ledger.say('art', 'approved', rulingOn('NFX-M4', 'p1'), { by: 'rita@studio.example' });
    expect(lead.ledger.judge('art', useIn('final')).state).toBe('approved');
    lead.registry.putConsent('c1', { facts: { ...FULL_CONSENT, state: 'withdrawn' } }, '2026-03-09T12:00:00Z');
    expect(lead.open(useIn('final'))).toEqual(['deny NFX-T1/p1', 'deny NFX-T3/p1']);
    expect(lead.ledger.judge('art', useIn('final')).cleared.map(({ rule }) => rule)).toEqual(['NFX-G1', 'NFX-M4']);
  });

  it('v9: noise reduction by a tool that the register classes as assistive is told, not stopped', () => {
    const dialogue = denoised('denoise', 'assistive');
    expect(dialogue.open(useIn('final'))).toEqual([]);
    expect(dialogue.notices(useIn('final'))).toEqual(['NFX-00']);
  });

  it('v10: v9 in a generative mode, in the final mix', () => {
    expect(denoised('enhance', 'generative').open(useIn('final'))).toEqual(['approval NFX-G1']);
  });

  it('v11: an unreleased script is pasted into an enterprise tool', () => {
    expect(new Generated({ input: SCRIPT }).open()).toEqual(['deny NFX-D1/script', 'escalate NFX-S1/script']);
  });

  it('v11, read more loosely: it is escalated only', () => {
    const loose = { ownMaterialNeedsApproval: false };
    expect(new Generated({ input: SCRIPT }, {}, loose).open()).toEqual(['escalate NFX-S1/script']);
  });

  it("v12: a performer's model made for show A is used for a pitch on B", () => {
    const pitch = new Generated({
      'asset.stage': 'ideation',
      'model.ofPerformer': 'yes',
      'model.trainedForProduction': 'show_a',
      'model.partiesConsent': 'none',
    });
    expect(pitch.open()).toEqual(['deny NFX-T5']);
  });

  it('v13: a fake newsreader on a background monitor is a real journalist', () => {
    const monitor = new Generated(
      {
        'asset.media': 'video',
        'ethics.mistakableForReal': 'yes',
        likeness: [{ ...CLEAN_LIKENESS, performer: 'journalist', kind: 'synthetic' }],
      },
      ON_SCREEN,
    );
    expect(monitor.open()).toEqual(['deny NFX-T1/journalist', 'approval NFX-E1']);
  });

  it('v14: in a chain of three steps by vendors the second declares nothing', () => {
    const ledger = new SmallLedger(policyOf([netflix]));
    const passed = { facts: { dataHandling: 'pass', creativeControl: 'pass' } };
    ledger.registry = new SmallRegistry()
      .putTool('imagine', { class: 'generative', facts: CLEAN_TERMS })
      .putVendor('acme', passed);
    ledger.asset('art');
    const tool = { id: 'imagine', version: '4' };
    ledger.say('art', 'generated-by-tool', { tool, vendor: 'acme', step: 'sketch' });
    ledger.say('art', 'derived-from', { inputs: [], vendor: 'cutpoint', step: 'clean-up', inputsComplete: 'yes' });
    ledger.say('art', 'generated-by-tool', { tool, vendor: 'acme', step: 'finish' });
    ledger.declare('art', CLEAN_FACTS);
    ledger.uses.set('art', CLEAN_USE);
    const { open } = ledger.judge('art', useIn('review'));
    expect(open.map(({ outcome, rule }) => `${outcome} ${rule}`)).toEqual([
      'escalate NFX-P*',
      'escalate NFX-V1',
      'escalate NFX-V2',
    ]);
    expect(ledger.own('art').findings.find(({ rule }) => rule === 'NFX-V2')?.message).toBe(
      'cutpoint, who made a step of art, has not been assessed',
    );
  });
});

function denoised(mode: string, cls: 'assistive' | 'generative'): Generated {
  const facts = { 'asset.stage': 'deliverable', 'asset.media': 'voice' };
  const dialogue = new Generated(facts, {}, {}, { id: 'denoiser', version: '10.2', mode });
  dialogue.registry.putTool(`denoiser:${mode}`, { class: cls, facts: CLEAN_TERMS });
  return dialogue;
}

function rulingOn(rule: string, element: string) {
  return {
    approval: 'apr_ruling',
    kind: 'ruling',
    digest: { sha256: sha('art') },
    reach: 'exact',
    findings: [{ rule, root: 'art', element }],
    seenAt: null,
    scope: ANY_SCOPE,
    evidence: [{ ref: 'dms://legal/2' }],
    grantedBy: null,
    expiresAt: null,
    request: null,
    note: null,
    policy: { id: 'netflix-genai', version: '2025.11', digest: 'p' },
  } as const;
}
