import type { ManifestItemData } from '@clearance/domain';
import { REYES, type Doing } from './clients.js';
import type { Act, DrawnItem } from './deeds.js';
import type { DeliveryErrand } from './desk.js';
import { evaluatedIn } from './evaluated.js';
import { digestOfText, SIZE, type Places } from './world.js';

type Delivering = Extract<Act, { say: 'deliver' | 'recall' | 'replace' }>;

/** Those who hand over: checks, releases, recalls and replacements. */
export class Deliverers {
  constructor(private readonly places: Places) {}

  /** @returns whether there was anything to do. */
  async act(doing: Doing, deed: Delivering): Promise<boolean> {
    switch (deed.say) {
      case 'deliver':
        return this.deliver(doing, deed);
      case 'recall':
        await doing.desk.recall(errandOf(doing, deed.delivery), 'wrong reel');
        return true;
      case 'replace':
        await doing.desk.replace(errandOf(doing, deed.delivery), deed.by);
        return true;
      default:
        throw new TypeError(`nobody does ${JSON.stringify(deed satisfies never)}`);
    }
  }

  /** A check of a package, and a release where it was cleared; the stubborn try it all the same. */
  private async deliver(doing: Doing, deed: Extract<Act, { say: 'deliver' }>): Promise<boolean> {
    const items = this.itemsOf(doing, deed);
    if (items.length === 0) return false;
    const errand = errandOf(doing, deed.delivery);
    const { id, decision } = await doing.desk.check({ ...errand, key: `${doing.key} check` }, items);
    if (decision !== 'release' && !deed.stubborn) return true;
    await doing.desk.release(errand, id);
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
}

const errandOf = ({ production, key }: Doing, delivery: string): DeliveryErrand => ({
  by: REYES,
  key,
  production,
  delivery,
});
