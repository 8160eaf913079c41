import { Module } from '@nestjs/common';
import { PackCatalogue } from './pack-catalogue.js';

/** Needs EVENT_STORE from a global module. */
@Module({ providers: [PackCatalogue], exports: [PackCatalogue] })
export class CatalogueModule {}
