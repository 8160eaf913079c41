import {
  deliveryUse,
  history,
  lineage,
  listAssets,
  lookup,
  positionOf,
  startingWith,
  type ReadModelDatabase,
} from '@clearance/projections';
import { cursorFor } from '../../http/cursor.js';
import type { AnswerTo, Ask } from '../questions.js';
import { unknownAsset, unknownUse } from '../unknown.js';

export function assetsAnswer(db: ReadModelDatabase, ask: Ask<'assets'>): AnswerTo<'assets'> {
  const { production, filter, sort, after, limit, bound, visible, stateAt } = ask;
  const use = ask.use === null ? null : deliveryUse(db, production, ask.use);
  if (use === null && ask.use !== null) throw unknownUse();
  const query = { filter, sort, use, usedIn: ask.use, after, limit };
  const { items, next } = listAssets(db, production, query, startingWith(visible));
  return {
    items,
    next: next === null ? null : cursorFor(bound, [next.asset, next.changed]),
    position: String(stateAt),
  };
}

export function lookupAnswer(db: ReadModelDatabase, ask: Ask<'lookup'>): AnswerTo<'lookup'> {
  const { production, queries, visible, stateAt } = ask;
  return { items: lookup(db, production, queries, startingWith(visible)), position: String(stateAt) };
}

export function lineageAnswer(db: ReadModelDatabase, ask: Ask<'lineage'>): AnswerTo<'lineage'> {
  const { production, asset, query, visible } = ask;
  const found = lineage(db, production, asset, query, startingWith(visible));
  if (found === null) throw unknownAsset(asset, production);
  return found;
}

export function historyAnswer(db: ReadModelDatabase, ask: Ask<'history'>): AnswerTo<'history'> {
  const { production, asset, query, limit, bound } = ask;
  const found = history(db, production, asset, { ...query, limit });
  if (found === null) throw unknownAsset(asset, production);
  const next = found.next === null ? null : cursorFor(bound, [found.next]);
  return { items: found.items, next, position: positionOf(db) };
}
