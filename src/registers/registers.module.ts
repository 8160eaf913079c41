import { Module } from '@nestjs/common';
import { CommandsModule } from '../ledger/commands.module.js';
import { ConsentGroupsController } from './consents/consent-groups.controller.js';
import { ConsentsController } from './consents/consents.controller.js';
import { Registers } from './registers.js';
import { ToolsController } from './tools/tools.controller.js';
import { VendorsController } from './vendors/vendors.controller.js';

@Module({
  imports: [CommandsModule],
  controllers: [ToolsController, VendorsController, ConsentsController, ConsentGroupsController],
  providers: [Registers],
})
export class RegistersModule {}
