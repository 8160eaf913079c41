import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { AssetsModule } from '../assets/index.js';
import { CheckRequestsController } from './check-requests.controller.js';
import { ChecksController } from './checks.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { ReleasesController } from './releases.controller.js';
import { Targets } from './targets.js';
import { UsesController } from './uses.controller.js';

@Module({
  imports: [AssetsModule, DecisionsModule],
  controllers: [DeliveriesController, ChecksController, CheckRequestsController, ReleasesController, UsesController],
  providers: [Targets],
})
export class DeliveriesModule {}
