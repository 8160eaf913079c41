import {
  consentsWhere,
  impactOf,
  positionOf,
  startingWith,
  toolsWhere,
  vendorsWhere,
  type ReadModelDatabase,
  type RegisterPage,
} from '@clearance/projections';
import type { Page } from '../../http/answer.js';
import { cursorFor } from '../../http/cursor.js';
import type { AnswerTo, Ask } from '../questions.js';

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

function pageOf<T>(
  db: ReadModelDatabase,
  { bound }: { readonly bound: Readonly<Record<string, unknown>> },
  { items, next }: RegisterPage<T>,
): Page<T> {
  return { items, next: next === null ? null : cursorFor(bound, [next]), position: positionOf(db) };
}
