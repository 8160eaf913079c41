import { caller, demand, type Answer, type Caller, type RequestOptions } from './caller.js';
import { issueToken, type Cast, type Role } from './cast.js';
import { cloudEvent, digestsOf, type FactEvent } from './cloud-events.js';
import type { Approval, Asset, Decision, Delivery, IntakeResult, LedgerEvent, ReleaseAnswer } from './contract.js';
import { sharedLedger, type LedgerAddress } from './shared-ledger.js';

/** What an approval says when a test is not about what it says. */
export interface ApprovalWish {
  findings: { rule: string; root: string }[];
  reach?: 'exact' | 'contained' | 'processed';
  bytes?: string;
  scope?: Record<string, unknown>;
  kind?: string;
  [member: string]: unknown;
}

/** One item of a check in its JSON form. */
export interface CheckItem {
  path: string;
  digests?: Record<string, string>;
  aliases?: { scheme: string; value: string }[];
}

export const anywhere = {
  prominence: '*',
  classes: ['*'],
  territories: ['*'],
  languages: ['*'],
  mediums: ['*'],
};

/** As long as the contract allows: a slow machine is no reason to fail. */
const patient = { Prefer: 'wait=60' };

/** Opens a production on the shared ledger (or the given one) and gives its cast their tokens. */
export async function openStage(production: string, ledger?: LedgerAddress): Promise<Stage> {
  const address = ledger ?? (await sharedLedger());
  const root = caller(address.url, address.adminToken, 'root');
  const opened = await root.post('/v1/productions', { id: production, title: `The ${production} show` });
  demand(opened, 201, `opening ${production}`);
  const hire = (subject: string, kind: 'person' | 'service', roles: Role[]) =>
    issueToken(root, { subject, kind, grants: roles.map((role) => ({ role, productions: [production] })) });
  const cast: Cast = {
    admin: await hire('a.dmin@studio.example', 'person', ['admin']),
    hook: await hire('publish-hook@studio.example', 'service', ['emitter']),
    ito: await hire('k.ito@studio.example', 'person', ['reviewer']),
    okafor: await hire('n.okafor@studio.example', 'person', ['reviewer']),
    lead: await hire('d.lead@studio.example', 'person', ['delivery']),
    auditor: await hire('a.uditor@guild.example', 'person', ['auditor']),
  };
  const stage = new Stage(address, production, root, cast);
  stage.noted(opened);
  return stage;
}

/** The same production and people towards another process, or another ledger of the log; what was seen goes along. */
export function movedTo(ledger: LedgerAddress, { production, root, cast, seen }: Stage): Stage {
  const at = ({ token, subject }: Caller) => caller(ledger.url, token, subject);
  const voices = Object.entries(cast).map(([role, voice]: [string, Caller]) => [role, at(voice)]);
  const moved = new Stage(ledger, production, at(root), Object.fromEntries(voices) as Cast);
  moved.seen = seen;
  return moved;
}

/** A production with its cast. Reads wait for the last write made here: nothing sleeps, nothing guesses. */
export class Stage {
  readonly path: string;
  /** Position of the last acknowledged write. */
  seen: string | undefined;

  constructor(
    readonly ledger: LedgerAddress,
    readonly production: string,
    /** The ledger's first token: admin of every production. */
    readonly root: Caller,
    readonly cast: Cast,
  ) {
    this.path = `/v1/productions/${production}`;
  }

  asset(id: string): string {
    return `${this.path}/assets/${encodeURIComponent(id)}`;
  }

  /** Remembers how far this stage has written, for the reads that follow. */
  noted<Body>(answer: Answer<Body>): Answer<Body> {
    const position = answer.headers['clearance-position'];
    if (answer.status < 500 && position !== undefined && isLater(position, this.seen)) this.seen = position;
    return answer;
  }

  /** A read that has seen every write of this stage. */
  async read<Body>(path: string, query: RequestOptions['query'] = {}, by: Caller = this.cast.auditor): Promise<Body> {
    const answer = await by.get<Body>(path, { minPosition: this.seen, ...query }, patient);
    demand(answer, 200, path);
    return answer.body;
  }

  async emit(fact: FactEvent, by: Caller = this.cast.hook): Promise<Answer<IntakeResult>> {
    const content = JSON.stringify(cloudEvent(this.production, fact));
    return this.noted(
      await by.send('POST', '/v1/events', { raw: { contentType: 'application/cloudevents+json', content } }),
    );
  }

  /** Emits facts that the test takes for granted, one after the other. */
  async told(...facts: FactEvent[]): Promise<void> {
    for (const fact of facts) {
      const answer = await this.emit(fact);
      demand(answer, 201, `${fact.event} of ${fact.subject}`);
    }
  }

  view(id: string, query: RequestOptions['query'] = {}): Promise<Asset> {
    return this.read<Asset>(this.asset(id), query);
  }

  async state(id: string): Promise<string> {
    return (await this.view(id)).state;
  }

