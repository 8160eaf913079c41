import { Module, type DynamicModule } from '@nestjs/common';
import type { DataFolder } from '../ledger/data-folder.js';
import { KeyFile } from './key-file.js';
import { KeysController } from './keys.controller.js';
import { ReceiptsController } from './receipts.controller.js';
import { Receipts } from './receipts.service.js';
import { SigningKey } from './signing-key.js';

/** Receipts of releases. Needs EVENT_STORE, Clock, LedgerWriter and ReadModelConnection from a global module. */
@Module({})
export class ReceiptsModule {
  /** @param folder the data folder, in which the signing key lies */
  static over(folder: Pick<DataFolder, 'path'>): DynamicModule {
    return {
      module: ReceiptsModule,
      controllers: [ReceiptsController, KeysController],
      providers: [{ provide: KeyFile, useValue: KeyFile.in(folder) }, SigningKey, Receipts],
      exports: [SigningKey],
    };
  }
}
