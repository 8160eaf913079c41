import { describe, expect, it } from 'vitest';
import { HOOK, REVIEWER, SECOND, SmallLedger } from '../testing/ledger.js';
import { SmallRegistry } from '../testing/registry.js';
import type { OwnFinding } from '../types.js';
import { ownRulings, RULING_SCOPE, type ToolRuling } from './rulings.js';

const TOOL = { id: 'denoise', version: '2.1.4', mode: 'temporal' };
const NOW = '2026-03-10T12:00:00.000Z';

const ruling = (more: Partial<ToolRuling> = {}): ToolRuling => ({
  id: 'rul_1',
  tool: 'denoise',
  version: '2.1.*',
  mode: 'temporal',
  rules: ['R1', 'R2'],
  by: REVIEWER,
  expiresAt: null,
  evidence: { stream: 'tool-denoise', revision: 3 },
  ...more,
});
const finding = (rule: string, more: Partial<OwnFinding> = {}): OwnFinding => ({
  rule,
  root: 'plate',
  element: null,
  outcome: 'escalate',
  code: 'rule',
  message: `${rule} is asked of plate`,
  evidence: [],
  ...more,
});
const assistive = () => new SmallRegistry().putTool('denoise:temporal', { class: 'assistive' });

/** A plate made by the tool, or by those given, one step each. */
function plateBy(...tools: readonly (typeof TOOL)[]): SmallLedger {
  const ledger = new SmallLedger();
  ledger.asset('plate');
  for (const tool of tools) ledger.say('plate', 'generated-by-tool', { tool });
  return ledger;
}
function rule(
  ledger: SmallLedger,
  rulings: readonly ToolRuling[] = [ruling()],
  { findings = [finding('R1')], registry = assistive(), now = NOW } = {},
) {
  return ownRulings(ledger.dossier('plate'), findings, rulings, registry, now);
}
const ids = (...of: Parameters<typeof rule>) => rule(...of).map(({ id }) => id);

describe('a ruling on a tool', () => {
  it('clears what is escalated where the tool was used, as an approval for every use that travels as processed does', () => {
    expect(rule(plateBy(TOOL))).toEqual([
      {
        id: 'rul_1',
        kind: 'ruling',
        reach: 'processed',
        scope: { prominence: '*', classes: ['*'], territories: ['*'], languages: ['*'], mediums: ['*'] },
        keys: [{ rule: 'R1', root: 'plate', element: null }],
        ended: false,
        endsAt: null,
        evidence: { stream: 'tool-denoise', revision: 3 },
      },
    ]);
    expect(RULING_SCOPE.classes).toEqual(['*']);
  });

  it('names every finding of the rules it is on, element by element, and no other', () => {
    const findings = [
      finding('R2', { element: 'ann' }),
      finding('R2', { element: 'ben' }),
      finding('R3'),
      finding('R1', { outcome: 'approval' }),
      finding('R1', { outcome: 'deny' }),
      finding('R1', { outcome: 'unknown' }),
      finding('R1', { outcome: 'notice' }),
    ];
    expect(rule(plateBy(TOOL), [ruling()], { findings }).map(({ keys }) => keys)).toEqual([
      [
        { rule: 'R2', root: 'plate', element: 'ann' },
        { rule: 'R2', root: 'plate', element: 'ben' },
      ],
    ]);
    expect(rule(plateBy(TOOL), [ruling()], { findings: [finding('R3')] })).toEqual([]);
    expect(rule(plateBy(TOOL), [ruling()], { findings: [] })).toEqual([]);
  });

  it.each<[string, Partial<typeof TOOL>]>([
    ['another tool', { id: 'upres' }],
    ['another version', { version: '2.2.0' }],
    ['another mode', { mode: 'spatial' }],
  ])('says nothing of %s', (_, more) => {
    const registry = assistive()
      .putTool('upres:temporal', { class: 'assistive' })
      .putTool('denoise:spatial', { class: 'assistive' });
    expect(ids(plateBy({ ...TOOL, ...more }), [ruling()], { registry })).toEqual([]);
    expect(ids(plateBy(TOOL), [ruling()], { registry })).toEqual(['rul_1']);
  });

  it('says nothing of a mode that is not stated', () => {
    const ledger = plateBy();
    ledger.say('plate', 'generated-by-tool', { tool: { id: TOOL.id, version: TOOL.version } });
    const registry = assistive().putTool('denoise', { class: 'assistive' });
    expect(ids(ledger, [ruling()], { registry })).toEqual([]);
  });

  it('holds only where every step is covered: one other tool and the whole content is not', () => {
    const registry = assistive().putTool('comfyui:txt2img', { class: 'generative' });
    const other = { id: 'comfyui', version: '0.3.44', mode: 'txt2img' };
    expect(ids(plateBy(TOOL, TOOL), [ruling()], { registry })).toEqual(['rul_1']);
    expect(ids(plateBy(TOOL, other), [ruling()], { registry })).toEqual([]);
    expect(ids(plateBy(other, TOOL), [ruling()], { registry })).toEqual([]);
  });

  it('is of no use where no tool was named', () => {
    const ledger = plateBy();
    ledger.derive('plate', { scan: 'component' }, 'yes');
    ledger.declare('plate', { 'asset.media': 'image' });
    expect(ids(ledger)).toEqual([]);
  });

  it('counts for a derivation by the tool as for a generation', () => {
    const ledger = plateBy();
    const inputs = [{ asset: 'scan', kind: 'component' as const }];
    ledger.say('plate', 'derived-from', { inputs, inputsComplete: 'yes', tool: TOOL });
    expect(ids(ledger)).toEqual(['rul_1']);
  });

  it('is void where it was given by whoever submitted or made the content (F6)', () => {
    expect(ids(plateBy(TOOL), [ruling({ by: HOOK.toUpperCase() })])).toEqual([]);
    const ledger = plateBy(TOOL);
    ledger.declare('plate', {}, { behalf: REVIEWER });
    expect(ids(ledger, [ruling(), ruling({ id: 'rul_2', by: SECOND })])).toEqual(['rul_2']);
  });

  it('stands in the order of its id among others', () => {
    const rulings = ['rul_3', 'rul_1', 'rul_2'].map((id) => ruling({ id }));
    expect(ids(plateBy(TOOL), rulings)).toEqual(['rul_1', 'rul_2', 'rul_3']);
    expect(ids(plateBy(TOOL), [])).toEqual([]);
  });
});

