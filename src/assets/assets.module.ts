import { Module } from '@nestjs/common';
import { AssetActsController } from './asset-acts.controller.js';
import { AssetAnswers } from './asset-answers.js';
import { AssetDecisions } from './asset-decisions.js';
import { AssetsController } from './assets.controller.js';

/** Needs the ledger's ports (CommandRunner, Watermarks, ReadModelConnection, the event store) from a global module. */
@Module({
  controllers: [AssetsController, AssetActsController],
  providers: [AssetAnswers, AssetDecisions],
  exports: [AssetAnswers, AssetDecisions],
})
export class AssetsModule {}
