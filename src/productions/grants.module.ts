import { Module } from '@nestjs/common';
import { CommandsModule } from '../ledger/commands.module.js';
import { SharesController } from './shares.controller.js';
import { ToolRulingsController } from './tool-rulings.controller.js';

/** What a production grants beyond single assets: shares, and rulings on tools. */
@Module({ imports: [CommandsModule], controllers: [SharesController, ToolRulingsController] })
export class GrantsModule {}
