import type { AnyFact } from '@clearance/domain';
import type { Dossier } from '../dossier.js';
import type { Completeness } from '../types.js';
import { inputCount, isEdgeFact, type EdgeFact } from './inputs.js';

export interface CompletenessReading {
  readonly value: Completeness;
  /** Name of the sentence that says why, and what it rests on. */
  readonly reason: 'no' | 'unknown' | 'parts' | 'retracted';
  readonly evidence: readonly AnyFact[];
}

/**
 * L4: `no` if any statement says no; else `yes` if one says yes, all its parts are there, and it came after the last
 * retraction of an edge-bearing event; else `unknown`. Asked only where an edge-bearing event exists or existed.
 */
export function readCompleteness(dossier: Dossier): CompletenessReading {
  const statements = dossier.facts.filter(isEdgeFact);
  if (statements.length === 0 && dossier.retracted.length === 0) return NOT_ASKED;
  const bearing = statements.filter(isEdgeBearing);
  const refusals = statements.filter((fact) => fact.data.inputsComplete === 'no');
  if (refusals.length > 0) return { value: 'no', reason: 'no', evidence: refusals };
  const retracted = dossier.retracted.filter((fact) => isEdgeFact(fact) && isEdgeBearing(fact));
  if (bearing.length === 0 && retracted.length === 0) return NOT_ASKED;
  const cut = lastRetraction(dossier);
  const claimed = statements.filter((fact) => fact.data.inputsComplete === 'yes');
  const timely = claimed.filter((fact) => fact.n > cut);
  if (timely.some((fact) => isWhole(fact, statements))) return { value: 'yes', reason: 'unknown', evidence: timely };
  if (timely.length > 0) return { value: 'unknown', reason: 'parts', evidence: timely };
  if (retracted.length > 0) return { value: 'unknown', reason: 'retracted', evidence: retracted };
  return { value: 'unknown', reason: 'unknown', evidence: bearing };
}

const NOT_ASKED: CompletenessReading = { value: 'not-asked', reason: 'unknown', evidence: [] };

/** L4: it names something, or says that something is missing. */
function isEdgeBearing(fact: EdgeFact): boolean {
  return inputCount(fact) > 0 || fact.data.inputsComplete === 'no';
}

/** Ordinal of the last valid retraction of an edge-bearing event; 0 where there is none. */
function lastRetraction(dossier: Dossier): number {
  const cuts = dossier.retractions.filter(({ facts }) => facts.some((fact) => isEdgeFact(fact) && isEdgeBearing(fact)));
  return cuts.reduce((last, { act }) => Math.max(last, act.n), 0);
}

/** Whether all parts of the list that a statement belongs to are there. List = asset + event type + source + `list`. */
function isWhole(statement: EdgeFact, statements: readonly EdgeFact[]): boolean {
  if (statement.data.parts === undefined && statement.data.part === undefined) return true;
  const list = statements.filter((fact) => listOf(fact) === listOf(statement) && fact.data.part !== undefined);
  // A part that does not say of how many it is one leaves the list open.
  const parts = Math.max(...list.map((fact) => fact.data.parts ?? Infinity));
  const there = new Set(
    list.flatMap(({ data: { part } }) => (part !== undefined && part >= 1 && part <= parts ? [part] : [])),
  );
  return there.size === parts;
}

function listOf(fact: EdgeFact): string {
  return JSON.stringify([fact.stream, fact.type, fact.source, fact.data.list ?? null]);
}
