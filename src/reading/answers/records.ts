import {
  approvalsWhere,
  requestsWhere,
  retractionsWhere,
  startingWith,
  type ReadModelDatabase,
} from '@clearance/projections';
import type { AnswerTo, Ask } from '../questions.js';
import { pageOf } from './page-of.js';

export function approvalsAnswer(db: ReadModelDatabase, ask: Ask<'approvals'>): AnswerTo<'approvals'> {
  return pageOf(db, ask, approvalsWhere(db, ask.production, ask.filter, ask, startingWith(ask.visible)));
}

export function requestsAnswer(db: ReadModelDatabase, ask: Ask<'approval requests'>): AnswerTo<'approval requests'> {
  return pageOf(db, ask, requestsWhere(db, ask.production, ask.filter, ask, startingWith(ask.visible)));
}

export function retractionsAnswer(db: ReadModelDatabase, ask: Ask<'retractions'>): AnswerTo<'retractions'> {
  return pageOf(db, ask, retractionsWhere(db, ask.production, ask.filter, ask, startingWith(ask.visible)));
}
