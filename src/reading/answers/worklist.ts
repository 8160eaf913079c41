import {
  startingWith,
  worklist,
  worklistGroups,
  type ReadModelDatabase,
  type WorklistFilter,
} from '@clearance/projections';
import { cursorFor } from '../../http/cursor.js';
import type { AnswerTo, Ask } from '../questions.js';

export function worklistAnswer(db: ReadModelDatabase, ask: Ask<'worklist'>): AnswerTo<'worklist'> {
  const { production, filter, after, limit, bound, visible, stateAt } = ask;
  const found = worklist(db, production, filter, after, limit, startingWith(visible));
  const next = found.next === null ? null : cursorFor(bound, [found.next.source, ...found.next.key]);
  return { items: found.items, next, position: String(stateAt) };
}

export function worklistItemAnswer(db: ReadModelDatabase, ask: Ask<'worklist item'>): AnswerTo<'worklist item'> {
  const { production, item: id, after, visible } = ask;
  const { items, next } = worklist(db, production, EVERYTHING, after, PAGE, startingWith(visible));
  return { item: items.find((candidate) => candidate.id === id) ?? null, next };
}

export function worklistGroupsAnswer(db: ReadModelDatabase, ask: Ask<'worklist groups'>): AnswerTo<'worklist groups'> {
  return worklistGroups(db, ask.production, ask.filter, startingWith(ask.visible));
}

const EVERYTHING: WorklistFilter = { kinds: null, owner: null, rule: null, before: null, scope: 'all' };
const PAGE = 1_000;
