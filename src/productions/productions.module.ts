import { Module } from '@nestjs/common';
import { CommandsModule } from '../ledger/commands.module.js';
import { CatalogueModule } from '../policies/index.js';
import { ProductionsController } from './productions.controller.js';
import { ProductionsService } from './productions.service.js';

@Module({
  imports: [CommandsModule, CatalogueModule],
  controllers: [ProductionsController],
  providers: [ProductionsService],
  exports: [ProductionsService],
})
export class ProductionsModule {}
