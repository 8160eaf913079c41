import { Module } from '@nestjs/common';
import { DecisionsModule } from '../decisions/decisions.module.js';
import { ChecksController } from './checks.controller.js';
import { DeliveriesController } from './deliveries.controller.js';
import { ReleasesController } from './releases.controller.js';
import { Targets } from './targets.js';

@Module({
  imports: [DecisionsModule],
  controllers: [DeliveriesController, ChecksController, ReleasesController],
  providers: [Targets],
})
export class DeliveriesModule {}
