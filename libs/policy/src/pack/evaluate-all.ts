import type { Subject } from '../own/condition.js';
import { NO_REGISTRY, type Registry } from '../facts/registry.js';
import type { Pack } from '../pack.js';
import { compiledOf } from '../policy.js';
import type { ResolvedEdge } from '../types.js';
import { evaluatePack, type PackEvaluation } from './evaluate.js';

const NOTHING: PackEvaluation = { findings: [], until: [], generativeReferences: new Set() };

/** All adopted packs; each has a fact model of its own and none knows of the others. The base pack alone asks for nothing. */
export function evaluatePacks(
  pack: Pack,
  subject: Subject,
  logTime: string,
  registry: Registry = NO_REGISTRY,
): PackEvaluation {
  const packs = compiledOf(pack);
  if (packs.length === 0) return NOTHING;
  const evaluations = packs.map((compiled) => evaluatePack(compiled, { ...subject, registry, logTime }));
  return {
    findings: evaluations.flatMap(({ findings }) => findings),
    until: evaluations.flatMap(({ until }) => until),
    generativeReferences: new Set(evaluations.flatMap(({ generativeReferences: seen }) => [...seen])),
  };
}

/** References of steps that generate are marked, so that rights can travel over them. */
export function markReferences(edges: readonly ResolvedEdge[], evaluation: PackEvaluation): readonly ResolvedEdge[] {
  const { generativeReferences: seen } = evaluation;
  if (seen.size === 0) return edges;
  return edges.map((edge) => (edge.kind === 'reference' && seen.has(edge.to) ? { ...edge, generative: true } : edge));
}
