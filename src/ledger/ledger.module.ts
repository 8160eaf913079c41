import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { LedgerLog } from '@clearance/event-store';
import { openReadModelReader } from '@clearance/projections';
import { JudgeHost } from '../decisions/judge-host.js';
import { DigestHost } from '../replicas/digest-host.js';
import { ClockTick } from './clock-tick.js';
import { CommandsModule } from './commands.module.js';
import type { DataFolder } from './data-folder.js';
import { LedgerWriter } from './ledger-writer.js';
import { Clock, Watermarks } from './ports.js';
import { StateChanges } from '../live/state-changes.js';
import { ProjectedStateChanges } from './projected-state-changes.js';
import { ProjectorHost } from './projector-host.js';
import { Reader, ReaderHost } from '../reading/index.js';
import { ReadModelConnection } from './read-model-connection.js';
import { ReadModel } from './read-model.js';
import { SqliteReadModel } from './sqlite-read-model.js';
import { SystemClock } from './system-clock.js';
import { EVENT_STORE } from './tokens.js';
import { WitnessedStore } from './witnessed-store.js';

/** What the process has opened before the application starts. */
export interface OpenLedger {
  readonly folder: DataFolder;
  readonly store: LedgerLog;
  readonly projector: ProjectorHost;
}

/** Store, clock, read model and the ways to write: what every other module stands on. */
@Global()
@Module({})
export class LedgerModule {
  static over({ folder, store, projector }: OpenLedger): DynamicModule {
    const database = openReadModelReader(folder.readModel);
    return {
      module: LedgerModule,
      imports: [CommandsModule],
      providers: [
        { provide: EVENT_STORE, useValue: new WitnessedStore(store, database, projector) },
        { provide: Clock, useClass: SystemClock },
        { provide: ProjectorHost, useValue: projector },
        { provide: Watermarks, useExisting: ProjectorHost },
        { provide: ReadModelConnection, useValue: { db: database } satisfies ReadModelConnection },
        { provide: StateChanges, useValue: new ProjectedStateChanges(database, projector.states) },
        { provide: ReadModel, useValue: new SqliteReadModel(database) },
        { provide: JudgeHost, useFactory: () => new JudgeHost(folder.readModel) },
        { provide: DigestHost, useFactory: () => new DigestHost(folder.readModel) },
        { provide: ReaderHost, useFactory: () => new ReaderHost(folder.readModel) },
        { provide: Reader, useExisting: ReaderHost },
        LedgerWriter,
        ClockTick,
      ],
      exports: [
        CommandsModule,
        EVENT_STORE,
        Clock,
        ProjectorHost,
        Watermarks,
        ReadModelConnection,
        ReadModel,
        StateChanges,
        JudgeHost,
        DigestHost,
        ReaderHost,
        Reader,
        LedgerWriter,
        ClockTick,
      ],
    };
  }
}
