import type { FactRecord, ToolRef } from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import { isEdgeFact, type EdgeFact, type NamedInput } from '../own/inputs.js';
import { instant } from '../time.js';

/** One step by which a content came into being. A content of which no step is known has one without tool. */
export interface Step {
  readonly tool: ToolRef | null;
  /** Whether the tool is said to have generated it. */
  readonly generated: boolean;
  readonly model: string | null;
  readonly vendor: string | null;
  readonly name: string | null;
  readonly inputs: readonly NamedInput[];
  /** In log order; the parts of one list are one step. */
  readonly facts: readonly EdgeFact[];
  /** When it was made: one time, or two where the one stated is too far from when it was recorded. RFC 3339. */
  readonly madeAt: readonly string[];
}

/** @param tolerance milliseconds that `occurredAt` may lie from `recordedAt` and still be believed */
export function stepsOf(dossier: Dossier, inputs: readonly NamedInput[], tolerance: number): Step[] {
  const groups = new Map<string, EdgeFact[]>();
  for (const fact of dossier.facts) {
    if (!isEdgeFact(fact)) continue;
    const key = stepKey(fact);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fact]);
    else group.push(fact);
  }
  if (groups.size === 0) return [originalStep(dossier, tolerance)];
  return [...groups.values()].map((facts) => stepOf(facts, dossier, inputs, tolerance));
}

/** Long lists come in parts: asset, event type, source and `list` name them (L4). */
function stepKey(fact: EdgeFact): string {
  const { part, list } = fact.data;
  return part === undefined ? fact.event : JSON.stringify([fact.stream, fact.type, fact.source, list ?? null]);
}

function stepOf(facts: readonly EdgeFact[], dossier: Dossier, inputs: readonly NamedInput[], tolerance: number): Step {
  const [first] = facts as readonly [EdgeFact, ...EdgeFact[]];
  const said = <T>(read: (fact: EdgeFact) => T | undefined): T | null => {
    for (const fact of facts) {
      const value = read(fact);
      if (value !== undefined) return value;
    }
    return null;
  };
  return {
    tool: said((fact) => fact.data.tool),
    generated: first.type === 'generated-by-tool',
    model: said((fact) => ('model' in fact.data ? fact.data.model : undefined)),
    vendor: said((fact) => fact.data.vendor) ?? registrantOf(dossier, first.stream),
    name: said((fact) => fact.data.step),
    inputs: inputs.filter((input) => facts.includes(input.fact)),
    facts,
    madeAt: timesOf(facts, tolerance),
  };
}

function originalStep(dossier: Dossier, tolerance: number): Step {
  const registered = dossier.facts.filter((fact) => fact.type === 'registered');
  return {
    tool: null,
    generated: false,
    model: null,
    vendor: registrantOf(dossier, null),
    name: null,
    inputs: [],
    facts: [],
    madeAt: timesOf(registered, tolerance),
  };
}

/** The vendor whose token registered the claim that a step stands on. */
function registrantOf(dossier: Dossier, stream: string | null): string | null {
  for (const fact of dossier.facts) {
    if (fact.type !== 'registered' || (stream !== null && fact.stream !== stream)) continue;
    if (fact.data.vendor !== undefined) return fact.data.vendor;
  }
  return null;
}

function timesOf(facts: readonly Pick<FactRecord, 'occurredAt' | 'recordedAt'>[], tolerance: number): string[] {
  const times = new Set<string>();
  for (const { occurredAt, recordedAt } of facts) {
    times.add(occurredAt);
    if (occurredAt === recordedAt) continue;
    // Not "greater than": a time that cannot be read is not believed either.
    if (!(Math.abs(instant(occurredAt) - instant(recordedAt)) <= tolerance)) times.add(recordedAt);
  }
  return [...times];
}
