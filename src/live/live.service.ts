import { Readable } from 'node:stream';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Authenticator } from '../auth/index.js';
import { Problem, Watermarks, type Caller } from '../ledger/ports.js';
import { ReadModel } from '../ledger/read-model.js';
import { Audience } from './audience.js';
import { Bell } from './bell.js';
import { eventData, eventName } from './event-data.js';
import type { EventsAnswer, EventsQuery, LiveQuery } from './live.dto.js';
import { LiveStream, LOOK_AGAIN_MS } from './live-stream.js';
import { LogTail, type TailPage } from './log-tail.js';
import { Shifts } from './shifts.js';
import { placeOf, tokenOf, type Place } from './resume-token.js';
import { StateChanges } from './state-changes.js';

/** Lets callers follow the log as it grows. */
@Injectable()
export class LiveService implements BeforeApplicationShutdown {
  private readonly shuttingDown = new AbortController();
  private readonly shifts = new Shifts();
  private following = 0;

  constructor(
    private readonly tail: LogTail,
    private readonly states: StateChanges,
    private readonly watermarks: Watermarks,
    private readonly readModel: ReadModel,
    private readonly authenticator: Authenticator,
  ) {}

  /** An endless text/event-stream; it ends with the token, the connection or the process. */
  stream(caller: Caller, query: LiveQuery, lastEventId: string | undefined): Readable {
    const production = this.mustSee(caller, query.production);
    const given = lastEventId ?? query.lastEventId;
    const from = given === undefined ? null : placeIn(given, lastEventId === undefined ? 'query' : 'header');
    const stream = new LiveStream(
      { tail: this.tail, states: this.states, watermarks: this.watermarks, shifts: this.shifts },
      {
        audience: new Audience(caller, { production, types: query.types }),
        from,
        productions: () => this.productionsOf(caller, production),
        stillWelcome: () => this.authenticator.stillValid(caller.token),
        ended: this.shuttingDown.signal,
      },
    );
    const messages = Readable.from(stream.messages(), { objectMode: false });
    this.following += 1;
    messages.once('close', () => (this.following -= 1));
    return messages;
  }

  /** How many streams are open. */
  get followers(): number {
    return this.following;
  }

  /** A page of the log; where there is nothing yet it waits up to `wait` seconds for something. */
  async events(caller: Caller, query: EventsQuery, gone: AbortSignal): Promise<EventsAnswer> {
    const production = this.mustSee(caller, query.production);
    const audience = new Audience(caller, { production, types: query.types });
    const from = query.after === undefined ? 0 : await this.knownPlace(query.after);
    const page = await this.waitForEvents(from, audience, query, gone);
    return {
      items: page.events.map(({ event }) => ({ event: eventName(event), data: eventData(event) })),
      next: tokenOf({ log: page.upTo, states: page.upTo }),
      position: String(page.upTo),
    };
  }

  beforeApplicationShutdown(): void {
    this.end();
  }

  /** Sends away everybody who waits for news. */
  end(): void {
    this.shuttingDown.abort();
  }

  private async waitForEvents(
    from: number,
    audience: Audience,
    { limit, wait }: EventsQuery,
    gone: AbortSignal,
  ): Promise<TailPage> {
    const bell = new Bell();
    const ring = () => bell.ring();
    const steps = this.watermarks.changes.subscribe(ring);
    const ends = [gone, this.shuttingDown.signal];
    for (const end of ends) end.addEventListener('abort', ring);
    const deadline = performance.now() + wait * 1000;
    try {
      for (let after = from; ;) {
        const page = await this.tail.after(after, audience, limit);
        after = page.upTo;
        const left = deadline - performance.now();
        if (page.events.length > 0 || (page.end && left <= 0) || ends.some((end) => end.aborted)) return page;
        if (page.end) await bell.wait(Math.min(left, LOOK_AGAIN_MS));
      }
    } finally {
      steps.unsubscribe();
      for (const end of ends) end.removeEventListener('abort', ring);
    }
  }

  /** A place beyond the log belongs to another one: waiting there would pass over what this one says. */
  private async knownPlace(after: string): Promise<number> {
    const { log } = placeIn(after, 'query', 'after');
    if (log <= (await this.tail.head())) return log;
    throw badToken('after', 'query', 'leads beyond the end of this log');
  }

  private mustSee(caller: Caller, production: string | undefined): string | null {
    if (production === undefined) return null;
    if (this.readModel.production(production) === null || caller.rolesIn(production).length === 0) {
      throw new Problem('not-found', `There is no production ${production}.`);
    }
    return production;
  }

  private productionsOf(caller: Caller, production: string | null): readonly string[] {
    if (production !== null) return [production];
    return this.readModel.productions().flatMap(({ id }) => (caller.rolesIn(id).length > 0 ? [id] : []));
  }
}

function placeIn(
  token: string,
  where: 'query' | 'header',
  name = where === 'header' ? 'Last-Event-ID' : 'lastEventId',
): Place {
  const place = placeOf(token);
  if (place !== null) return place;
  throw badToken(name, where, 'is no token of this ledger');
}

function badToken(parameter: string, where: 'query' | 'header', message: string): Problem {
  return new Problem('invalid-request', `${parameter} ${message}.`, {}, [
    { parameter, in: where, message, code: 'token' },
  ]);
}
