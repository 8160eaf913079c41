import {
  approvalsWhere,
  positionOf,
  requestsWhere,
  retractionsWhere,
  startingWith,
  type ReadModelDatabase,
  type RecordPage,
} from '@clearance/projections';
import type { Page } from '../../http/answer.js';
import { cursorFor } from '../../http/cursor.js';
import type { AnswerTo, Ask } from '../questions.js';

export function approvalsAnswer(db: ReadModelDatabase, ask: Ask<'approvals'>): AnswerTo<'approvals'> {
  return pageOf(db, ask, approvalsWhere(db, ask.production, ask.filter, ask, startingWith(ask.visible)));
}

export function requestsAnswer(db: ReadModelDatabase, ask: Ask<'approval requests'>): AnswerTo<'approval requests'> {
  return pageOf(db, ask, requestsWhere(db, ask.production, ask.filter, ask, startingWith(ask.visible)));
}

export function retractionsAnswer(db: ReadModelDatabase, ask: Ask<'retractions'>): AnswerTo<'retractions'> {
  return pageOf(db, ask, retractionsWhere(db, ask.production, ask.filter, ask, startingWith(ask.visible)));
}

function pageOf<T>(
  db: ReadModelDatabase,
  { bound }: { readonly bound: Readonly<Record<string, unknown>> },
  { items, next }: RecordPage<T>,
): Page<T> {
  return { items, next: next === null ? null : cursorFor(bound, [next]), position: positionOf(db) };
}
