import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '@clearance/domain';
import { openReadModelWriter, Projector } from '@clearance/projections';
import { logOf, PRODUCTION, type Saying } from '../../../libs/projections/src/testing/index.js';
import { grantToken, openProductions, TestLedger, TestWatermarks, type TokenWish } from '../../http/testing/index.js';
import { CommandsModule } from '../../ledger/commands.module.js';
import { Clock, Watermarks } from '../../ledger/ports.js';
import { ReadModelConnection } from '../../ledger/read-model-connection.js';
import { ReadModel } from '../../ledger/read-model.js';
import { SqliteReadModel } from '../../ledger/sqlite-read-model.js';
import { EVENT_STORE } from '../../ledger/tokens.js';
import { InlineReader, Reader } from '../../reading/index.js';

/** An answer, with its body read where it is JSON. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // What an answer holds is what specs look at, member by member.
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}
export interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
/** Somebody with a token. */
export interface Person {
  get(path: string, asked?: Asked): Promise<Answered>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
}

/** A ledger with the real projector, in this thread: it follows the log at once, or stands still while not `following`. */
export class AssetLedger extends TestLedger {
  readonly db = openReadModelWriter(':memory:');
  readonly projector = new Projector(this.db);
  override readonly watermarks = new ProjectingWatermarks(this, this.projector);
  private application: NestFastifyApplication | null = null;

  override module(): DynamicModule {
    const providers = [
      { provide: EVENT_STORE, useValue: this.store },
      { provide: Clock, useValue: this.clock },
      { provide: ReadModel, useValue: new SqliteReadModel(this.db) },
      { provide: ReadModelConnection, useValue: { db: this.db } satisfies ReadModelConnection },
      { provide: Reader, useValue: new InlineReader(this.db) },
      { provide: Watermarks, useValue: this.watermarks },
    ];
    return {
      module: ProjectedParts,
      imports: [CommandsModule],
      providers,
      exports: [CommandsModule, ...providers.map(({ provide }) => provide)],
    };
  }

  /** Starts an application of these modules in one open production. */
  async start(...modules: Type[]): Promise<void> {
    this.application = await this.app(modules);
    await openProductions(this, PRODUCTION);
  }

  async stop(): Promise<void> {
    await this.application?.close();
    await this.store.close();
    this.db.close();
  }

  /** Puts sayings into the log as if they had been reported. */
  async tell(...sayings: readonly (Saying | readonly Saying[])[]): Promise<void> {
    const before = await this.store.readAll(null);
    for (const { stream, revision, position: _, ...event } of logOf(sayings.flat(), before)) {
      await this.store.append(stream, revision === 0n ? 'noStream' : revision - 1n, [event]);
    }
    if (this.watermarks.following) await this.watermarks.catchUp();
  }

  /** A person with a role in the production; `wish` for anything else. */
  async person(subject: string, role: Role, wish: Partial<TokenWish> = {}): Promise<Person> {
    const grants = [{ role, productions: [PRODUCTION] }];
    const { secret } = await grantToken(this, { subject, kind: 'person', grants, ...wish });
    const ask = (method: 'GET' | 'POST', path: string, { body, headers = {} }: Asked) =>
      this.ask(method, path, secret, body, headers);
    return {
      get: (path, asked = {}) => ask('GET', path, asked),
      post: (path, body, headers = {}) => ask('POST', path, { body, headers }),
    };
  }

  private async ask(
    method: 'GET' | 'POST',
    path: string,
    secret: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answered> {
    if (this.application === null) throw new Error('start the ledger first');
    const answer = await this.application.inject({
      method,
      url: `/v1/productions/${PRODUCTION}${path}`,
      headers: {
        authorization: `Bearer ${secret}`,
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const isJson = String(answer.headers['content-type']).includes('json') && answer.body !== '';
    return {
      status: answer.statusCode,
      headers: answer.headers as Readonly<Record<string, string>>,
      body: isJson ? answer.json<Readonly<Record<string, unknown>>>() : {},
      text: answer.body,
    };
  }
}

class ProjectingWatermarks extends TestWatermarks {
  private projecting = Promise.resolve();

  constructor(
    private readonly ledger: AssetLedger,
    private readonly projector: Projector,
  ) {
    super(ledger.store, ledger.readModel);
  }

  override catchUp(): Promise<void> {
    this.projecting = this.projecting.then(async () => {
      const events = await this.ledger.store.readAll(this.projector.checkpoint);
      this.projector.apply(events);
      while (this.projector.settle(100).more);
      this.factsAt = this.projector.factsAt;
    });
    return this.projecting;
  }
}

@Global()
@Module({})
class ProjectedParts {}