  async history(id: string, query: RequestOptions['query'] = {}): Promise<LedgerEvent[]> {
    return (await this.read<{ items: LedgerEvent[] }>(`${this.asset(id)}/history`, { limit: 1000, ...query })).items;
  }

  /** All events of the production of the given `<category>-<event>` types, from the first on. */
  async events(types: string): Promise<LedgerEvent[]> {
    const found: LedgerEvent[] = [];
    let after: string | undefined;
    for (;;) {
      const page: EventPage = await this.read('/v1/events', { production: this.production, types, after, limit: 1000 });
      if (page.items.length === 0) return found;
      found.push(...page.items.map((item) => item.data));
      after = page.next;
    }
  }

  /** Follows the log by long poll until an event satisfies the test, and gives it. */
  async awaitEvent(types: string, wanted: (event: LedgerEvent) => boolean): Promise<LedgerEvent> {
    let after: string | undefined;
    for (let polls = 0; polls < 10; polls += 1) {
      const page: EventPage = await this.read('/v1/events', {
        production: this.production,
        types,
        after,
        limit: 1000,
        wait: 5,
      });
      const found = page.items.map((item) => item.data).find(wanted);
      if (found) return found;
      after = page.next;
    }
    throw new Error(`no such event among ${types} of ${this.production}`);
  }

  async openDelivery(id: string, wish: Record<string, unknown> = {}): Promise<Delivery> {
    const answer = this.noted(
      await this.cast.lead.post<Delivery>(`${this.path}/deliveries`, {
        id,
        name: `Delivery ${id}`,
        class: 'final',
        recipient: 'streamer.example',
        territories: ['*'],
        languages: ['*'],
        medium: 'svod',
        ...wish,
      }),
    );
    demand(answer, 201, `opening delivery ${id}`);
    return answer.body;
  }

  delivery(id: string): Promise<Delivery> {
    return this.read<Delivery>(`${this.path}/deliveries/${id}`);
  }

  /** A check that has seen every write of this stage; always answered, release or hold. */
  async check(delivery: string, body: { items: CheckItem[]; files?: unknown[] }): Promise<Decision> {
    const answer = await this.tryCheck(delivery, body);
    demand(answer, 201, `checking ${delivery}`);
    return answer.body;
  }

  async tryCheck(
    delivery: string,
    body: unknown,
    query: RequestOptions['query'] = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Decision>> {
    return this.noted(
      await this.cast.lead.send('POST', `${this.path}/deliveries/${delivery}/checks`, {
        body,
        query: { minPosition: this.seen, ...query },
        headers: { ...patient, ...headers },
      }),
    );
  }

  /** Checks made-up assets, each under `package/<name>` with its digests. */
  checkAssets(delivery: string, ...names: string[]): Promise<Decision> {
    return this.check(delivery, { items: names.map(itemOf) });
  }

  async release(delivery: string, check: string, headers: Record<string, string> = {}): Promise<Answer<ReleaseAnswer>> {
    return this.noted(
      await this.cast.lead.send('POST', `${this.path}/deliveries/${delivery}/release`, { body: { check }, headers }),
    );
  }

  async approve(asset: string, wish: ApprovalWish, by: Caller = this.cast.ito): Promise<Answer<Approval>> {
    const { bytes, ...rest } = wish;
    return this.noted(
      await by.send('POST', `${this.asset(asset)}/approvals`, {
        query: { minPosition: this.seen },
        body: {
          verdict: 'approved',
          kind: 'written',
          digest: { sha256: digestsOf(bytes ?? asset).sha256 },
          reach: 'exact',
          scope: anywhere,
          evidence: [{ ref: 'dms://legal/4711' }],
          ...rest,
        },
      }),
    );
  }

  async lift(asset: string, by: Caller = this.cast.ito, marks: string[] | 'all' = 'all'): Promise<Answer<Asset>> {
    return this.noted(
      await by.send('POST', `${this.asset(asset)}/temporary-mark/lift`, {
        query: { minPosition: this.seen },
        body: {
          marks,
          reason: 'replaced by the final plate',
          digest: { sha256: digestsOf(asset).sha256 },
          evidence: [{ ref: 'dms://review/88' }],
        },
      }),
    );
  }

  /** A command of this production that is expected to be acknowledged. */
  async command<Body>(by: Caller, path: string, body: unknown, status = 200): Promise<Body> {
    const answer = this.noted(
      await by.send<Body>('POST', `${this.path}${path}`, { body, query: { minPosition: this.seen } }),
    );
    demand(answer, status, path);
    return answer.body;
  }
}

/** A made-up asset as a manifest names it. */
export function itemOf(name: string): CheckItem {
  return { path: `package/${name}`, digests: digestsOf(name) };
}

interface EventPage {
  items: { event: string; data: LedgerEvent }[];
  next: string;
  position: string;
}

function isLater(position: string, than: string | undefined): boolean {
  if (than === undefined) return true;
  // A replicated store answers native positions; those do not compare as numbers, the last one is the latest.
  if (!/^\d+$/.test(position) || !/^\d+$/.test(than)) return true;
  return BigInt(position) > BigInt(than);
}
