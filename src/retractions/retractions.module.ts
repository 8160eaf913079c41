import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/index.js';
import { RetractionsController } from './retractions.controller.js';

@Module({ imports: [AssetsModule], controllers: [RetractionsController] })
export class RetractionsModule {}
