import { setTimeout as sleep } from 'node:timers/promises';
import { RETRACTABLE, type ApproveCommand } from '@clearance/domain';
import type { Clients, Doing } from '../../properties/history/clients.js';
import type { Act, Fact } from '../../properties/history/deeds.js';
import type { Errand } from '../../properties/history/desk.js';
import { evaluatedIn } from '../../properties/history/evaluated.js';
import { REVIEWERS, SCOPES, type Places } from '../../properties/history/world.js';
import type { House } from './house.js';
import { calendar, HOOK, NIGHTFALL } from './scene.js';
import type { Contest } from './story.js';

type Try = (name: string, work: () => Promise<unknown>) => Promise<void>;
type Against = Contest['against'];

/** What of one content stands in the way of a release, where an act could do away with it. */
const LACKING: Partial<Record<Against, string>> = {
  approve: '||base-generated||',
  confirm: '||base-replacement-unconfirmed||',
};

/** Releases through both ledgers, with something else by the same person at the same moment. */
export class Contests {
  constructor(
    private readonly house: House,
    private readonly places: Places,
    private readonly clients: Clients,
    private readonly attempt: Try,
  ) {}

  async hold({ at, by, delivery, against, first, tidy, pace }: Contest, key: string): Promise<void> {
    const { desks, register } = this.house;
    const doing = (index: 0 | 1): Doing => ({ desk: desks[index], production: NIGHTFALL, key });
    const [here, there] = [doing(first), doing(first === 0 ? 1 : 0)];
    if (tidy) await this.tidyUp(here, at);
    if (against.startsWith('revoke')) await this.attempt('licence', () => this.license(here, at, by));
    await this.house.look();
    const places = this.placesFor(against, here, at);
    const [place] = places;
    if (place === undefined) return register.note(`contest against: ${against}, nothing for it`);
    const items = places.map((each) => ({
      path: `reel/${this.places.asset(each)}`,
      digests: this.places.digests(each, 'sha256', 'md5'),
    }));
    const errand = { by, production: NIGHTFALL, delivery };
    await this.attempt('contest check', async () => {
      const { id, decision } = await here.desk.check({ ...errand, key: `${key} check` }, items);
      const interfering = await this.prepared(against, places, [here, there], { by, delivery, pace });
      register.note(`contest against: ${against}, ${decision}`);
      const release = ({ desk }: Doing, name: string) =>
        this.attempt('contest release', () => desk.release({ ...errand, key: `${key} ${name}` }, id));
      await Promise.all([release(here, 'here'), release(there, 'there'), ...interfering.map((begin) => begin())]);
    });
  }

  /** What is done at the moment of the release; what has to be there before has been done. */
  private async prepared(
    against: Against,
    places: readonly number[],
    [here, there]: readonly [Doing, Doing],
    { by, delivery, pace }: Pick<Contest, 'by' | 'delivery' | 'pace'>,
  ): Promise<(() => Promise<void>)[]> {
    const place = places[0]!;
    const asset = this.places.asset(place);
    const key = `${there.key} against`;
    const errand: Errand = { by, production: NIGHTFALL, asset, key };
    const maker = { by, ...HOOK };
    // Of everything that is released, one after the other: one of them may come just before the release.
    const say = (about: (at: number) => Fact) =>
      places.map((each, index) => async () => {
        await sleep(index * pace);
        const request = this.clients.factOf({ ...there, key: `${key} ${index}` }, about(each));
        await this.attempt('contest fact', () => there.desk.send(request, by));
      });
    const act =
      ({ desk }: Doing, name: string, what: (desk: Doing['desk'], errand: Errand) => Promise<void>) =>
      () =>
        this.attempt(`contest ${name}`, () => what(desk, { ...errand, key: `${key} ${name}` }));
    const approve = act(there, 'approve', (desk, own) => desk.approve(own, this.approvalOf(place)));
    switch (against) {
      case 'mark':
        return say((at) => ({ say: 'marked', at, maker }));
      case 'generate':
        return say((at) => ({ say: 'declared', at, facts: { 'asset.genai': 'full' }, maker }));
      case 'approve':
        return [approve];
      case 'revoke':
      case 'revoke from': {
        const approval = this.approvalsOf(asset).at(-1);
        if (approval === undefined) return [];
        const [effect, effectiveAt] =
          against === 'revoke' ? (['ab-initio', null] as const) : (['from', calendar.in(0)] as const);
        const command = { approval, reason: 'in error', effect, effectiveAt };
        return [act(there, 'revoke', (desk, own) => desk.revoke(own, command)), approve];
      }
      case 'retract': {
        const retraction = await this.proposed(here, errand);
        if (retraction === null) return [];
        const [second, third] = REVIEWERS.filter((each) => each !== by);
        const closing = { retraction, reason: 'looked at' };
        return [
          act(there, 'accept', (desk, own) => desk.close({ ...own, by: second! }, 'accept', closing)),
          act(here, 'reject', (desk, own) => desk.close({ ...own, by: third! }, 'reject', closing)),
        ];
      }
      case 'confirm': {
        const deed: Act = { say: 'confirm', at: place, needy: false, by, which: 0 };
        return [here, there].map(
          (each, index) => () =>
            this.attempt('contest confirm', () => this.clients.act({ ...each, key: `${key} ${index}` }, deed)),
        );
      }
      case 'promote':
        return [
          act(here, 'promote', (desk, own) => desk.promote(own, delivery)),
          act(there, 'promote there', (desk, own) => desk.promote(own, delivery)),
          ...say((at) => ({ say: 'marked', at, maker })),
        ];
      default:
        return [];
    }
  }

