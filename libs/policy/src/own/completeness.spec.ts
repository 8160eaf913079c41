import { describe, expect, it } from 'vitest';
import { SmallLedger } from '../testing/ledger.js';

function comp(): SmallLedger {
  const ledger = new SmallLedger();
  ledger.camera('plate');
  ledger.camera('sky');
  ledger.asset('comp');
  return ledger;
}
const reading = (ledger: SmallLedger) => {
  const { completeness, findings } = ledger.own('comp');
  return [
    completeness,
    ...findings.filter(({ rule }) => rule === 'base-inputs-incomplete').map(({ message }) => message),
  ];
};
const part = (at: number, parts: number, inputsComplete?: 'yes' | 'no', list = 'render') => ({
  inputs: [{ asset: at === 1 ? 'plate' : 'sky', kind: 'component' as const }],
  list,
  part: at,
  parts,
  ...(inputsComplete === undefined ? {} : { inputsComplete }),
});

describe('L4: completeness', () => {
  it('is not asked where nothing names an input', () => {
    const ledger = comp();
    expect(reading(ledger)).toEqual(['not-asked']);
    ledger.say('comp', 'generated-by-tool', { tool: { id: 'comfyui', version: '1' }, inputsComplete: 'unknown' });
    expect(reading(ledger)).toEqual(['not-asked']);
  });

  it('is asked once a tool names a reference', () => {
    const ledger = comp();
    ledger.say('comp', 'generated-by-tool', { tool: { id: 'comfyui', version: '1' }, references: [{ asset: 'sky' }] });
    expect(reading(ledger)).toEqual(['unknown', 'nobody stated that the inputs of comp are complete']);
  });

  it('is unknown until somebody says yes', () => {
    const ledger = comp();
    ledger.derive('comp', { plate: 'component' });
    expect(reading(ledger)).toEqual(['unknown', 'nobody stated that the inputs of comp are complete']);
    ledger.derive('comp', { plate: 'component' }, 'yes');
    expect(reading(ledger)).toEqual(['yes']);
  });

  it('scenario 27: one "no" outweighs every yes, also without an input', () => {
    const ledger = comp();
    ledger.derive('comp', { plate: 'component' }, 'yes');
    ledger.say('comp', 'generated-by-tool', { tool: { id: 'nuke', version: '15' }, inputsComplete: 'no' });
    expect(reading(ledger)).toEqual(['no', 'comp is declared with inputs missing']);
  });

  it('a yes in parts counts once all parts are there, whichever says it', () => {
    const ledger = comp();
    ledger.say('comp', 'derived-from', part(2, 2, 'yes'));
    expect(reading(ledger)).toEqual(['unknown', 'the list of inputs of comp has not come in whole']);
    ledger.say('comp', 'derived-from', part(1, 2));
    expect(reading(ledger)).toEqual(['yes']);
  });

  it('parts of other lists, sources and event types do not make a list whole', () => {
    const ledger = comp();
    ledger.say('comp', 'derived-from', part(2, 2, 'yes'));
    ledger.say('comp', 'derived-from', part(1, 2, undefined, 'other'));
    ledger.say('comp', 'derived-from', part(1, 2), { source: '/other/hook' });
    ledger.say('comp', 'generated-by-tool', { ...part(1, 2), tool: { id: 'nuke', version: '15' } });
    expect(reading(ledger)[0]).toBe('unknown');
  });

  it('a part beyond the last, or one that does not say of how many, makes no list whole', () => {
    const beyond = comp();
    beyond.say('comp', 'derived-from', part(1, 2, 'yes'));
    beyond.say('comp', 'derived-from', part(3, 2));
    beyond.say('comp', 'derived-from', part(0, 2));
    expect(reading(beyond)[0]).toBe('unknown');
    const open = comp();
    open.say('comp', 'derived-from', part(1, 2, 'yes'));
    open.say('comp', 'derived-from', { ...part(2, 2), parts: undefined });
    expect(reading(open)[0]).toBe('unknown');
  });

  it('scenario 32: retracting an edge leaves it unknown until it is declared anew', () => {
    const ledger = comp();
    ledger.derive('comp', { plate: 'component' }, 'yes');
    const wrong = ledger.derive('comp', { sky: 'component' });
    expect(reading(ledger)).toEqual(['yes']);
    ledger.retract('comp', [wrong]);
    expect(reading(ledger)).toEqual([
      'unknown',
      'an input of comp was retracted, and its inputs were not declared complete since',
    ]);
    ledger.derive('comp', { plate: 'component' }, 'yes');
    expect(reading(ledger)).toEqual(['yes']);
  });

  it('stays asked where the only edge was retracted', () => {
    const ledger = comp();
    const wrong = ledger.derive('comp', { sky: 'component' }, 'yes');
    ledger.retract('comp', [wrong]);
    expect(reading(ledger)[0]).toBe('unknown');
  });

  it('retracting what names no input asks nothing anew', () => {
    const ledger = comp();
    ledger.derive('comp', { plate: 'component' }, 'yes');
    const wrong = ledger.declare('comp', { 'asset.genai': 'none' });
    ledger.retract('comp', [wrong]);
    expect(reading(ledger)).toEqual(['yes']);
  });

  it('a void retraction asks nothing anew', () => {
    const ledger = comp();
    ledger.derive('comp', { plate: 'component' }, 'yes');
    const edge = ledger.derive('comp', { sky: 'component' });
    ledger.retract('comp', [edge], 'hook@acme.example');
    expect(reading(ledger)).toEqual(['yes']);
  });

  it('a yes on one claim speaks for the content, scenario 29', () => {
    const ledger = comp();
    ledger.derive('comp', { plate: 'component' });
    const digests = ledger
      .claim('comp')
      .facts.flatMap((fact) => (fact.type === 'bytes-identified' ? [fact.data.digests] : []));
    ledger.say('copy', 'bytes-identified', { digests: digests[0]! });
    ledger.derive('copy', { plate: 'component' }, 'yes');
    expect(reading(ledger)).toEqual(['yes']);
  });
});
