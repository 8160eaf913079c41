import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { CommandsModule } from '../ledger/commands.module.js';
import { FirstAdmin } from './first-admin.js';
import { TokensController } from './tokens.controller.js';
import { TokensService } from './tokens.service.js';

@Module({
  imports: [AuthModule, CommandsModule],
  controllers: [TokensController],
  providers: [TokensService, FirstAdmin],
  exports: [TokensService],
})
export class TokensModule {}
