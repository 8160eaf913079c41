import type { OriginSignal } from '@clearance/domain';

/** For sorting: the more adverse verdict first. */
export function compareAdversity(a: OriginSignal['verdict'], b: OriginSignal['verdict']): number {
  return ADVERSITY[b] - ADVERSITY[a];
}

const ADVERSITY: Readonly<Record<OriginSignal['verdict'], number>> = {
  tampered: 6,
  ai: 5,
  'ai-composite': 4,
  procedural: 3,
  'claims-capture': 2,
  unreadable: 1,
  none: 0,
};
