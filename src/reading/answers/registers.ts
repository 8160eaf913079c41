import { impactOf, startingWith, type ReadModelDatabase } from '@clearance/projections';
import type { AnswerTo, Ask } from '../questions.js';

export function impactAnswer(db: ReadModelDatabase, ask: Ask<'impact'>): AnswerTo<'impact'> {
  return impactOf(db, ask.production, ask.entry, startingWith(ask.visible));
}
