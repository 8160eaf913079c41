import type { OverrideData } from '@clearance/domain';
import type { ReadModelDatabase } from '../database.js';
import { findAsset } from '../view/content.js';
import type { DeliveryView } from '../view/deliveries.js';
import { everything, seesAny, type Visible } from '../view/visibility.js';
import type { DecisionView } from './decision-view.js';
import type { ItemView } from './item-views.js';

/**
 * What a restriction leaves of an item: that it is there and how it stands. `status` is part of that: without it a decision
 * would look as if nothing that is hidden were held. `asset` is null where none or several are known.
 */
export interface HiddenItem {
  readonly asset: string | null;
  readonly production: string;
  readonly state: string | null;
  readonly status: ItemView['status'];
}
/** The same of a broken glass: where it was granted, until when, and for how much. */
export type HiddenOverride = Pick<OverrideData, 'approval' | 'asset' | 'expiresAt' | 'findingCount' | 'items'>;

/** A delivery, of whose broken glasses some may be hidden. */
export type NarrowedDelivery = Omit<DeliveryView, 'release'> & {
  readonly release:
    | (Omit<NonNullable<DeliveryView['release']>, 'overrides'> & {
        readonly overrides: readonly (OverrideData | HiddenOverride)[];
      })
    | null;
};
export type NarrowedDecision = Omit<DecisionView, 'items' | 'overrides'> & {
  readonly items: readonly (ItemView | HiddenItem)[];
  readonly overrides: readonly (OverrideData | HiddenOverride)[];
};

/** A decision as far as a caller may read of it. Verdict, summary and manifests are those of the whole. */
export function narrowedDecision(db: ReadModelDatabase, decision: DecisionView, visible: Visible): NarrowedDecision {
  if (visible === everything) return decision;
  const { production, items, overrides, problems } = decision;
  return {
    ...decision,
    items: items.map((item) => narrowedItem(db, production, item, visible)),
    overrides: overrides.map((override) => narrowedOverride(db, production, override, visible)),
    // Of which asset a file is that could not be read as one, nobody knows.
    problems: problems.map((problem) =>
      problem.path === null
        ? problem
        : { code: problem.code, message: 'The token may not read of which file.', path: null },
    ),
  };
}

/**
 * A delivery as far as a caller may read of it: concerns are all there, with what is visible of what raised them. The files
 * that they are about may be anybody's.
 */
export function narrowedDelivery(db: ReadModelDatabase, delivery: DeliveryView, visible: Visible): NarrowedDelivery {
  if (visible === everything) return delivery;
  const { production, concerns, release } = delivery;
  const overrides = (release?.overrides ?? []).map((each) => narrowedOverride(db, production, each, visible));
  return {
    ...delivery,
    release: release === null ? null : { ...release, overrides },
    concerns: concerns.map((concern) => ({
      ...concern,
      paths: [],
      findings: concern.findings.filter(({ root }) => seesAsset(db, production, root, visible)),
    })),
  };
}

/** An item as far as a caller may read of it: whole where each asset that it may be is visible, and there is one. */
export function narrowedItem(
  db: ReadModelDatabase,
  production: string,
  item: ItemView,
  visible: Visible,
): ItemView | HiddenItem {
  if (seesItem(db, production, item, visible)) return item;
  const { asset, state, status } = item;
  return { asset, production, state, status };
}

/** Whether a caller may read an item whole. What no asset is known for might be anybody's. */
export function seesItem(
  db: ReadModelDatabase,
  production: string,
  { asset, match }: Pick<ItemView, 'asset' | 'match'>,
  visible: Visible,
): boolean {
  if (visible === everything) return true;
  const assets = match?.candidates.map((candidate) => candidate.asset) ?? (asset === null ? [] : [asset]);
  return assets.length > 0 && assets.every((one) => seesAsset(db, production, one, visible));
}

function narrowedOverride(
  db: ReadModelDatabase,
  production: string,
  override: OverrideData,
  visible: Visible,
): OverrideData | HiddenOverride {
  if (seesAsset(db, production, override.asset, visible)) return override;
  const { approval, asset, expiresAt, findingCount, items } = override;
  return { approval, asset, expiresAt, findingCount, items };
}

/** A content may be read by whoever may read one of its claims; what is not registered by its own id. */
export function seesAsset(db: ReadModelDatabase, production: string, asset: string, visible: Visible): boolean {
  if (visible === everything) return true;
  const found = findAsset(db, production, asset);
  return found === null ? visible(asset) : seesAny(visible, found.claims);
}
