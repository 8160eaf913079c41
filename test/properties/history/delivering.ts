import {
  decideRecall,
  decideReplace,
  deliveryStream,
  foldDelivery,
  type Decision,
  type DecisionContext,
  type DeliveryEvent,
  type DeliveryState,
  type ManifestItemData,
} from '@clearance/domain';
import { deliveryView } from '@clearance/projections';
import { commandOf } from './callers.js';
import { REYES, WAIT, type Doing } from './clients.js';
import type { Act, DrawnItem } from './deeds.js';
import { evaluatedIn } from './evaluated.js';
import { digestOfText, SIZE, type Places } from './world.js';

type Delivering = Extract<Act, { say: 'deliver' | 'recall' | 'replace' }>;

/** Those who hand over: checks, releases, recalls and replacements, asked of one replica as src/ would for them. */
export class Deliverers {
  constructor(private readonly places: Places) {}

  /** @returns whether there was anything to do. */
  async act(doing: Doing, deed: Delivering): Promise<boolean> {
    switch (deed.say) {
      case 'deliver':
        return this.deliver(doing, deed);
      case 'recall': {
        const command = { reason: 'wrong reel', cause: null, paths: [] };
        return this.onDelivery(doing, deed.delivery, (state, context) => decideRecall(state, command, context));
      }
      case 'replace': {
        const { db } = doing.replica;
        const by = db.snapshot(() => deliveryView(db, doing.production, deed.by));
        const byReleased = by !== null && by.release !== null && by.recall === null && by.replacedBy === null;
        return this.onDelivery(doing, deed.delivery, (state, context) =>
          decideReplace(state, { by: deed.by }, { byReleased }, context),
        );
      }
      default:
        throw new TypeError(`nobody does ${JSON.stringify(deed satisfies never)}`);
    }
  }

  /** A check of a package, and a release where it was cleared; the stubborn try it all the same. */
  private async deliver(doing: Doing, deed: Extract<Act, { say: 'deliver' }>): Promise<boolean> {
    const { replica, production, key } = doing;
    const items = this.itemsOf(doing, deed);
    if (items.length === 0) return false;
    const target = replica.targets.delivery(production, deed.delivery);
    const bytes = Buffer.from(JSON.stringify({ items }));
    const { decision } = await replica.checks.check(
      commandOf(REYES, 'delivery', `${key} check`, deed),
      target,
      { manifests: [{ name: 'items.json', format: 'items', bytes }], files: null },
      WAIT,
    );
    if (decision.decision !== 'release' && !deed.stubborn) return true;
    const command = { check: decision.id, validUntil: null };
    await replica.releases.release(commandOf(REYES, 'delivery', key, command), target, command, WAIT);
    return true;
  }

  /** `clean`: without what is open on its own account, as far as the replica knows; something that is clear in its place. */
  private itemsOf(doing: Doing, { items, clean }: Extract<Act, { say: 'deliver' }>): Partial<ManifestItemData>[] {
    const rows = evaluatedIn(doing);
    const isClear = (at: number) => rows.get(this.places.asset(at))?.compliant === 1;
    const wanted = clean ? items.filter(({ at, by }) => isClear(at) && !['xxh64', 'nobody'].includes(by)) : items;
    const any = Array.from({ length: this.places.size }, (_, at) => at).filter(isClear);
    const chosen = wanted.length === 0 && clean ? any.map((at): DrawnItem => ({ at, by: 'all' })) : wanted;
    const listed = chosen.map(({ at, by }) => ({ path: `reel/${by}/${this.places.asset(at)}`, ...this.known(at, by) }));
    return [...new Map(listed.map((each) => [each.path, each])).values()];
  }

  private known(at: number, by: DrawnItem['by']) {
    switch (by) {
      case 'all':
        return { digests: this.places.digests(at, 'sha256', 'md5') };
      case 'member':
        return { digests: { sha256: this.places.member(at, 1).sha256 } };
      case 'xxh64':
        return { digests: this.places.digests(at, 'xxh64'), size: SIZE };
      case 'nobody':
        return { digests: { sha256: digestOfText('sha256', `of nobody ${at}`) } };
      default:
        return { digests: this.places.digests(at, by) };
    }
  }

  private async onDelivery(
    { replica, production, key }: Doing,
    delivery: string,
    decide: (state: DeliveryState, context: DecisionContext) => Decision<DeliveryEvent>,
  ): Promise<boolean> {
    await replica.runner.run(commandOf(REYES, 'delivery', key, { delivery }), {
      stream: deliveryStream(production, delivery),
      fold: (events) => foldDelivery(production, delivery, events),
      decide,
    });
    return true;
  }
}