describe('the class of the tool a ruling is on', () => {
  it.each([
    ['assistive', ['rul_1']],
    ['none', ['rul_1']],
    ['generative', []],
    [null, []],
  ] as const)('%s: %j', (known, cleared) => {
    const registry = new SmallRegistry().putTool('denoise:temporal', { class: known });
    expect(ids(plateBy(TOOL), [ruling()], { registry })).toEqual(cleared);
  });

  it('counts at the time of use, at the time of recording and now: one time at which it generates is enough', () => {
    const occurredAt = '2026-02-01T00:00:00.000Z';
    const ledger = plateBy();
    ledger.say('plate', 'generated-by-tool', { tool: TOOL }, { occurredAt });
    const at = (from: string, until: string) =>
      new SmallRegistry()
        .putTool('denoise:temporal', { class: 'assistive' })
        .putTool('denoise:temporal', { class: 'generative' }, from)
        .putTool('denoise:temporal', { class: 'assistive' }, until);
    const among = (registry: SmallRegistry) => ids(ledger, [ruling()], { registry });
    expect(among(at('2026-01-31T00:00:00Z', '2026-02-02T00:00:00Z'))).toEqual([]);
    expect(among(at('2026-02-02T00:00:00Z', '2026-02-03T00:00:00Z'))).toEqual(['rul_1']);
    expect(among(at('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'))).toEqual([]);
    expect(among(at('2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'))).toEqual(['rul_1']);
    expect(among(at('2026-03-10T00:00:00Z', '2026-03-11T00:00:00Z'))).toEqual([]);
  });
});

describe('the end of a ruling', () => {
  const ending = (expiresAt: string) =>
    rule(plateBy(TOOL), [ruling({ expiresAt })]).map(({ ended, endsAt }) => [ended, endsAt]);

  it('has come when log time reaches it, in whatever offset it is written', () => {
    expect(ending('2026-03-10T12:00:00.001Z')).toEqual([[false, '2026-03-10T12:00:00.001Z']]);
    expect(ending(NOW)).toEqual([[true, NOW]]);
    expect(ending('2026-03-10T14:00:00+02:00')).toEqual([[true, '2026-03-10T14:00:00+02:00']]);
    expect(ending('2026-03-10T13:00:00-02:00')).toEqual([[false, '2026-03-10T13:00:00-02:00']]);
  });

  it('has come already where it cannot be read as a time', () => {
    expect(ending('some day')).toEqual([[true, 'some day']]);
  });
});
