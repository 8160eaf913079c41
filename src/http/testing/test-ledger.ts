import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openSqliteEventStore, type SqliteEventStore } from '@clearance/event-store';
import { EMPTY } from 'rxjs';
import { AuthModule } from '../../auth/index.js';
import { Clock, Watermarks } from '../../ledger/ports.js';
import { ReadModel } from '../../ledger/read-model.js';
import { EVENT_STORE } from '../../ledger/tokens.js';
import { StateChanges } from '../../live/state-changes.js';
import { configureHttp, createHttpAdapter, HttpModule, type ConnectionLimits } from '../index.js';
import { TestReadModel, TestWatermarks } from './test-read-model.js';

/** Stands still unless it is moved. */
export class FixedClock extends Clock {
  time = '2026-03-01T12:00:00.000Z';
  now(): string {
    return this.time;
  }
}

class NoStateChanges extends StateChanges {
  readonly changes = EMPTY;
  changedSince() {
    return [];
  }
}

/** A ledger without projector: the real store in memory, and a read model that follows it at once. */
export class TestLedger {
  readonly store: SqliteEventStore = openSqliteEventStore({ memory: true });
  readonly clock = new FixedClock();
  readonly readModel = new TestReadModel();
  readonly watermarks = new TestWatermarks(this.store, this.readModel);
  readonly stateChanges: StateChanges = new NoStateChanges();

  /** What the feature modules expect of a global module. */
  module(): DynamicModule {
    const providers = [
      { provide: EVENT_STORE, useValue: this.store },
      { provide: Clock, useValue: this.clock },
      { provide: ReadModel, useValue: this.readModel },
      { provide: Watermarks, useValue: this.watermarks },
      { provide: StateChanges, useValue: this.stateChanges },
    ];
    return { module: LedgerParts, providers, exports: providers.map(({ provide }) => provide) };
  }

  /** An application of the given modules, ready to be asked through `app.getHttpServer()`. */
  async app(
    imports: (Type | DynamicModule)[],
    controllers: Type[] = [],
    configure: (app: NestFastifyApplication) => void = () => undefined,
    limits?: ConnectionLimits,
  ) {
    const root: DynamicModule = {
      module: TestRoot,
      imports: [this.module(), HttpModule, AuthModule, ...imports],
      controllers,
    };
    const app = await NestFactory.create<NestFastifyApplication>(
      root,
      createHttpAdapter(limits === undefined ? {} : { limits }),
      {
        logger: false,
        abortOnError: false,
      },
    );
    configureHttp(app);
    configure(app);
    await app.init();
    await (app.getHttpAdapter().getInstance() as unknown as { ready(): Promise<unknown> }).ready();
    return app;
  }
}

@Global()
@Module({})
class LedgerParts {}

@Module({})
class TestRoot {}
