import {
  checkDecision,
  checkItems,
  checksOf,
  listDeliveries,
  positionOf,
  type DecisionView,
  type PlacedItem,
  type ReadModelDatabase,
} from '@clearance/projections';
import { cursorFor } from '../../http/cursor.js';
import type { AnswerTo, Ask } from '../questions.js';
import { unknownCheck } from '../unknown.js';

export function deliveriesAnswer(db: ReadModelDatabase, ask: Ask<'deliveries'>): AnswerTo<'deliveries'> {
  const { production, filter, after, limit, bound } = ask;
  const found = listDeliveries(db, production, filter, { after, limit: limit + 1 });
  const position = positionOf(db);
  const items = found.slice(0, limit).map((view) => ({ ...view, position }));
  const next = found.length > limit ? cursorFor(bound, [items.at(-1)!.id]) : null;
  return { items, next, position };
}

export function checksAnswer(db: ReadModelDatabase, ask: Ask<'checks'>): AnswerTo<'checks'> {
  const { production, delivery, before, limit, bound } = ask;
  const rows = checksOf(db, production, delivery, { before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const items = shown.map((row) => checkDecision(db, production, row.id, 'none')!);
  const next = rows.length > limit ? cursorFor(bound, [shown.at(-1)!.requestedAt]) : null;
  return { items, next, position: positionOf(db) };
}

export function checkAnswer(db: ReadModelDatabase, { items, ...ask }: Ask<'check'>): DecisionView {
  const decision = checkDecision(db, ask.production, ask.check, items);
  if (decision === null || decision.delivery !== ask.delivery) throw unknownCheck(ask.check, ask.delivery);
  return decision;
}

export function checkItemsAnswer(db: ReadModelDatabase, ask: Ask<'check items'>): AnswerTo<'check items'> {
  const { production, delivery, check, status, code, after, limit, bound } = ask;
  checkAnswer(db, { production, delivery, check, items: 'none' });
  const found: PlacedItem[] = [];
  for (const item of checkItems(db, production, check, { held: status === 'held', after: after ?? undefined })) {
    if (status !== null && item.view.status !== status) continue;
    if (code !== null && item.view.code !== code) continue;
    found.push(item);
    if (found.length > limit) break;
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last !== undefined ? cursorFor(bound, [last.manifest, last.index]) : null;
  return { items: shown.map((item) => item.view), next, position: positionOf(db) };
}

export function heldAssetsAnswer(db: ReadModelDatabase, ask: Ask<'held assets'>): AnswerTo<'held assets'> {
  const { production, delivery, check, paths } = ask;
  checkAnswer(db, { production, delivery, check, items: 'none' });
  const assets = new Set<string>();
  const unknown: string[] = [];
  for (const { view } of checkItems(db, production, check, { held: true })) {
    if (paths !== null && !paths.includes(view.path)) continue;
    if (view.asset === null) unknown.push(view.path);
    else assets.add(view.asset);
  }
  return { assets: [...assets], unknown };
}
