import { describe, expect, it } from 'vitest';
import type { Use } from '@clearance/domain';
import { SmallLedger } from '../testing/ledger.js';
import { CLEAN_FACTS, CLEAN_TERMS, CLEAN_USE, netflix, packNamed, policyOf, USE, useIn } from '../testing/netflix.js';
import { SmallRegistry } from '../testing/registry.js';

const eu = packNamed('eu-ai-act-50');
const GERMANY: Use = { ...USE, territories: ['DE'] };
const DISCLOSED = {
  'marking.machineReadable': 'yes',
  'output.resemblesExisting': 'no',
  'output.looksAuthentic': 'no',
  'output.evidentlyArtistic': 'no',
  'disclosure.planned': 'yes',
  'disclosure.form': 'none',
};

function generated(facts: Readonly<Record<string, unknown>> = {}, switches = {}): SmallLedger {
  const ledger = new SmallLedger(policyOf([eu], switches));
  ledger.generated('face');
  ledger.say('face', 'facts-declared', { facts: { ...DISCLOSED, ...facts }, evidence: [{ ref: 'dms://1' }] });
  return ledger;
}
const open = (ledger: SmallLedger, use = GERMANY) =>
  ledger
    .judge('face', use)
    .open.map(({ outcome, rule }) => `${outcome} ${rule}`)
    .filter((text) => text.includes('EU50'));

describe('the pack for Article 50 of the EU AI Act', () => {
  it('is silent about what is marked and told, and about what a camera shot', () => {
    expect(open(generated())).toEqual([]);
    const ledger = new SmallLedger(policyOf([eu]));
    ledger.camera('face');
    expect(open(ledger)).toEqual([]);
  });

  it('50(2): asks for marking, in the Union, in what goes out; a switch puts it off', () => {
    const unmarked = { 'marking.machineReadable': 'no' };
    expect(open(generated(unmarked))).toEqual(['escalate EU50-2']);
    expect(open(generated(unmarked), { ...USE, territories: ['US'] })).toEqual([]);
    expect(open(generated(unmarked), { ...GERMANY, class: 'review' })).toEqual([]);
    expect(open(generated(unmarked), USE)).toEqual(['escalate EU50-2']);
    expect(open(generated(unmarked, { onMarketBeforeAugust2026: true }))).toEqual([]);
    expect(open(generated({ 'marking.machineReadable': undefined }))).toEqual(['escalate EU50-2']);
  });

  const fake = { 'output.resemblesExisting': 'yes', 'output.looksAuthentic': 'yes' };
  it.each([
    ['nothing', 'none', 'no', true],
    ['a notice', 'notice', 'no', false],
    ['a label', 'label', 'no', false],
    ['a credit line', 'credit_line', 'no', true],
    ['a credit line in an evidently artistic work', 'credit_line', 'yes', false],
    ['nothing in an evidently artistic work', 'none', 'yes', true],
    ['nothing anybody knows of', 'unknown', 'no', true],
  ])('50(4): a deep fake told by %s', (_, form, artistic, denied) => {
    const ledger = generated({ ...fake, 'disclosure.form': form, 'output.evidentlyArtistic': artistic });
    expect(open(ledger)).toEqual(denied ? ['deny EU50-4'] : []);
    expect(ledger.judge('face', GERMANY).notices.map(({ rule }) => rule)).toEqual(
      artistic === 'yes' ? ['EU50-4-art'] : [],
    );
  });

  it('50(4): what resembles nothing, or would fool nobody, is no deep fake', () => {
    expect(open(generated({ ...fake, 'output.looksAuthentic': 'no' }))).toEqual([]);
    expect(open(generated({ ...fake, 'output.resemblesExisting': 'no' }))).toEqual([]);
  });

  it('50(5): a disclosure has to be planned, the latest statement counts, and who answers for it may approve', () => {
    const ledger = generated({ 'disclosure.planned': 'no' });
    expect(open(ledger)).toEqual(['approval EU50-5']);
    ledger.approve('face', [['EU50-5', 'face']], { kind: 'disclosure' });
    expect(open(ledger)).toEqual([]);
    const later = generated({ 'disclosure.planned': 'no' });
    later.say('face', 'facts-declared', { facts: { 'disclosure.planned': 'yes' }, evidence: [{ ref: 'dms://2' }] });
    expect(open(later)).toEqual([]);
    expect(open(generated({ 'disclosure.planned': undefined }))).toEqual(['approval EU50-5']);
  });

  it('stands beside the Netflix pack: consent and disclosure are both asked for', () => {
    const ledger = new SmallLedger(policyOf([eu, netflix]));
    ledger.registry = new SmallRegistry().putTool('imagine', { class: 'generative', facts: CLEAN_TERMS });
    ledger.asset('face');
    ledger.say('face', 'generated-by-tool', { tool: { id: 'imagine', version: '4' } });
    const likeness = [
      {
        performer: 'p1',
        kind: 'replica',
        recognizable: 'yes',
        asScripted: 'no',
        unsafeForHuman: 'no',
        customary: 'no',
        intentChanged: 'no',
        mayHarm: 'no',
        consent: 'none',
      },
    ];
    ledger.say('face', 'facts-declared', {
      facts: { ...CLEAN_FACTS, 'asset.stage': 'deliverable', ...DISCLOSED, ...fake, likeness },
      evidence: [{ ref: 'dms://1' }],
    });
    ledger.uses.set('face', CLEAN_USE);
    const denied = ledger.judge('face', useIn('final')).open.filter(({ outcome }) => outcome === 'deny');
    expect(denied.map(({ rule }) => rule)).toEqual(['EU50-4', 'NFX-T1', 'NFX-T3']);
  });
});
