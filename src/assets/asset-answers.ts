import { Injectable } from '@nestjs/common';
import { BARE_USE, type Use } from '@clearance/domain';
import { assetDetail, deliveryUse, type AssetDetail, type HiddenDetail } from '@clearance/projections';
import type { Caller } from '../ledger/ports.js';
import { ReadModelConnection } from '../ledger/read-model-connection.js';
import { unknownAsset, unknownUse } from '../reading/index.js';
import type { AssetTarget } from './asset-decisions.js';
import { visibleTo } from './visible-to.js';

/** Answers about single assets, each from one snapshot of the read model. */
@Injectable()
export class AssetAnswers {
  constructor(private readonly connection: ReadModelConnection) {}

  /** @throws Problem not-found where no fact names the asset (I4) */
  detail(caller: Caller, { production, asset }: AssetTarget, delivery?: string): AssetDetail | HiddenDetail {
    const { db } = this.connection;
    return db.snapshot(() => {
      const use = delivery === undefined ? BARE_USE : this.useOf(production, delivery);
      const detail = assetDetail(db, production, asset, use, visibleTo(caller), delivery ?? null);
      if (detail === null) throw unknownAsset(asset, production);
      return detail;
    });
  }

  /** What a command answers: the asset as it is now, at the position of what the command recorded (E5). */
  after(caller: Caller, target: AssetTarget, position: number): AssetDetail | HiddenDetail {
    return { ...this.detail(caller, target), position: String(position) };
  }

  /** The use that a delivery asks for. @throws Problem invalid-request */
  useOf(production: string, delivery: string): Use {
    const use = deliveryUse(this.connection.db, production, delivery);
    if (use === null) throw unknownUse();
    return use;
  }
}

/** Path of an asset in the API. */
export function assetPath({ production, asset }: AssetTarget): string {
  return `/v1/productions/${production}/assets/${encodeURIComponent(asset)}`;
}
