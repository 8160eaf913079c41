import type { DeclaredValue } from './facts.js';
import { instant } from '../time.js';
import { compareText } from '../order.js';
import type { ConditionReader, Match } from './condition.js';
import { declaredValues, readWord } from './facts.js';

const STAGES = ['ideation', 'temporary', 'candidate', 'deliverable'] as const;

/** base-temporary-mark: an unlifted mark; or the latest `asset.stage` is ideation or temporary, or cannot be read (F2). */
export const temporaryMark: ConditionReader = ({ dossier }) => {
  const marks = dossier.marks
    .filter((mark) => mark.lift === null)
    .map(({ fact }): Match => ({ message: 'mark', values: { reason: fact.data.reason }, facts: [fact] }));
  return [...marks, ...stageMatches(latest(declaredValues(dossier, 'asset.stage')))];
};

function stageMatches(declared: DeclaredValue | null): Match[] {
  if (declared === null) return [];
  const stage = readWord(declared.value, STAGES);
  if (stage === 'candidate' || stage === 'deliverable') return [];
  return [{ message: stage === 'unknown' ? 'unclear' : 'stage', values: { stage }, facts: [declared.fact] }];
}

/** The stage is a state: the greatest (occurredAt, event id) counts, whatever came in last. */
function latest(values: readonly DeclaredValue[]): DeclaredValue | null {
  return values.reduce<DeclaredValue | null>(
    (last, next) => (last === null || isLater(next, last) ? next : last),
    null,
  );
}

function isLater({ fact: a }: DeclaredValue, { fact: b }: DeclaredValue): boolean {
  const order = instant(a.occurredAt) - instant(b.occurredAt);
  return order === 0 ? compareText(a.event, b.event) > 0 : order > 0;
}
