import type { Refusal } from '../shared/decision.js';
import { invalidRequest } from '../shared/guards.js';
import { headWithin, jsonBytes, MAX_EVENT_BYTES } from '../shared/size.js';
import type { PromotionRefusedData, VerdictData } from './events.js';
import { boundedPath } from './path.js';

/** D3: beyond this a count says how many there are. */
export const MAX_CAUSES = 1_000;

/** What a verdict was to rest on, where none was reached. */
export type VerdictBasis = Pick<VerdictData, 'use' | 'policies' | 'engine'>;

/** D2: no outcome within the time, or after a restart. Answered as undecided; a new try is a new key. */
export function interruptedVerdict(decision: string, basis: VerdictBasis): VerdictData {
  return { ...basis, decision, verdict: 'hold', position: null, summary: {}, causes: [], causeCount: 0 };
}

/** D3: at most 1,000 causes, fewer where they would make the event too large; `causeCount` says how many there were. */
export function boundedVerdict<V extends VerdictData>(verdict: V): V {
  const causeCount = Math.max(verdict.causeCount, verdict.causes.length);
  const room = MAX_EVENT_BYTES - jsonBytes({ ...verdict, causes: [], causeCount });
  return { ...verdict, causes: headWithin(verdict.causes.slice(0, MAX_CAUSES), room), causeCount };
}

/** The same where each cause has its path beside it: a cause and its path stay or go together. */
export function boundedRefusal(refusal: PromotionRefusedData): PromotionRefusedData {
  const { causes, paths } = refusal;
  const causeCount = Math.max(refusal.causeCount, causes.length);
  const room = MAX_EVENT_BYTES - jsonBytes({ ...refusal, causes: [], paths: [], causeCount });
  const pairs = causes
    .slice(0, MAX_CAUSES)
    .map((cause, index) => ({ cause, path: boundedPath(paths[index] ?? { path: [], edges: [] }) }));
  const kept = headWithin(pairs, room);
  return { ...refusal, causes: kept.map(({ cause }) => cause), paths: kept.map(({ path }) => path), causeCount };
}

/**
 * D1: why a verdict is none of the request, or null. A verdict of a point before the request's own, or a hold recorded as a
 * go, must never reach the log.
 */
export function verdictFault(
  verdict: VerdictData,
  request: { readonly decision: string; readonly n: number },
  expected: { readonly verdict: 'release' | 'hold'; readonly interrupted: boolean },
): Refusal | null {
  if (verdict.decision !== request.decision)
    return invalidRequest('/decision', `must be ${request.decision}, the decision requested`);
  if (verdict.verdict !== expected.verdict)
    return invalidRequest('/verdict', `must be ${expected.verdict} for this outcome`);
  if (expected.interrupted)
    return verdict.position === null ? null : invalidRequest('/position', 'must be null: no verdict was reached');
  if (verdict.position === null) return invalidRequest('/position', 'must be the point at which was judged');
  return verdict.position < request.n
    ? invalidRequest('/position', `must not be before the request at ${request.n}`)
    : null;
}
