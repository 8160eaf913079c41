import {
  consentsWhere,
  impactOf,
  startingWith,
  toolsWhere,
  vendorsWhere,
  type ReadModelDatabase,
} from '@clearance/projections';
import type { AnswerTo, Ask } from '../questions.js';
import { pageOf } from './page-of.js';

export function toolsAnswer(db: ReadModelDatabase, ask: Ask<'tools'>): AnswerTo<'tools'> {
  return pageOf(db, ask, toolsWhere(db, ask.filter, ask, ask.asking));
}

export function vendorsAnswer(db: ReadModelDatabase, ask: Ask<'vendors'>): AnswerTo<'vendors'> {
  return pageOf(db, ask, vendorsWhere(db, ask.filter, ask, ask.asking));
}

export function consentsAnswer(db: ReadModelDatabase, ask: Ask<'consents'>): AnswerTo<'consents'> {
  return pageOf(db, ask, consentsWhere(db, ask.production, ask.filter, ask, ask.asking.at));
}

export function impactAnswer(db: ReadModelDatabase, ask: Ask<'impact'>): AnswerTo<'impact'> {
  return impactOf(db, ask.production, ask.entry, startingWith(ask.visible));
}
