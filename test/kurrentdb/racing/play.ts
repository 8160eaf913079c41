import { beginningOf } from '../../properties/history/beginning.js';
import { Clients } from '../../properties/history/clients.js';
import { Places, PRODUCTIONS, VENDOR } from '../../properties/history/world.js';
import { Contests } from './contests.js';
import type { House } from './house.js';
import { Refusal } from './http-desk.js';
import { calendar, HOOK, NIGHTFALL } from './scene.js';
import type { Story, Turn } from './story.js';

/** A story told to two ledgers that run. */
export class RacingPlay {
  private readonly places: Places;
  private readonly clients: Clients;
  private readonly contests: Contests;

  constructor(
    private readonly house: House,
    private readonly story: Story,
  ) {
    this.places = new Places(story.world);
    this.clients = new Clients(this.places, calendar, house, () => undefined);
    this.contests = new Contests(house, this.places, this.clients, (name, work) => this.attempt(name, work));
  }

  async tell(): Promise<void> {
    for (const at of this.story.world.begin.keys()) await this.begin(at);
    for (const [number, bout] of this.story.bouts.entries()) {
      await this.house.look();
      if (bout.kind === 'contest') await this.contests.hold(bout, `b${number}`);
      else await Promise.all(bout.turns.map((turn, index) => this.turn(turn, `b${number}-${index}`)));
    }
  }

  private async begin(at: number): Promise<void> {
    const facts = beginningOf(at, this.story.world, this.places);
    if (facts.length === 0) return;
    const named = { production: NIGHTFALL, key: `begin ${at}` };
    const { envelope } = this.clients.factOf(named, { say: 'registered', at, maker: { by: VENDOR, ...HOOK } });
    await this.house.desks.both.send({ envelope, data: facts, facts, bytes: 0 }, VENDOR);
  }

  private async turn({ deed, at, production }: Turn, key: string): Promise<void> {
    const doing = { desk: this.house.desks[at], production: PRODUCTIONS[production], key };
    await this.attempt(deed.say, async () => {
      if (!('maker' in deed)) return this.clients.act(doing, deed);
      await doing.desk.send(this.clients.factOf(doing, deed), deed.maker.by);
      return true;
    });
  }

  /** Whoever is refused has done what they could. */
  private async attempt(name: string, work: () => Promise<unknown>): Promise<void> {
    try {
      this.house.register.note((await work()) === false ? `${name} (nothing to do)` : name);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.house.register.note(`${name} refused`);
    }
  }
}
