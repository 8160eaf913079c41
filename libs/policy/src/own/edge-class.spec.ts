import { describe, expect, it } from 'vitest';
import { SmallLedger } from '../testing/ledger.js';
import { SmallRegistry } from '../testing/registry.js';
import { edgeTo } from '../testing/values.js';
import type { ResolvedEdge } from '../types.js';
import { classedEdges } from './edge-class.js';
import { namedInputs } from './inputs.js';

const TOOL = { id: 'denoise', version: '2', mode: 'temporal' };
const NOW = '2026-03-10T12:00:00.000Z';
const KEY = 'denoise:temporal';

/** A plate derived from a scan by the tool, said to have been done when a test says. */
function derivedBy(...occurred: readonly string[]): SmallLedger {
  const ledger = new SmallLedger();
  for (const id of ['plate', 'scan', 'other']) ledger.asset(id);
  for (const occurredAt of occurred) {
    const inputs = [{ asset: 'scan', kind: 'derivation' as const }];
    ledger.say('plate', 'derived-from', { inputs, inputsComplete: 'yes', tool: TOOL }, { occurredAt });
  }
  return ledger;
}
function classed(
  registry: SmallRegistry,
  edges: readonly ResolvedEdge[] = [edgeTo('scan', 'derivation', { tool: TOOL })],
  ledger = derivedBy('2026-02-01T00:00:00.000Z'),
) {
  return classedEdges(edges, namedInputs(ledger.dossier('plate'), ledger.resolver('plate')), registry, NOW);
}
const classes = (...of: Parameters<typeof classed>) => classed(...of).edges.map(({ toolClass }) => toolClass);

describe('F4: the class of the tool of a derivation', () => {
  it.each(['none', 'assistive', 'generative'] as const)('is what is known of the tool: %s', (known) => {
    expect(classes(new SmallRegistry().putTool(KEY, { class: known }))).toEqual([known]);
  });

  it('is unknown where nobody classed the tool, and then the edge is left as it is', () => {
    const edges = [edgeTo('scan', 'derivation', { tool: TOOL })];
    const { edges: after, until } = classed(new SmallRegistry(), edges);
    expect(after[0]).toBe(edges[0]);
    expect(until).toEqual([]);
  });

  it('is asked of derivations by a tool alone', () => {
    const registry = new SmallRegistry().putTool(KEY, { class: 'none', until: '2026-05-01T00:00:00Z' });
    const edges = [
      edgeTo('scan', 'component', { tool: TOOL }),
      edgeTo('scan', 'derivation'),
      edgeTo('scan', 'derivation', { tool: TOOL }),
    ];
    expect(classes(registry, edges)).toEqual([undefined, undefined, 'none']);
    const others = edges.slice(0, 2);
    expect(classed(registry, others)).toEqual({ edges: others, until: [] });
  });

  it('is the worst of when the step was done, when it was recorded and now', () => {
    const between = (from: string, until: string, during: 'assistive' | 'generative' | null) =>
      new SmallRegistry()
        .putTool(KEY, { class: 'none' })
        .putTool(KEY, { class: during }, from)
        .putTool(KEY, { class: 'none' }, until);
    for (const during of ['assistive', 'generative', null] as const) {
      const worst = during ?? undefined;
      expect(classes(between('2026-01-31T00:00:00Z', '2026-02-02T00:00:00Z', during))).toEqual([worst]);
      expect(classes(between('2026-02-28T00:00:00Z', '2026-03-02T00:00:00Z', during))).toEqual([worst]);
      expect(classes(between('2026-03-10T00:00:00Z', '2026-03-11T00:00:00Z', during))).toEqual([worst]);
      expect(classes(between('2026-02-02T00:00:00Z', '2026-02-27T00:00:00Z', during))).toEqual(['none']);
    }
  });

  it('is the worst of all steps that name the same input in the same way', () => {
    const registry = new SmallRegistry()
      .putTool(KEY, { class: 'none' })
      .putTool(KEY, { class: 'generative' }, '2026-01-10T00:00:00Z')
      .putTool(KEY, { class: 'none' }, '2026-01-20T00:00:00Z');
    const edge = [edgeTo('scan', 'derivation', { tool: TOOL })];
    const twice = derivedBy('2026-02-01T00:00:00.000Z', '2026-01-15T00:00:00.000Z');
    expect(classes(registry, edge, twice)).toEqual(['generative']);
    const elsewhere = derivedBy('2026-02-01T00:00:00.000Z');
    const say = (asset: string, kind: 'derivation' | 'component', tool: typeof TOOL) =>
      elsewhere.say(
        'plate',
        'derived-from',
        { inputs: [{ asset, kind }], inputsComplete: 'yes', tool },
        { occurredAt: '2026-01-15T00:00:00.000Z' },
      );
    say('other', 'derivation', TOOL);
    say('scan', 'component', TOOL);
    say('scan', 'derivation', { ...TOOL, id: 'upres' });
    expect(classes(registry, edge, elsewhere)).toEqual(['none']);
  });

  it('says until when the answer of now holds', () => {
    const registry = new SmallRegistry()
      .putTool(KEY, { class: 'none', until: '2026-02-15T00:00:00Z' })
      .putTool(KEY, { class: 'assistive', until: '2026-05-01T00:00:00Z' }, '2026-02-15T00:00:00Z');
    expect(classed(registry).until).toEqual(['2026-05-01T00:00:00Z']);
    expect(classed(new SmallRegistry().putTool(KEY, { class: 'none' })).until).toEqual([]);
  });
});