  private async tidyUp(doing: Doing, at: number): Promise<void> {
    const deeds: readonly Act[] = REVIEWERS.flatMap((by) => [
      { say: 'lift', at, needy: true, by, all: true },
      { say: 'confirm', at, needy: true, by, which: 0 },
    ]);
    for (const [index, deed] of deeds.entries())
      await this.attempt(`tidy ${deed.say}`, () =>
        this.clients.act({ ...doing, key: `${doing.key} tidy ${index}` }, deed),
      );
  }

  /** For everything, without an end. */
  private license(doing: Doing, at: number, by: Contest['by']): Promise<boolean> {
    const limits = { expires: null, from: null, until: null, fault: null };
    const given = { reach: 'contained', scope: 'anywhere', names: 'all', ...limits } as const;
    return this.clients.act(doing, { say: 'approve', at, needy: true, by, ...given });
  }

  private approvalOf(place: number): ApproveCommand {
    return {
      verdict: 'approved',
      kind: 'written',
      digest: { sha256: this.places.digests(place, 'sha256').sha256! },
      reach: 'contained',
      findings: [{ rule: 'base-generated', root: this.places.asset(place), element: null }],
      seenAt: null,
      scope: SCOPES.anywhere,
      evidence: [{ ref: 'dms://legal/4712' }],
      expiresAt: null,
    };
  }

  /** @returns the id of a proposal to take back what the asset says of itself; null where there is nothing. */
  private async proposed(doing: Doing, errand: Errand): Promise<string | null> {
    const fact = this.house.log.findLast(
      ({ stream, type }) => stream === streamOf(errand.asset) && (RETRACTABLE as readonly string[]).includes(type),
    );
    if (fact === undefined) return null;
    const key = `${errand.key} proposal`;
    return doing.desk.propose({ ...errand, key }, { events: [fact.id], reason: 'wrong' });
  }

  /** What is clear, from one place on, approved things first; before it something that lacks what will be given. */
  private placesFor(against: Against, doing: Doing, at: number): number[] {
    const rows = evaluatedIn(doing);
    const places = Array.from({ length: this.places.size }, (_, index) => (at + index) % this.places.size);
    const row = (place: number) => rows.get(this.places.asset(place));
    const clear = places.filter((place) => row(place)?.compliant === 1);
    if (LACKING[against] !== undefined) {
      const lacking = places.find((place) => row(place)?.rules === LACKING[against]);
      return lacking === undefined ? [] : [lacking, ...clear];
    }
    const isApproved = (place: number) => this.approvalsOf(this.places.asset(place)).length > 0;
    return [...clear.filter(isApproved), ...clear.filter((place) => !isApproved(place))];
  }

  private approvalsOf(asset: string): string[] {
    return this.house.log
      .filter(({ type, stream }) => type === 'approved' && stream === streamOf(asset))
      .map(({ data }) => (data as { readonly approval: string }).approval);
  }
}

const streamOf = (asset: string): string => `asset-${NIGHTFALL}/${asset}`;
