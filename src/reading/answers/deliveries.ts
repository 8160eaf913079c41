import {
  checkDecision,
  checkItems,
  checksOf,
  listDeliveries,
  missingUses,
  narrowedDecision,
  narrowedDelivery,
  narrowedItem,
  positionOf,
  seesItem,
  startingWith,
  type NarrowedDecision,
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
  const visible = startingWith(ask.visible);
  const items = found.slice(0, limit).map((view) => ({ ...narrowedDelivery(db, view, visible), position }));
  const next = found.length > limit ? cursorFor(bound, [items.at(-1)!.id]) : null;
  return { items, next, position };
}

export function missingUsesAnswer(db: ReadModelDatabase, ask: Ask<'missing uses'>): AnswerTo<'missing uses'> {
  const { production, delivery, after, limit, bound, visible } = ask;
  const found = missingUses(db, production, delivery, { after, limit }, startingWith(visible));
  const next = found.next === null ? null : cursorFor(bound, [found.next]);
  return { items: found.items, next, position: positionOf(db) };
}

export function checksAnswer(db: ReadModelDatabase, ask: Ask<'checks'>): AnswerTo<'checks'> {
  const { production, delivery, before, limit, bound } = ask;
  const visible = startingWith(ask.visible);
  const rows = checksOf(db, production, delivery, { before, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const items = shown.map((row) => narrowedDecision(db, checkDecision(db, production, row.id, 'none')!, visible));
  const next = rows.length > limit ? cursorFor(bound, [shown.at(-1)!.requestedAt]) : null;
  return { items, next, position: positionOf(db) };
}

export function checkAnswer(db: ReadModelDatabase, { items, ...ask }: Ask<'check'>): NarrowedDecision {
  const decision = checkDecision(db, ask.production, ask.check, items);
  if (decision === null || decision.delivery !== ask.delivery) throw unknownCheck(ask.check, ask.delivery);
  return narrowedDecision(db, decision, startingWith(ask.visible));
}

export function checkItemsAnswer(db: ReadModelDatabase, ask: Ask<'check items'>): AnswerTo<'check items'> {
  const { production, delivery, check, status, code, after, limit, bound } = ask;
  checkAnswer(db, { production, delivery, check, visible: ask.visible, items: 'none' });
  const visible = startingWith(ask.visible);
  const found: PlacedItem[] = [];
  for (const item of checkItems(db, production, check, { held: status === 'held', after: after ?? undefined })) {
    if (status !== null && item.view.status !== status) continue;
    // To be listed under a code tells it: what is hidden is listed by what is shown of it alone.
    if (code !== null && (item.view.code !== code || !seesItem(db, production, item.view, visible))) continue;
    found.push(item);
    if (found.length > limit) break;
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last !== undefined ? cursorFor(bound, [last.manifest, last.index]) : null;
  return {
    items: shown.map((item) => narrowedItem(db, production, item.view, visible)),
    next,
    position: positionOf(db),
  };
}

export function heldAssetsAnswer(db: ReadModelDatabase, ask: Ask<'held assets'>): AnswerTo<'held assets'> {
  const { production, delivery, check, paths } = ask;
  checkAnswer(db, { production, delivery, check, visible: ask.visible, items: 'none' });
  const visible = startingWith(ask.visible);
  const assets = new Set<string>();
  const unknown: string[] = [];
  for (const { view } of checkItems(db, production, check, { held: true })) {
    if (paths !== null && !paths.includes(view.path)) continue;
    if (view.asset !== null) assets.add(view.asset);
    else if (seesItem(db, production, view, visible)) unknown.push(view.path);
  }
  return { assets: [...assets], unknown };
}
