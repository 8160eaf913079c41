import { Module } from '@nestjs/common';
import { CommandsModule } from '../ledger/commands.module.js';
import { UsageActsController } from './usage-acts.controller.js';
import { UsageDecisions } from './usage-decisions.js';
import { UsagesController } from './usages.controller.js';

@Module({
  imports: [CommandsModule],
  controllers: [UsagesController, UsageActsController],
  providers: [UsageDecisions],
})
export class UsagesModule {}
