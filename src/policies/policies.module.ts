import { Module } from '@nestjs/common';
import { CommandsModule } from '../ledger/commands.module.js';
import { AdoptionController } from './adoption.controller.js';
import { CatalogueModule } from './catalogue.module.js';
import { DiffController } from './diff.controller.js';
import { PoliciesController } from './policies.controller.js';

@Module({
  imports: [CommandsModule, CatalogueModule],
  controllers: [DiffController, PoliciesController, AdoptionController],
})
export class PoliciesModule {}
