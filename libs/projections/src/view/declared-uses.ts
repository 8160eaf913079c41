import type { EventMetadata, UseDeclaredData } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import type { Visible } from './visibility.js';

/** F8: how an asset is used in a delivery, by the last statement about it. */
export interface DeclaredUseView extends UseDeclaredData {
  readonly production: string;
  readonly delivery: string;
  readonly declaredAt: string;
  readonly declaredBy: string;
}

/** By asset id. `after`: the last asset of the page before. */
export function declaredUses(
  db: ReadModelDatabase,
  production: string,
  delivery: string,
  page: { readonly after: string | null; readonly limit: number },
  visible: Visible,
): { readonly items: readonly DeclaredUseView[]; readonly next: string | null } {
  const seen: UseRow[] = [];
  let after = page.after ?? '';
  while (seen.length <= page.limit) {
    const rows = db
      .q(`${USES} AND u.asset > ? ORDER BY u.asset LIMIT ?`)
      .all(production, delivery, after, BATCH) as UseRow[];
    seen.push(...rows.filter(({ asset }) => visible(asset)));
    if (rows.length < BATCH) break;
    after = rows.at(-1)!.asset;
  }
  const items = seen.slice(0, page.limit).map((row) => useView(production, delivery, row));
  return { items, next: seen.length > page.limit ? items.at(-1)!.asset : null };
}
const BATCH = 1_001;

interface UseRow {
  readonly asset: string;
  readonly data: string;
  readonly meta: string;
}
const USES = `SELECT u.asset AS asset, u.data AS data, e.meta AS meta FROM declared_use u JOIN event e ON e.n = u.n
  WHERE u.production = ? AND u.delivery = ?`;

function useView(production: string, delivery: string, { data, meta }: UseRow): DeclaredUseView {
  const { asset, prominence, onScreen, humanInput, note } = JSON.parse(data) as UseDeclaredData;
  const { recordedAt, actor } = JSON.parse(meta) as EventMetadata;
  return {
    production,
    delivery,
    asset,
    prominence,
    onScreen,
    humanInput,
    note,
    declaredAt: recordedAt,
    declaredBy: actor.subject,
  };
}
