import { Module } from '@nestjs/common';
import { CommandsModule } from '../ledger/commands.module.js';
import { AdoptionController } from './adoption.controller.js';
import { CatalogueModule } from './catalogue.module.js';
import { PoliciesController } from './policies.controller.js';

@Module({ imports: [CommandsModule, CatalogueModule], controllers: [PoliciesController, AdoptionController] })
export class PoliciesModule {}
